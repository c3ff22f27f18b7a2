"""A machine that does anything to pages, by anybody, in any order, and knows what the public may see.

Its memory is its own: which words were written by whom, what is under review, what was approved. It never asks the
law's tables. After each step it looks from outside, as a reader: the public JSON and HTML must say exactly what the
machine remembers as approved. Operations go in by every door it knows: the model, the admin over HTTP, commands.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from newsroom.consent import take_down as consent
from newsroom.consent.models import TakeDown
from newsroom.review import approvals, roles
from stories.models import CampaignStoryPage
from tests import factories

PEOPLE = st.integers(0, 8)
PAGES = st.integers(0, 50)
LATER = datetime.timedelta(days=1)


@dataclass
class Remembered:
    """What the machine knows of one page. Words are the tokens that it writes into titles."""

    latest: str = ""
    latest_author: int | None = None
    latest_is_scheduled: bool = False
    under_review: bool = False
    rejected: bool = False
    submitters: set[int] = field(default_factory=set)
    public: str | None = None
    scheduled: str | None = None
    history: list[str] = field(default_factory=list)


def story_form(page: Any, title: str) -> dict[str, Any]:
    """The editor's form of a campaign story, filled in without JavaScript."""
    empty = {name: streamfield([]) for name in ("won", "body", "videos", "toolkit", "partners")}
    years = {"start_year": page.start_year, "end_year": page.end_year or "", "status": page.status}
    words = {"title": title, "slug": page.slug, "summary": "", "place": page.place, "region": "", "people": ""}
    said = page.get_latest_revision_as_object().consents
    people = {"consents_0": said["who"], "consents_1": said.get("which", []), "consents_2": said.get("says", [])}
    return {**nested_form_data({**words, **years, **empty, "comments": inline_formset([])}), **people}


