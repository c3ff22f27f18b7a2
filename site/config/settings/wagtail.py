"""Wagtail's own switches, each away from its default for a reason."""

import re
import zoneinfo

from django.core.exceptions import ImproperlyConfigured

from config.settings.env import env

WAGTAIL_SITE_NAME = "North Star"
WAGTAILADMIN_BASE_URL = env("BASE_URL")

# Wagtail's own read API below /api/v2/, for clients that were made for it, under our law (`newsroom.web.wagtail_api`).
WAGTAIL_API = env("WAGTAIL_API")
WAGTAILAPI_BASE_URL = env("BASE_URL")

# "气候" is a slug; ASCII alone would leave nothing of it.
WAGTAIL_ALLOW_UNICODE_SLUGS = True

WAGTAILIMAGES_IMAGE_MODEL = "authoring.NewsroomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "authoring.NewsroomDocument"

# Wagtail publishes the latest revision at the end of a workflow; ours, the one that was approved.
WAGTAIL_FINISH_WORKFLOW_ACTION = "newsroom.review.finish.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_NOTIFICATION_USE_HTML = True

# Debian's list has the machine's own zone in it, under a name that no browser knows: the list's script stops there.
WAGTAIL_USER_TIME_ZONES = sorted(zoneinfo.available_timezones() - {"localtime"})

# Nobody's server is asked for what stands behind an address that an editor typed: videos are known by their addresses
# (`newsroom.authoring.embeds`), and there is no other embed.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Redirects are written by newsroom.web.redirects: Wagtail's own follow drafts, and forget pages that are off.
WAGTAILREDIRECTS_AUTO_CREATE = False

# Where a front end of its own shows drafts: {host name of a site, or "default": address}. It gets the token of a
# preview link, so it has to be reached by https, or be on this machine.
HEADLESS_PREVIEW_CLIENT_URLS = env("HEADLESS_PREVIEW_CLIENT_URLS")
for address in HEADLESS_PREVIEW_CLIENT_URLS.values():
    if not re.fullmatch(r"(https://|http://(127\.0\.0\.1|localhost)[:/])[^\s?#]+", address):
        raise ImproperlyConfigured(f"HEADLESS_PREVIEW_CLIENT_URLS holds {address!r}: write https://…, without ? and #.")

# The admin must call nobody: an avatar or an update check tells a third party who works here.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False

# A long page has more form fields than Django's limit of 1,000 against oversized posts.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# A cache or CDN in front of the site that keeps answers although each says that it must be asked for again: what a
# take-down purges (`newsroom.web.removal`). http(s)://host:port is one that understands PURGE (Varnish, Squid).
_cache = env("FRONTEND_CACHE")
if _cache.startswith("cloudflare:"):
    _zone, _, _token = _cache.removeprefix("cloudflare:").partition(":")
    WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.CloudflareBackend",
            "ZONEID": _zone,
            "BEARER_TOKEN": _token,
        }
    }
elif re.match(r"https?://[\w.\-\[\]:]+\Z", _cache):
    WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": _cache}
    }
elif _cache:
    raise ImproperlyConfigured("FRONTEND_CACHE is neither http(s)://host:port nor cloudflare:zone:token.")
# Each language's addresses are named; Wagtail would purge each of them in every language.
WAGTAILFRONTENDCACHE_LANGUAGES: list[str] = []
