"""Step one: a list is pasted, or chosen as a file."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.partner_import.decode import MAX_BYTES, UnreadableListError, decode, too_big


class ListForm(forms.Form):
    """A list as text or as a file, not both. `cleaned_data["source"]` is its text. The token is new with each form
    that is shown, so that the same form sent twice starts one import."""

    text = forms.CharField(
        label=_("Paste the list"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "dir": "auto"}),
        help_text=_(
            "Semicolons, new lines, bullets and numbers separate names. A table needs a first line that names its "
            "columns: name, and any of kind, places, issues, languages, website."
        ),
    )
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        help_text=_("Plain text or CSV, at most 1 MB and 1,000 rows."),
        widget=forms.FileInput({"accept": ".txt,.csv,.tsv,text/plain,text/csv"}),
    )
    commas = forms.BooleanField(
        label=_("Commas separate names too"),
        required=False,
        help_text=_("For a list such as “Night Watch, Door and Key, River Aid”."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            if file.size > MAX_BYTES:
                raise too_big()
            self.cleaned_data["source"] = decode(file.read())
        except UnreadableListError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text, file = values.get("text", ""), values.get("file")
        if text.strip() and file:
            self.add_error("file", _("Paste a list or choose a file, not both."))
        elif not text.strip() and not file and not self.errors:
            self.add_error("text", _("Paste a list, or choose a file."))
        values.setdefault("source", text)
        values["source_name"] = file.name if file else ""
        return values

    def refuse(self, problem: UnreadableListError) -> None:
        """Show why the list cannot be read, and the list itself, also when it came as a file."""
        source = self.cleaned_data.get("source", "")
        self.add_error(None, str(problem))
        self.data = self.data.copy()
        self.data["text"] = source
