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


class RefusedFile(ValidationError):
    """A file that is not taken in; nothing of it is kept. `sentence` is for whoever brought it."""

    def __init__(self, sentence: Any, **values: Any) -> None:
        super().__init__(sentence, code="refused_file", params=values or None)

    @property
    def sentence(self) -> str:
        return str(self.messages[0])
