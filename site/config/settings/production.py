"""Production: refuses to start half-configured, speaks HTTPS only."""

from config.settings.env import env, refuse, refuse_guessable, require_all

require_all()
refuse_guessable()
refuse("SECOND_FACTOR_FOR")

from config.settings.apps import *  # noqa: E402, F403
from config.settings.database import *  # noqa: E402, F403
from config.settings.doors import *  # noqa: E402, F403
from config.settings.i18n import *  # noqa: E402, F403
from config.settings.logging import *  # noqa: E402, F403
from config.settings.mail import *  # noqa: E402, F403
from config.settings.media import *  # noqa: E402, F403
from config.settings.search import *  # noqa: E402, F403
from config.settings.security import *  # noqa: E402, F403
from config.settings.tasks import *  # noqa: E402, F403
from config.settings.wagtail import *  # noqa: E402, F403

DEBUG = False

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if env("TRUST_PROXY_HTTPS"):
    # Only behind a proxy that sets this header itself; otherwise a visitor could claim HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
