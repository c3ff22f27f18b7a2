"""Wiring: settings, urls and the WSGI entry. Nothing imports this package; the processes name it."""
