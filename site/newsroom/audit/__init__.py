"""Who did what, when, from which way in: Wagtail's log, made tamper-evident."""
