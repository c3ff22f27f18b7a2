"""The law machine in two languages: translated, synced, converted, uploaded, by anybody, in any order.

Strings that are saved, sources that are read again and whatever else translators and administrators do must not change
what the public sees in a language; only a review there does.
"""

from __future__ import annotations

import contextlib
from typing import Any

import polib
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.operations import translate_object

from stories.models import CampaignStoryPage
from tests import factories
from tests.attacks.law_machine import PAGES, PEOPLE, LawMachine, Remembered


class TranslationLawMachine(LawMachine):
    """See the module."""

    def is_reviewer(self, person: Any, page: Any) -> bool:
        if page.locale.language_code == "es":
            return person.is_superuser or person.groups.filter(name="Reviewers (es)").exists()
        return super().is_reviewer(person, page)

    def translations(self) -> list[Translation]:
        of_stories = Translation.objects.filter(target_locale__language_code="es", enabled=True)
        return [each for each in of_stories if each.get_target_instance().pk in self.memory]

    def notice(self, page: Any) -> None:
        """Look at the latest revision: what it says and who wrote it are facts, whoever brought it there."""
        revision = Page.objects.get(pk=page.pk).latest_revision
        known = self.memory.setdefault(page.pk, Remembered())
        go_live_at = revision.content["go_live_at"]
        known.latest, known.latest_author = revision.content["title"], revision.user_id
        known.latest_is_scheduled = bool(go_live_at) and parse_datetime(go_live_at) > timezone.now()

    def notice_all(self) -> None:
        for page in CampaignStoryPage.objects.filter(locale__language_code="es", alias_of__isnull=True):
            self.notice(page)

    # What is hidden while it is outdated

    def look_at_the_desks(self) -> None:
        """Note what each latest revision says of itself, and when it was written and public: in steps."""
        if not hasattr(self, "says"):
            self.step, self.says, self.written, self.latest, self.public_since = 0, {}, {}, {}, {}
        self.step += 1
        for page in Page.objects.filter(pk__in=self.memory).select_related("latest_revision"):
            content = page.latest_revision.content
            self.says[page.pk, content["title"]] = content.get("hide_when_outdated", False)
            if self.latest.get(page.pk) != page.latest_revision_id:
                self.written[page.pk, content["title"]] = self.step
            self.latest[page.pk] = page.latest_revision_id
            public = self.memory[page.pk].public
            if self.public_since.get(page.pk, (None,))[0] != public:
                self.public_since[page.pk] = (public, self.step)

    def is_hidden(self, pk: int, known: Remembered) -> str:
        page = Page.objects.get(pk=pk)
        source = Page.objects.filter(translation_key=page.translation_key, locale__language_code="en").get()
        if source.pk == pk:
            return "no"
        today = self.memory[source.pk].public
        if today is None:
            ever = any(self.says.get((source.pk, title)) for title in self.memory[source.pk].history)
            return "yes" if ever or self.says[pk, known.public] else "no"
        if not self.says[source.pk, today]:
            return "no"
        # What was written before the source said this cannot follow it; what was written since may.
        return "yes" if self.written[pk, known.public] < self.public_since[source.pk][1] else "maybe"

    @rule(person=PEOPLE, page=PAGES, critical=st.booleans())
    def write_as_safety_critical(self, person, page, critical):
        page, known = self.pick(page)
        token = next(self.tokens)
        factories.edit(page, self.who(person), title=token, hide_when_outdated=critical)
        self.wrote(known, token, self.who(person))

    @rule(page=PAGES, critical=st.booleans())
    def publish_as_safety_critical(self, page, critical):
        """One step of the whole way, because a random one seldom comes to its end."""
        page, known = self.pick(page)
        if known.under_review or known.rejected or self.is_taken_down(page) or page.locale.language_code != "en":
            return
        token, writer = next(self.tokens), factories.writer()
        factories.edit(page, writer, title=token, hide_when_outdated=critical, go_live_at=None)
        self.wrote(known, token, writer)
        factories.submit(page, writer)
        factories.decide(page, "approve", factories.editor())
        known.under_review, known.submitters = False, {writer.pk}
        self._goes_live(known)

    @rule(person=PEOPLE, page=PAGES)
    def ask_for_a_translation(self, person, page):
        page, _known = self.pick(page)
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        spanish = Locale.objects.get(language_code="es")
        self.client_of(self.who(person)).post(address, {"locales": [spanish.pk]})
        self.notice_all()

    @rule(person=PEOPLE, which=PAGES)
    def translate_the_title(self, person, which):
        for translation in self.translations()[which % 3 :][:1]:
            segment = self.title_of(translation)
            address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            client = self.client_of(self.who(person))
            client.put(address, f"value={next(self.tokens)}", content_type="application/x-www-form-urlencoded")

    def title_of(self, translation: Translation) -> StringSegment:
        return StringSegment.objects.get(source=translation.source, context__path="title")

    @rule(person=PEOPLE, which=PAGES)
    def upload_a_po_file(self, person, which):
        for translation in self.translations()[which % 3 :][:1]:
            catalogue = translation.export_po()
            for entry in catalogue:
                entry.msgstr = next(self.tokens) if entry.msgctxt == "title" else entry.msgid
            file = SimpleUploadedFile("es.po", str(polib.POFile.__unicode__(catalogue)).encode())
            address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
            self.client_of(self.who(person)).post(address, {"file": file})

    @rule(person=PEOPLE, which=PAGES)
    def hand_in_the_strings(self, person, which):
        for translation in self.translations()[which % 3 :][:1]:
            page = translation.get_target_instance()
            before = Page.objects.get(pk=page.pk).latest_revision_id
            factories.translate_strings(translation, self.who(person))
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            self.client_of(self.who(person)).post(address, {"action": "submit"})
            self.notice(page)
            if Page.objects.get(pk=page.pk).latest_revision_id != before:
                known = self.memory[page.pk]
                if not known.rejected:
                    known.submitters = set()
                known.submitters.add(self.who(person).pk)
                known.under_review, known.rejected = True, False

    @rule(person=PEOPLE, page=PAGES, publish=st.booleans(), way=st.integers(0, 4))
    def attack_the_translation(self, person, page, publish, way):
        page, _known = self.pick(page)
        spanish = Locale.objects.get(language_code="es")
        client = self.client_of(self.who(person))
        translation = Translation.objects.filter(source__object_id=page.translation_key).first()
        if translation is None:
            return
        edit = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
        sync = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        convert = reverse("wagtail_localize:convert_to_alias", args=[translation.get_target_instance().pk])
        tries = [
            lambda: translation.save_target(user=self.who(person), publish=publish),
            lambda: translate_object(page, [spanish], user=self.who(person)),
            lambda: client.post(sync, {"publish_translations": "on"}),
            lambda: client.post(convert),
            lambda: client.post(edit, {"action": "publish" if publish else "save-draft"}),
        ]
        with contextlib.suppress(PermissionDenied, ValidationError), transaction.atomic():
            tries[way]()
        self.notice_all()
