"""Everything that one may ask: importing this registers each operation with the API."""

from newsroom.web.api import files, languages, news, pages, partners, previewing, redirects, search  # noqa: F401
from newsroom.web.api.core import api

__all__ = ["api"]
