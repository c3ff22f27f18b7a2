"""The few signs in which the demo's long texts are written, as rich text the way Wagtail stores it.

A blank line ends a paragraph; lines that begin with "- " are a list; **bold**, *italic*, [words](page:name) for a
page of the demo, [words](https://…) for any other address.
"""

import re
from collections.abc import Callable
from html import escape

_BOLD, _ITALIC = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"\*(.+?)\*")
_LINK = re.compile(r"\[(.+?)\]\((page:)?(.+?)\)")


def rich_text(text: str, page_id: Callable[[str], int | None]) -> str:
    """Marked-up text as HTML; a link to a page for which `page_id` knows no number leaves its words alone."""

    def link(found: re.Match) -> str:
        words, is_page, target = found.groups()
        if not is_page:
            return f'<a href="{target}">{words}</a>'
        number = page_id(target)
        return f'<a linktype="page" id="{number}">{words}</a>' if number else words

    marked = _LINK.sub(link, escape(text.strip(), quote=False))
    marked = _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", marked))
    return "".join(_block(part.strip()) for part in re.split(r"\n\s*\n", marked))


def _block(part: str) -> str:
    lines = part.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    return f"<p>{' '.join(lines)}</p>"
