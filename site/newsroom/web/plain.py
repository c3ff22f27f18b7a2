"""Answers that need nothing to work: no database, no catalogue, no template that a page is made with.

The reader's own language stands first and the others below it, because when everything is broken a guess at the
language may be wrong too. Machines that asked the API get a problem (RFC 9457) instead.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.cache import patch_vary_headers

from newsroom.authoring.storage import StoreIsDown
from newsroom.translation.languages import LANGUAGES, Language, get_language, is_known
from newsroom.web.api.problems import Refusal, respond
from newsroom.web.negotiation import preferred_language

RETRY_AFTER = 300  # seconds
_API = "/api/"
# SQLSTATE: the connection broke (08), too many of them (53), the server stops, starts or recovers (57P).
_CANNOT_CONNECT = ("08", "53", "57P")


class Words(NamedTuple):
    what: str
    then: str


BROKEN = {
    "en": Words("Something went wrong on our side.", "Please try again in a few minutes."),
    "es": Words("Algo falló en nuestro lado.", "Vuelve a intentarlo en unos minutos."),
    "ar": Words("حدث خطأ من جهتنا.", "يُرجى المحاولة مرة أخرى بعد بضع دقائق."),
    "zh-hans": Words("我们这边出了问题。", "请过几分钟再试。"),
    "vi": Words("Đã có lỗi từ phía chúng tôi.", "Vui lòng thử lại sau vài phút."),
    "ht": Words("Gen yon bagay ki mal pase sou bò pa nou.", "Tanpri eseye ankò nan kèk minit."),
}
CLOSED = {
    "en": Words("This site is closed for a short while.", "We are working on it. Please come back in a few minutes."),
    "es": Words("Este sitio está cerrado por un momento.", "Estamos trabajando en él. Vuelve en unos minutos."),
    "ar": Words("هذا الموقع مغلق لفترة قصيرة.", "نعمل عليه الآن. يُرجى العودة بعد بضع دقائق."),
    "zh-hans": Words("本网站暂时关闭。", "我们正在维护，请过几分钟再来。"),
    "vi": Words("Trang web này tạm đóng trong chốc lát.", "Chúng tôi đang sửa chữa. Vui lòng quay lại sau vài phút."),
    "ht": Words("Sit sa a fèmen pou yon ti moman.", "N ap travay sou li. Tanpri tounen nan kèk minit."),
}


def broken(request: HttpRequest) -> HttpResponse:
    """500: the same words whatever broke."""
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN)


def closed(request: HttpRequest) -> HttpResponse:
    """503, and when to ask again: in maintenance, and while the database cannot be reached."""
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, CLOSED)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def is_unreachable(error: BaseException | None) -> bool:
    """Whether this error says that the database, or the store of files, cannot be reached, rather than that it refused
    what it was asked."""
    if isinstance(error, StoreIsDown):
        return True
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(_CANNOT_CONNECT)


def _answer(request: HttpRequest, status: HTTPStatus, words: dict[str, Words]) -> HttpResponse:
    if request.path_info.startswith(_API):
        response = respond(Refusal(status, " ".join(words["en"])))
        response["Access-Control-Allow-Origin"] = "*"
    else:
        said, first = _in_order(request), _readers_language(request)
        context = {"first": first, "said": [(language, words[language.code]) for language in said]}
        response = HttpResponse(loader.get_template("errors/plain.html").render(context), status=status)
        response["Content-Language"] = first.code
        patch_vary_headers(response, ["Accept-Language"])
    # What is said now is true for now.
    response["Cache-Control"] = "no-store"
    return response


def _in_order(request: HttpRequest) -> list[Language]:
    """Every language, the reader's first."""
    first = _readers_language(request)
    return [first, *(language for language in LANGUAGES if language != first)]


def _readers_language(request: HttpRequest) -> Language:
    """The one that the address names, else the one that the browser asks for."""
    code = translation.get_language_from_path(request.path_info)
    if code is None or not is_known(code):
        code = preferred_language(request, [language.code for language in LANGUAGES])
    return get_language(code or LANGUAGES[0].code)
