"""The forms of pictures and documents. They send a file through the gate before anything else looks at it, and store it
as the last step of their checks, while they can still say in a sentence, beside everything that was filled in, that
the store does not answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from newsroom.authoring import taking_in
from newsroom.authoring.cleaning.gate import let_in
from newsroom.authoring.cleaning.refusals import RefusedFile


class StoresFirst:
    """See the module. Wagtail's own form follows in the order of inheritance."""

    instance: Any
    errors: Any
    fields: dict[str, Any]
    only_pictures = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            # Wagtail's own field decodes what it gets, and does not expect the worst.
            field.to_python = partial(self._let_in, field.to_python)

    def _let_in(self, check: Callable[[Any], Any], data: Any) -> Any:
        return check(let_in(data, data.name, only_pictures=self.only_pictures) if data else data)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors or not taking_in.is_new(self.instance):
            return
        file = self.instance.file
        try:
            file.save(file.name, file.file, save=False)
        except RefusedFile as refused:
            self.add_error("file", refused.sentence)  # type: ignore[attr-defined]
            self.instance.file = self.original_file  # type: ignore[attr-defined]
        else:
            self.instance.stored_before_row = self.instance.file.name

    def save(self, commit: bool = True) -> Any:
        with taking_in.all_or_nothing(self.instance):
            stored = self.instance.stored_before_row
            saved = super().save(commit=commit)  # type: ignore[misc]
        # The view saves the row itself, a moment later.
        self.instance.stored_before_row = "" if commit else stored
        return saved


class ImageForm(StoresFirst, BaseImageForm):
    only_pictures = True


class DocumentForm(StoresFirst, BaseDocumentForm):
    pass
