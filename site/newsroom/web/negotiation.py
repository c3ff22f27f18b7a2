"""Which language to answer in where the address does not say."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header


def preferred_language(request: HttpRequest, offered: list[str]) -> str | None:
    """The best for this reader of the languages on offer (codes, in the site's order): None only if there is none.

    "es-MX" is served by "es", "zh-CN" by "zh-hans". No cookie has a say: once chosen, the address carries the
    language. Whoever calls this answers with `Vary: Accept-Language`."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    for tag, quality in wanted:
        for code in offered:
            if quality > 0 and _can_read(tag, code):
                return code
    refused = {tag for tag, quality in wanted if quality == 0}
    return next((code for code in offered if code not in refused), offered[0] if offered else None)


def _can_read(tag: str, code: str) -> bool:
    """Whether a reader of `tag` can read `code`: the same, or a variety of the language in the same script."""
    if tag == code:
        return True
    if code == "zh-hans":
        return tag in {"zh", "zh-cn", "zh-sg", "zh-my"} or tag.startswith("zh-hans-")
    return tag.startswith(f"{code}-")
