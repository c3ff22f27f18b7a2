"""Files: what editors upload, and the plain CSS, scripts and fonts of the site."""

from typing import Any

from config.settings.env import SITE, env
from config.settings.s3 import s3_storages

MEDIA_ROOT = env("MEDIA_ROOT")
MEDIA_URL = "/media/"
# The demo and the tests serve renditions themselves; in production a web server or CDN does.
SERVE_MEDIA = env("SERVE_MEDIA")

STATIC_ROOT = env("STATIC_ROOT")
STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
# What `newsroom.web.styles` joins into the one style sheet of the public site.
STYLES = SITE / "static" / "css"

# What nobody said is private is private: originals, documents, uploads that wait. Renditions are public.
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "newsroom.authoring.storage.PrivateFolder",
        "OPTIONS": {
            "location": f"{MEDIA_ROOT}/private",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "public": {
        "BACKEND": "newsroom.authoring.storage.PublicFolder",
        "OPTIONS": {"location": f"{MEDIA_ROOT}/public", "base_url": MEDIA_URL},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

if env("S3_BUCKET_PRIVATE") or env("S3_BUCKET_PUBLIC"):
    STORAGES |= s3_storages()

WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_IMAGE_FORM_BASE = "newsroom.authoring.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "newsroom.authoring.forms.DocumentForm"

# The most that comes in, of any kind and by any way: asked before a file is read, and before a pixel is decoded.
UPLOAD_MAX_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_MAX_SIZE
# A phone's largest ordinary picture has 48 million.
PICTURE_MAX_PIXELS = WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
PICTURE_MAX_FRAMES = 500
# A colour profile for print has up to two MB.
PICTURE_MAX_PROFILE = 2 * 1024 * 1024
PDF_MAX_PAGES = 2_000
# A PDF is rewritten by a process of its own, which may take this much.
PDF_MAX_MEMORY = 768 * 1024 * 1024
PDF_MAX_SECONDS = 15
ZIP_MAX_MEMBERS = 2_000
ZIP_MAX_UNPACKED = 150 * 1024 * 1024
# An office file is parsed in memory, which takes ten times as much.
XML_MAX_SIZE = 20 * 1024 * 1024
# How long a video may take to be put into a new container: its streams are copied, so that is seconds.
VIDEO_MAX_SECONDS = 60
FFMPEG = env("FFMPEG")
CLAMD_ADDRESS = env("CLAMD_ADDRESS")
# How long clamd may be silent. A large zip takes it some seconds.
CLAMD_SECONDS = 20

WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "jpg", "mp4", "odt", "ods", "pdf", "png", "pptx", "rtf", "txt", "vtt", "webm", "xlsx", "zip",
]  # fmt: skip
# Types that Python knows only where the machine has a list of them, and the API must say the same everywhere.
WAGTAILDOCS_CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "vtt": "text/vtt",
    "webm": "video/webm",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# By eye, what a poster with letters on it needs.
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 80
# Pillow's own speed for AVIF (6) takes four times as long for files that are a hundredth smaller.
PICTURE_EFFORT = {"AVIF": {"speed": 8}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