class LawMachine(RuleBasedStateMachine):
    """See the module."""

    @initialize()
    def open_the_newsroom(self) -> None:
        # One transaction for each run of the machine: the next begins where this one began.
        self.run = transaction.atomic()
        self.run.__enter__()
        self.tokens = (f"token{number}x" for number in itertools.count(1))
        self.memory: dict[int, Remembered] = {}
        self.people = [
            factories.writer(),
            factories.editor(),
            factories.person(roles.EDITORS, username="emil-the-editor"),
            factories.duty_editor(),
            factories.administrator(),
            factories.superuser(),
            factories.person(roles.WRITERS, roles.EDITORS, username="both-writer-and-editor"),
        ]
        self.people += self.translators()
        self.clients = {}
        factories.story_index()
        for _ in range(2):
            page = factories.campaign_story(state="draft", title=next(self.tokens))
            self.memory[page.pk] = Remembered(latest=page.title, latest_author=factories.writer().pk)

    def translators(self) -> list[Any]:
        """Two people of another language, who may do nothing in this one."""
        factories.language("es")
        return [factories.translator("es"), factories.reviewer("es")]

    def teardown(self) -> None:
        if hasattr(self, "run"):
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    # Small helps

    def pick(self, page: int) -> tuple[Any, Remembered]:
        pk = list(self.memory)[page % len(self.memory)]
        return CampaignStoryPage.objects.get(pk=pk), self.memory[pk]

    def who(self, person: int) -> Any:
        return self.people[person]

    def client_of(self, person: Any) -> Client:
        if person.pk not in self.clients:
            self.clients[person.pk] = Client()
            self.clients[person.pk].force_login(person)
        return self.clients[person.pk]

    def is_reviewer(self, person: Any, page: Any) -> bool:
        return person.is_superuser or "editor" in person.username.split("-")

    def is_taken_down(self, page: Any) -> bool:
        return TakeDown.objects.in_force().of(page).exists()

    def may_be_approved(self, page: Any, known: Remembered) -> bool:
        """Whether anybody may: whoever they are, and whatever they say."""
        return not self.is_taken_down(page)

    def in_every_language(self, page: Any) -> list[Remembered]:
        same = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
        return [self.memory[pk] for pk in same if pk in self.memory]

    def wrote(self, known: Remembered, token: str, person: Any, *, scheduled: bool = False) -> None:
        known.latest, known.latest_author, known.latest_is_scheduled = token, person.pk, scheduled

    # The ways of a page

    @rule(person=PEOPLE, page=PAGES, scheduled=st.booleans())
    def edit(self, person, page, scheduled):
        page, known = self.pick(page)
        token = next(self.tokens)
        go_live_at = timezone.now() + LATER if scheduled else None
        factories.edit(page, self.who(person), title=token, go_live_at=go_live_at)
        self.wrote(known, token, self.who(person), scheduled=scheduled)

    @rule(person=PEOPLE, page=PAGES)
    def autosave_over_the_latest_revision(self, person, page):
        page, known = self.pick(page)
        draft = page.get_latest_revision_as_object()
        draft.title = next(self.tokens)
        try:
            with transaction.atomic():
                draft.save_revision(user=self.who(person), overwrite_revision=page.latest_revision, clean=False)
        except PermissionDenied:
            return
        self.wrote(known, draft.title, self.who(person), scheduled=known.latest_is_scheduled)

    @rule(person=PEOPLE, page=PAGES)
    def submit(self, person, page):
        page, known = self.pick(page)
        if known.under_review or (known.rejected and not page.current_workflow_state):
            return
        try:
            with transaction.atomic():
                factories.submit(page, self.who(person))
        except PermissionDenied:
            assert not self.may_be_approved(page, known)
            return
        assert self.may_be_approved(page, known)
        if not known.rejected:
            known.submitters = set()
        known.submitters.add(self.who(person).pk)
        known.under_review, known.rejected = True, False

    @rule(person=PEOPLE, page=PAGES, over_http=st.booleans())
    def approve(self, person, page, over_http):
        page, known = self.pick(page)
        if not known.under_review:
            return
        who = self.who(person)
        allowed = self.is_reviewer(who, page) and who.pk not in {known.latest_author, *known.submitters}
        allowed = allowed and self.may_be_approved(page, known)
        approved = self._approve_over_http(page, who) if over_http else self._approve_at_the_model(page, who)
        assert approved == allowed, f"{who} approved: {approved}, may: {allowed}"
        if approved:
            known.under_review = False
            self._goes_live(known)

    def _approve_at_the_model(self, page, who) -> bool:
        try:
            with transaction.atomic():
                factories.decide(page, "approve", who)
        except PermissionDenied:
            return False
        return True

    def _approve_over_http(self, page, who) -> bool:
        task_state = page.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
        self.client_of(who).post(address, {"comment": ""})
        task_state.refresh_from_db()
        return task_state.status == task_state.STATUS_APPROVED

    def _goes_live(self, known: Remembered) -> None:
        if known.latest_is_scheduled:
            known.scheduled = known.latest
        else:
            known.public, known.scheduled = known.latest, None
        known.history.append(known.latest)

    @rule(person=PEOPLE, page=PAGES, reason=st.sampled_from(["", "   ", "Name the source."]))
    def reject(self, person, page, reason):
        page, known = self.pick(page)
        if not known.under_review:
            return
        allowed = self.is_reviewer(self.who(person), page) and bool(reason.strip())
        try:
            with transaction.atomic():
                factories.decide(page, "reject", self.who(person), comment=reason)
        except PermissionDenied:
            assert not allowed
            return
        assert allowed
        known.under_review, known.rejected = False, True

    @rule(command=st.sampled_from(["publish_scheduled", "publish_due"]))
    def the_hour_comes(self, command):
        with time_machine.travel(timezone.now() + 2 * LATER, tick=False):
            call_command(command, verbosity=0)
        for known in self.memory.values():
            if known.scheduled:
                known.public, known.scheduled = known.scheduled, None
                known.under_review = known.rejected = False

    @rule(person=PEOPLE, page=PAGES, reason=st.sampled_from(["", "Somebody was arrested: people must know today."]))
    def publish_in_emergency(self, person, page, reason):
        page, known = self.pick(page)
        who = self.who(person)
        allowed = bool(reason) and who.username in ("ada-the-administrator", "root")
        allowed = allowed and self.may_be_approved(page, known)
        try:
            with transaction.atomic():
                approvals.publish_in_emergency(page, who, reason)
        except PermissionDenied:
            assert not allowed
            return
        assert allowed
        if not (known.latest_is_scheduled and known.public):
            known.under_review = known.rejected = False
        self._goes_live(known)

    @rule(person=PEOPLE, page=PAGES)
    def unpublish(self, person, page):
        page, known = self.pick(page)
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        self.client_of(self.who(person)).post(address)
        if self.who(person).username in ("dana-on-duty", "ada-the-administrator", "root") and known.public:
            known.public = known.scheduled = None

    @rule(person=PEOPLE, page=PAGES)
    def take_down(self, person, page):
        page, _known = self.pick(page)
        who = self.who(person)
        try:
            with transaction.atomic():
                consent.take_down(page, who, "A name has to go.")
        except PermissionDenied:
            assert who.username not in ("dana-on-duty", "root")
            return
        assert who.username in ("dana-on-duty", "root")
        for known in self.in_every_language(page):
            known.public = known.scheduled = None
            known.under_review = known.rejected = False

    @rule(person=PEOPLE, page=PAGES)
    def lift_the_take_down(self, person, page):
        page, _known = self.pick(page)
        record = TakeDown.objects.in_force().of(page).first()
        if record:
            with contextlib.suppress(PermissionDenied), transaction.atomic():
                consent.restore(record, self.who(person))

    # The ways round the law: none of them may change what the public sees

    @rule(person=PEOPLE, page=PAGES, way=st.integers(0, 5), age=st.integers(0, 50))
    def attack_the_model(self, person, page, way, age):
        page, known = self.pick(page)
        who = self.who(person)
        revisions = list(Revision.page_revisions.for_instance(page).order_by("-pk"))
        revision = revisions[age % len(revisions)]
        tries = [
            lambda: revision.publish(user=who, skip_permission_checks=True),
            lambda: PublishPageRevisionAction(revision, user=None).execute(skip_permission_checks=True),
            lambda: self._save_as_live(page),
            lambda: Page.objects.filter(pk=page.pk).update(title="stolen"),
            lambda: self._copy(page, who),
            lambda: page.create_alias(parent=page.get_parent(), update_slug=next(self.tokens), user=who),
        ]
        if way < 2 and revision.content["title"] in known.history:
            return  # Publishing an approved version again is no attack.
        with contextlib.suppress(PermissionDenied, ValidationError), transaction.atomic():
            tries[way]()

    def _save_as_live(self, page):
        page.title, page.live = "stolen", True
        page.save()

    def _copy(self, page, who):
        made = page.copy(to=page.get_parent(), update_attrs={"slug": next(self.tokens)}, keep_live=True, user=who)
        assert not made.live

    @rule(person=PEOPLE, page=PAGES)
    def publish_in_bulk(self, person, page):
        page, known = self.pick(page)
        if known.latest in known.history:
            return  # What was approved may be published again; nothing else may.
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        self.client_of(self.who(person)).post(f"{address}?id={page.pk}", {"include_descendants": "on"})

    @rule(person=PEOPLE, page=PAGES)
    def publish_by_the_editor_form(self, person, page):
        page, known = self.pick(page)
        before, token = page.latest_revision_id, next(self.tokens)
        self.client_of(self.who(person)).post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {**story_form(page, token), "action-publish": "1"}
        )
        if Page.objects.get(pk=page.pk).latest_revision_id != before:  # Saved as a draft, as everybody may.
            self.wrote(known, token, self.who(person))

    @rule(person=PEOPLE, page=PAGES)
    def move_within_its_section(self, person, page):
        page, _known = self.pick(page)
        address = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
        self.client_of(self.who(person)).post(f"{address}?position=0")

    # What a reader sees

    def look_at_the_desks(self) -> None:
        """Look at what lies there before readers are asked."""

    def is_hidden(self, pk: int, known: Remembered) -> str:
        """Whether readers do not get what is public: "yes", "no" or "maybe"."""
        return "no"

    @invariant()
    def the_public_sees_exactly_what_was_approved(self):
        if not hasattr(self, "memory"):
            return
        reader = Client()
        answer = reader.get("/api/v1/pages/?type=campaign_story&limit=100").json()
        seen = {item["id"]: item for item in answer["items"]}
        self.look_at_the_desks()
        hidden = {pk: self.is_hidden(pk, known) for pk, known in self.memory.items() if known.public}
        expected = {
            pk: known.public
            for pk, known in self.memory.items()
            if known.public and (hidden[pk] == "no" or (hidden[pk] == "maybe" and pk in seen))
        }
        assert {pk: item["title"] for pk, item in seen.items()} == expected
        for pk, item in seen.items():
            html = reader.get(item["url"]).content.decode()
            assert f"<h1>{expected[pk]}</h1>" in html.replace("\n", "") or expected[pk] in html
        for pk in self.memory:
            if pk not in expected:
                row = Page.objects.select_related("locale").get(pk=pk)
                address = f"/{row.locale.language_code}/stories/{row.slug}/"
                assert reader.get(address).status_code in (404, 410)
