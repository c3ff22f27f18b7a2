"""What a process loads late, loaded before anybody waits for it."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from newsroom.web.published_documents.checking import environ_of

logger = logging.getLogger(__name__)


def warm_up(application: Any) -> None:
    """Ask for a home page and for a search, as a reader would. Django loads views, templates and languages when they
    are first asked for, which takes up to half a second, and a search learns its headers from Django. No failure keeps
    a server from starting: who asks next is told what is wrong."""
    scheme, language = urlsplit(settings.WAGTAILADMIN_BASE_URL).scheme or "http", settings.LANGUAGE_CODE
    for path, query in ((f"/{language}/", ""), ("/api/v1/search/", f"locale={language}&q=north+star")):
        try:
            answer = application(environ_of(scheme, path, query), lambda *started: None)
            b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
        except Exception as error:
            logger.warning("a process cannot be warmed up: %s", type(error).__name__)
            break
