"""What a story, a picture or a video says about the people in it: that it shows nobody, or which consents it rests on.

It is plain data in the revision or the picture, consents by their numbers: {"who": "nobody"} or {"who": "consents",
"which": [3], "says": ["name"]}. Nothing at all means that nobody has said it yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsroom.consent.records import Consent
from newsroom.consent.words import listed

NOBODY, CONSENTS = "nobody", "consents"
WHO = [
    (NOBODY, _("It shows nobody and tells of nobody who could be recognised")),
    (CONSENTS, _("It rests on these consents:")),
]
# What a use of any kind may say besides, and needs a consent for.
SAYS = [(Consent.Covers.NAME, _("It says their real name")), (Consent.Covers.PLACE, _("It says where they live"))]
HELP = _("Whoever can be recognised has to have agreed. Without this word it cannot be submitted for review.")


@dataclass(frozen=True)
class Statement:
    """What was said: `nobody`, or the numbers of consents, and what is said of those people besides."""

    nobody: bool = False
    consents: tuple[int, ...] = ()
    says: frozenset[str] = frozenset()

    @property
    def is_said(self) -> bool:
        return self.nobody or bool(self.consents)

    @classmethod
    def of(cls, raw: Any) -> Statement:
        """The statement in a field's or a block's raw value, whoever wrote it: what is no statement says nothing."""
        if not isinstance(raw, dict):
            return cls()
        if raw.get("who") == NOBODY:
            return cls(nobody=True)
        if raw.get("who") != CONSENTS:
            return cls()
        return cls(consents=tuple(_numbers(raw.get("which"))), says=frozenset(map(str, _list(raw.get("says")))))


def _list(value: Any) -> list[Any]:
    """A list block's or a field's items as they are."""
    return value if isinstance(value, list) else []


def _numbers(value: Any) -> list[int]:
    found = []
    for item in _list(value):
        text = str(item)
        # Longer is nobody's number. What is no number names a consent that does not exist.
        found.append(int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0)
    return sorted(set(found))


def consent_choices() -> list[tuple[str, str]]:
    """The consents that a writer may name, those that are over last: they may be named already."""
    states = {"valid": "", "ends_soon": _("ends soon"), "ahead": _("not yet valid"), "ended": _("has ended")}
    states["revoked"] = _("was revoked")
    found = sorted(Consent.objects.all(), key=lambda consent: (consent.is_over, consent.pseudonym.casefold()))
    return [(str(consent.pk), _named(consent, states[consent.state])) for consent in found]


def _named(consent: Consent, state: Any) -> str:
    covers = listed(Consent.Covers(each).label for each in consent.covers if each in Consent.Covers.values)
    return " · ".join([f"{consent.pseudonym} ({consent.pk})", *([str(state)] if state else []), covers])


class StatementWidget(forms.MultiWidget):
    """Radio buttons, and the consents as boxes below them: no script."""

    def __init__(self, attrs: Any = None) -> None:
        widgets = (forms.RadioSelect(choices=WHO), forms.CheckboxSelectMultiple(), forms.CheckboxSelectMultiple())
        super().__init__(widgets, attrs)

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """In the admin's own classes for the parts, which line up each box with its words."""
        parts = super().render(*args, **kwargs)
        return format_html('<div class="w-field--radio_select w-field--checkbox_select_multiple">{}</div>', parts)

    def decompress(self, value: Any) -> list[Any]:
        value = value if isinstance(value, dict) else {}
        return [value.get("who"), [str(each) for each in _list(value.get("which"))], _list(value.get("says"))]


class StatementFormField(forms.MultiValueField):
    """Gives None where nothing was said."""

    widget = StatementWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.ChoiceField(choices=WHO, required=False),
            forms.MultipleChoiceField(choices=consent_choices, required=False),
            forms.MultipleChoiceField(choices=SAYS, required=False),
        )
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)
        parts: Any = self.widget.widgets
        for part, field in zip(parts, fields, strict=True):
            part.choices = field.choices
            part.is_required = False

    def compress(self, values: list[Any]) -> dict[str, Any] | None:
        who, which, says = [*values, None, None, None][:3]
        if who == NOBODY:
            if which or says:
                raise ValidationError(_("Either it shows nobody, or it rests on consents: choose one of the two."))
            return {"who": NOBODY}
        if which:
            return {"who": CONSENTS, "which": sorted(map(int, which)), "says": sorted(says or [])}
        if who == CONSENTS:
            raise ValidationError(_("Choose the consents that it rests on."))
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return Statement.of(initial) != Statement.of(dict(zip(("who", "which", "says"), data or (), strict=False)))


class StatementField(models.JSONField):
    """A field of a page or a picture that holds a statement, or null."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return StatementFormField(label=self.verbose_name, help_text=self.help_text, **_without_json(kwargs))


def _without_json(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kwargs.items() if name in ("initial", "disabled")}


class StatementBlock(blocks.StructBlock):
    """The same as a part of a block."""

    who = blocks.ChoiceBlock(label=_("Who is in it?"), choices=WHO, required=False, widget=forms.RadioSelect)
    which = blocks.MultipleChoiceBlock(
        label=_("The consents"), choices=consent_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    says = blocks.MultipleChoiceBlock(
        label=_("Besides"), choices=SAYS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Search would find videos by the words of these choices, and some day by a pseudonym. (Said here and not as an
        # argument, which would be a migration of every stream.)
        for part in self.child_blocks.values():
            part.search_index = False

    class Meta:
        label = _("People in it")
        help_text = HELP
        icon = "group"


def named_in(statements: Iterable[Statement]) -> set[int]:
    """The numbers of all consents that these name."""
    return {number for statement in statements for number in statement.consents}
