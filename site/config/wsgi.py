"""The WSGI entry that a server names: `config.wsgi:application`, with `site/` on the path."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django = get_wsgi_application()

# After Django is set up, which this one's modules need.
from django.db import connections  # noqa: E402

from newsroom.web.published_documents.application import PublishedDocuments  # noqa: E402
from newsroom.web.published_documents.warming import warm_up  # noqa: E402

application = PublishedDocuments(django)

warm_up(application)
# Requests have threads, and connections, of their own.
application.store.close()
connections.close_all()

# What is loaded now stays to the end. A collection of garbage need not go through it while somebody waits.
gc.collect()
gc.freeze()
