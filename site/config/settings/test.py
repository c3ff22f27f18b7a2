"""Tests: production's behaviour, made quick, on a throwaway PostgreSQL that `conftest.py` starts."""

import os
import tempfile

# conftest.py starts a private PostgreSQL unless the environment names a database.
# (A second process of pytest-xdist inherits what the first one put here for want of a database.)
NOWHERE = "postgresql://postgres@127.0.0.1:1/none"
DATABASE_IS_PRIVATE = os.environ.get("DATABASE_URL", NOWHERE) == NOWHERE

# A folder for the run, and in it one for each process of pytest-xdist: no test sees another's files come and go.
_RUN = os.environ.setdefault("TESTS_FOLDER", f"{tempfile.gettempdir()}/north-star-test-{os.getpid()}")
TEST_FOLDER = f"{_RUN}/{os.environ.get('PYTEST_XDIST_WORKER', '')}".rstrip("/")

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("CONSENT_KEYS", "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("MAIL_FROM", "newsroom@example.org")
os.environ.setdefault("EMAIL_URL", "memorymail://")
for name, folder in (("MEDIA_ROOT", "media"), ("STATIC_ROOT", "static")):
    if os.environ.get(name, _RUN).startswith(_RUN):
        os.environ[name] = f"{TEST_FOLDER}/{folder}"
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("SERVE_MEDIA", "true")
os.environ.setdefault("WEBHOOKS_TO_THIS_MACHINE", "true")
# Nobody, but who a test names: `tests/doors` walks through the second factor for all the others.
os.environ.setdefault("SECOND_FACTOR_FOR", "nobody")
# A task runs where it is enqueued, unless a test asks for the `worker` fixture.
os.environ.setdefault("TASKS_AT_ONCE", "true")
# Commands that need no database, such as `makemigrations`, run on this one: nothing listens there.
os.environ.setdefault("DATABASE_URL", NOWHERE)

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

# Argon2 is slow on purpose; a test signs people in thousands of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests make hundreds of pictures and look at none.
PICTURE_EFFORT = {"AVIF": {"speed": 10}, "WEBP": {"method": 0}}

# Hashed file names need `collectstatic`; tests read the files where they lie.
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
WHITENOISE_USE_FINDERS = True
# Found when asked for: every test client would look at all of them first.
WHITENOISE_AUTOREFRESH = True
