"""Fields that page types share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from newsroom.authoring.references import raw_stream


def chosen_pages_field(target: str, label: Any) -> StreamField:
    """An ordered choice of pages of one type ("app.Model"), kept within the revision like every other word."""
    return StreamField(
        [("page", blocks.PageChooserBlock(target, label=label))], blank=True, verbose_name=label, collapsed=True
    )


def chosen_ids(value: Any) -> list[int]:
    """The page ids in a `chosen_pages_field`, in the editor's order."""
    return [child["value"] for child in raw_stream(value) if child["value"]]


class ChoiceListField(models.JSONField):
    """Several of a fixed set of choices, stored as a JSON list of their codes and edited as check boxes.
    The options are words for editors and no part of the database, so migrations do not hold them."""

    def __init__(self, *args: Any, options: Any = (), **kwargs: Any) -> None:
        self.options = list(options)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = {code for code, _label in self.options}
        if not isinstance(value, list) or any(code not in known for code in value):
            raise ValidationError(_("Choose from the list."))

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.options,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
