"""Why a file is not taken in: one sentence for whoever brought it, which says what to do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BROKEN = _("This file is broken or incomplete: open it, save it anew and upload that.")
EMPTY = _("This file is empty.")
UNKNOWN = _(
    "This kind of file is not taken: it is none of those that can be cleaned of what tells who made it. "
    "Save it as PDF, JPEG or PNG and upload that."
)
OTHER_KIND = _(
    "This file is called “.%(extension)s” but holds something else. Export it as what it is called and upload that."
)
NO_PICTURE = _("This is no picture that can be cleaned: export it as JPEG or PNG and upload that.")
TOO_BIG = _("This file has more than %(limit)s MB: make it smaller and upload that.")
TOO_MANY_PIXELS = _(
    "This picture is too large (at most %(limit)s million pixels, all frames together): make it smaller "
    "and upload that."
)
OLD_OFFICE = _(
    "This is a protected file, or one of an old Office program: save it without a password as .docx, .xlsx, .pptx or "
    "PDF and upload that."
)
PROTECTED = _("This file is locked with a password: save it without one and upload that.")
TOO_MANY_PAGES = _("This PDF has more than %(limit)s pages: split it and upload the parts.")
PDF_PICTURE = _(
    "This PDF holds a picture that cannot be cleaned: open it, print it to a new PDF (“Print”, “Save as PDF”) and "
    "upload that."
)
NO_TEXT = _("This is no plain text in UTF-8: open it in a text editor, save it as “UTF-8” and upload that.")
MARKUP = _("This text holds HTML, XML or a program: save it as plain text without them, or as PDF, and upload that.")
RTF_HOLDS = _("This file holds pictures, objects or tracked changes: export it as PDF and upload that.")
MACROS = _(
    "This file holds macros or scripts: save it without them (as .docx, .xlsx or .odt, or as PDF) and upload that."
)
COMMENTS = _(
    "This file holds comments or tracked changes, which say who wrote what: accept or reject all changes, delete all "
    "comments, save it and upload that."
)
LINKED = _(
    "This file loads something from elsewhere or links to a folder of a computer: remove that, or export it as PDF."
)
HOLDS = _(
    "This file holds “%(member)s”, which cannot be cleaned: remove it, or export the whole as PDF, and upload that."
)
ZIP_BOMB = _("This file unpacks to too much: make a smaller one and upload that.")
NESTED_ZIP = _("This zip holds another one, “%(member)s”: unpack that, or upload it by itself.")
IN_ZIP = _("“%(member)s” in this zip is refused: %(why)s")
VIRUS = _("The virus scanner found something in this file, so it is not taken: clean the machine it comes from first.")
NO_SCANNER = _(
    "The virus scanner does not answer, so no file is taken now: try again in a few minutes, or tell an Administrator."
)
CODEC = _("This video is coded in “%(codec)s”, which few browsers play: export it as MP4 with H.264 and upload that.")
NO_FFMPEG = _("Videos cannot be cleaned on this server (FFmpeg is missing), so none is taken: tell an Administrator.")


class RefusedFile(ValidationError):
    """A file that is not taken in; nothing of it is kept. `sentence` is for whoever brought it."""

    def __init__(self, sentence: Any, **values: Any) -> None:
        super().__init__(sentence, code="refused_file", params=values or None)

    @property
    def sentence(self) -> str:
        return str(self.messages[0])
