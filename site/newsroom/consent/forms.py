"""The forms of Consent keepers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from newsroom.consent.records import ALL_LANGUAGES, Consent

LARGEST_DOCUMENT = 10 * 1024 * 1024


def language_choices() -> list[tuple[str, Any]]:
    """All languages at once, or each of the site's."""
    return [(ALL_LANGUAGES, _("Every language, also those to come")), *settings.LANGUAGES]


def _several(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


class DocumentForm(forms.Form):
    document = forms.FileField(
        label=_("A document that shows it"),
        required=False,
        help_text=_("A signed form, a recording. It is sealed, and only Consent keepers can open it. 10 MB at most."),
    )

    def clean_document(self) -> UploadedFile | None:
        document = self.cleaned_data["document"]
        if document and document.size > LARGEST_DOCUMENT:
            raise ValidationError(_("This file is larger than 10 MB. Upload a smaller copy."))
        return document


class ConsentForm(DocumentForm, forms.ModelForm):
    """A new consent. Name and contact are optional; a pseudonym is enough."""

    covers = _several(_("What they agreed to"), Consent.Covers.choices)
    languages = _several(_("In which languages"), language_choices)
    uses = _several(_("Where"), Consent.Use.choices)
    legal_name = forms.CharField(
        label=_("Legal name"),
        required=False,
        max_length=300,
        help_text=_("Only if you will need it. It is sealed, and each time somebody reads it is written down."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("How to reach them"),
        required=False,
        max_length=300,
        help_text=_("Sealed as well."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = (
        *("pseudonym", "covers", "languages", "uses", "valid_from", "valid_until"),
        *("how_given", "document", "legal_name", "contact"),
    )

    class Meta:
        model = Consent
        fields = ("pseudonym", "covers", "languages", "uses", "how_given", "valid_from", "valid_until")
        widgets = {
            "how_given": forms.Textarea({"rows": 3}),
            "valid_from": AdminDateTimeInput,
            "valid_until": AdminDateTimeInput,
        }


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it revoked?"),
        help_text=_("“They asked us to” is enough. Only Consent keepers read this. Name nobody."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write down why it is revoked: “they asked us to” is enough.")},
    )


class EndForm(forms.Form):
    valid_until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("As they agreed when you asked them again. Empty: until it is revoked."),
        widget=AdminDateTimeInput,
    )
