"""The language of an answer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageMiddleware(LocaleMiddleware):
    """The address says the language of a public answer, and nothing else does: no cookie, no header.

    Django's own would turn a 404 of the API into a redirect to `/es/api/…`, and would make what a cache keeps depend
    on a cookie that we never set. The admin, where people choose their language, keeps Django's rule."""

    def process_request(self, request: HttpRequest) -> None:
        if self._is_admin(request):
            super().process_request(request)
            return
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(code)
        request.LANGUAGE_CODE = code  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if self._is_admin(request):
            return super().process_response(request, response)
        code = translation.get_language_from_path(request.path_info)
        if code:
            response.headers.setdefault("Content-Language", code)
        return response

    @staticmethod
    def _is_admin(request: HttpRequest) -> bool:
        return request.path_info.startswith(settings.ADMIN_PATH)
