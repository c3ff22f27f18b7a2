"""Asking for translations: of a page, of everything below it, and reading a source again ("Sync translated pages").
Each makes drafts or refreshes strings; none of them changes what is public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import apply_machine_translation
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, SubmitTranslationForm
from wagtail_localize.views.update_translations import UpdateTranslationsView

from newsroom.translation import roles
from newsroom.translation.boundary import homes
from newsroom.translation.following import follow
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.sources import read_source, why_no_source
from newsroom.translation.submissions import why_locked
from newsroom.translation.tasks import follow_subtree


class RequestForm(SubmitTranslationForm):
    """The languages that this person may ask for."""

    def __init__(self, instance: Any, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(instance, *args, **kwargs)
        offered = self.fields["locales"].queryset
        own = [locale.pk for locale in offered if roles.may_ask_for(person, locale.language_code)]
        self.fields["locales"].queryset = offered.filter(pk__in=own)
        if len(own) < 2:
            self.fields["select_all"].widget = forms.HiddenInput()
        self.fields["locales"].error_messages["invalid_choice"] = _("Choose languages that are yours to translate.")
        self.fields["include_subtree"].help_text = _("Pages below that are public follow too, in the background.")


class RequestTranslationView(SubmitPageTranslationView):
    """ "Translate this page": makes drafts in the chosen languages."""

    template_name = "wagtail_localize/admin/submit_translation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.get_object()
        refusal = why_no_source(page)
        if refusal and request.user.has_perm("wagtail_localize.submit_translation"):
            messages.error(request, refusal)
            return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> forms.Form:
        if self.request.method == "POST":
            return RequestForm(self.object, self.request.user, self.request.POST)
        wanted = Locale.objects.filter(language_code=self.request.GET.get("select_locale", ""))
        own = [
            locale for locale in Locale.objects.all() if locale.language_code in roles.languages_of(self.request.user)
        ]
        return RequestForm(self.object, self.request.user, initial={"locales": list(wanted) or own})

    def form_valid(self, form: forms.Form) -> HttpResponse:
        person, locales = self.request.user, list(form.cleaned_data["locales"])
        try:
            with transaction.atomic():
                made = [follow(self.object, locale, person) for locale in locales]
                if form.cleaned_data["include_subtree"]:
                    codes = [locale.language_code for locale in locales]
                    follow_subtree.enqueue(self.object.pk, codes, person.pk)
        except TranslationRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        names = ", ".join(locale.get_display_name() for locale in locales)
        messages.success(
            self.request,
            _("“%(title)s” can now be translated into %(languages)s. It is public there after its own review.")
            % {"title": self.object.get_admin_display_title(), "languages": names},
        )
        return redirect(get_valid_next_url_from_request(self.request) or _way_on(person, made))


class SyncForm(forms.Form):
    """ "Sync translated pages", less "Publish immediately": only a review publishes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if get_machine_translator() is not None:
            self.fields["use_machine_translation"] = forms.BooleanField(
                label=gettext_lazy("Fill the new texts by machine, as drafts"), required=False
            )


class SyncView(UpdateTranslationsView):
    """Read the approved source again, so that translators see what changed. What is public stays as it is."""

    template_name = "wagtail_localize/admin/update_translations.html"
    title = gettext_lazy("Show translators what changed")

    def get_form(self) -> forms.Form:
        return SyncForm(self.request.POST) if self.request.method == "POST" else SyncForm()

    def get_default_success_url(self) -> str:
        page = self._source_page()
        if roles.may_enter(self.request.user, page.get_parent()):
            return reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        return reverse("wagtailadmin_home")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            source = read_source(self._source_page())
        except TranslationRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        if form.cleaned_data.get("use_machine_translation"):
            self._fill(source)
        messages.success(
            self.request,
            _("Translators now see what changed. What is public stays as it is until its next review."),
        )
        return redirect(self.get_success_url() or self.get_default_success_url())

    def _fill(self, source: Any) -> None:
        for translation in source.translations.filter(enabled=True).select_related("target_locale"):
            page = translation.get_target_instance()
            if roles.may_enter(self.request.user, page) and not why_locked(page):
                apply_machine_translation(translation.pk, self.request.user, get_machine_translator())

    def _source_page(self) -> Any:
        try:
            return self.object.get_source_instance()
        except ObjectDoesNotExist as error:
            raise Http404 from error


class ReportView(TranslationsReportView):
    """The report on translations, of the languages that are the person's own."""

    def get_queryset(self) -> Any:
        own = [home.locale_id for home in homes() if roles.may_enter(self.request.user, home)]
        return super().get_queryset().filter(target_locale__in=own).order_by("-created_at", "-pk")


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Never: an alias shows the source's words in another language, and nobody approved them there."""
    page = get_object_or_404(Page, pk=page_id)
    messages.error(
        request,
        _(
            "A translation is not turned back into a copy of its source. Ask an Administrator to stop the translation, "
            "or delete the draft."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _way_on(person: Any, made: list[Translation]) -> str:
    """To the one new draft, for somebody who may work on it; to the overview otherwise."""
    pages = [translation.get_target_instance() for translation in made]
    if len(pages) == 1 and pages[0].permissions_for_user(person).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[pages[0].pk])
    return reverse("wagtail_localize:translations_report")
