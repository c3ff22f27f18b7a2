"""The demo: production's behaviour on one machine, over plain HTTP, with its data in `.demo/`.

`make demo` generates the secrets and starts PostgreSQL; both reach this module as environment.
"""

import os

from config.settings.env import REPOSITORY, env

DEMO_FOLDER = REPOSITORY / ".demo"

env.read_env(DEMO_FOLDER / "environment")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("MAIL_FROM", "newsroom@example.org")
os.environ.setdefault("EMAIL_URL", f"filemail:///{DEMO_FOLDER / 'mail'}")
os.environ.setdefault("MEDIA_ROOT", str(DEMO_FOLDER / "media"))
os.environ.setdefault("STATIC_ROOT", str(DEMO_FOLDER / "static"))
os.environ.setdefault("SERVE_MEDIA", "true")
os.environ.setdefault("WEBHOOKS_TO_THIS_MACHINE", "true")
# One of the demo's people shows how signing in works; with all of them, it would be all that a visitor sees.
os.environ.setdefault("SECOND_FACTOR_FOR", "reviewer-zh")
os.environ.setdefault("LOG_LEVEL", "WARNING")

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
