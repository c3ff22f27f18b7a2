"""Outgoing mail: notifications to editors, reviewers and translators."""

from config.settings.env import env

_mail = env.email_url("EMAIL_URL")

# A message is a task of the transaction that gave cause for it; the worker delivers it, and tries again.
EMAIL_BACKEND = "newsroom.review.mail.QueuedMail"
MAIL_DELIVERY_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or None
# A mail server that hangs must not hold a request for longer than this many seconds.
EMAIL_TIMEOUT = 10

DEFAULT_FROM_EMAIL = SERVER_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env("MAIL_FROM")
