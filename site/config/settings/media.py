"""Files: what editors upload, and the plain CSS, scripts and fonts of the site."""

from config.settings.env import SITE, env

MEDIA_ROOT = env("MEDIA_ROOT")
MEDIA_URL = "/media/"
# The demo and the tests serve renditions themselves; in production a web server or CDN does.
SERVE_MEDIA = env("SERVE_MEDIA")

STATIC_ROOT = env("STATIC_ROOT")
STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
# What `newsroom.web.styles` joins into the one style sheet of the public site.
STYLES = SITE / "static" / "css"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

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
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# By eye, what a poster with letters on it needs.
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 80
# Pillow's own speed for AVIF (6) takes four times as long for files that are a hundredth smaller.
PICTURE_EFFORT = {"AVIF": {"speed": 8}}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
