"""The administrator's page of languages: adding one opens its room, removing one retires it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail_localize.locales.views import DeleteView, EditView, LocaleViewSet

from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.rooms import retire, why_keep


class RetireView(DeleteView):
    """Removes the language with everything that was made for it, or says why not."""

    confirmation_message = _(
        "The language goes with its groups, its review workflow and its untouched drafts. "
        "Are you sure you want to remove it?"
    )

    @property
    def cannot_delete_message(self) -> str:
        return why_keep(self.get_object())

    def can_delete(self, locale: Locale) -> bool:
        return not why_keep(locale)

    def form_valid(self, form: Any) -> HttpResponse:
        locale = self.get_object()
        name = str(locale)
        try:
            retire(locale)
        except TranslationRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect("wagtaillocales:edit", locale.pk)
        messages.success(self.request, self.success_message_for(name))
        return redirect("wagtaillocales:index")

    @staticmethod
    def success_message_for(name: str) -> str:
        """One sentence: the language is gone, and with it its people's permissions."""
        return _("%(language)s was removed, with its groups and its workflow.") % {"language": name}


class RenameView(EditView):
    """A language is not turned into another one: what is here belongs to it."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        own = self.object.language_code
        field = form.fields["language_code"]
        field.choices = [choice for choice in field.choices if choice[0] == own]
        field.error_messages["invalid_choice"] = _("A language is not turned into another one: add the other one.")
        return form


class LanguageViewSet(LocaleViewSet):
    edit_view_class = RenameView
    delete_view_class = RetireView
