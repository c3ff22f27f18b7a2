"""Attacks through the partner importer -> what must happen."""

import json
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from newsroom.authoring.visible import visible_pages
from newsroom.review import roles
from newsroom.review.models import Approval
from stories.models import PartnerImport, PartnerIndexPage, PartnerPage
from stories.partner_import import batch, steps
from tests import factories

LIST = "Night Watch; Riverton Network; River School"


def browser(person, **kwargs):
    client = Client(**kwargs)
    client.force_login(person)
    return client


def waiting(text=LIST):
    return steps.start_import(factories.partner_index(), factories.writer(), text)


def created(text=LIST):
    return steps.create_partners(waiting(text).pk, factories.writer())


def addresses(partner_import):
    return [
        reverse("partner_import:overview"),
        reverse("partner_import:start", args=[partner_import.index_id]),
        reverse("partner_import:show", args=[partner_import.pk]),
    ]


def public_partners():
    return set(visible_pages().filter(content_type__model="partnerpage").values_list("title", flat=True))


ACTIONS = ["save", "create", "set_aside", "bring_back", "leave_out_open", "approve"]


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_sign_in_page():
    partner_import = waiting()
    for url in addresses(partner_import):
        for answer in (Client().get(url), Client().post(url, {"action": "create", "text": LIST})):
            assert answer.status_code == 302
            assert answer.url.startswith("/admin/login/")
    assert PartnerPage.objects.count() == 0
    assert PartnerImport.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", [factories.translator, factories.reviewer, factories.duty_editor])
def test_who_may_not_add_partners_reaches_no_screen_and_changes_nothing(role):
    partner_import = waiting()
    person = role()
    client = browser(person)
    for url in addresses(partner_import):
        for answer in (client.get(url), *(client.post(url, {"action": action, "text": LIST}) for action in ACTIONS)):
            assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
            assert client.get(url, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    partner_import.refresh_from_db()
    assert partner_import.state == "waiting"
    assert (PartnerImport.objects.count(), PartnerPage.objects.count()) == (1, 0)
    with pytest.raises(PermissionDenied):
        steps.create_partners(partner_import.pk, person)


@pytest.mark.usefixtures("spanish")
@pytest.mark.django_db
def test_a_partner_index_of_another_language_takes_no_import_not_even_from_an_administrator():
    factories.partner_index()
    factories.language("es")
    other = PartnerIndexPage.objects.get(locale__language_code="es")
    for person in (factories.translator(), factories.administrator(), factories.superuser()):
        client = browser(person)
        url = reverse("partner_import:start", args=[other.pk])
        assert client.post(url, {"text": LIST, "token": str(uuid.uuid4())}).url == reverse("wagtailadmin_home")
        with pytest.raises(PermissionDenied):
            steps.start_import(other, person, LIST)
    assert not PartnerImport.objects.exists()


@pytest.mark.django_db
def test_a_form_without_its_token_against_forgery_does_nothing():
    partner_import = waiting()
    client = browser(factories.writer(), enforce_csrf_checks=True)
    for url in addresses(partner_import)[1:]:
        assert client.post(url, {"action": "create", "text": LIST}).status_code == 403
    assert PartnerPage.objects.count() == 0


@pytest.mark.django_db
def test_looking_at_an_import_changes_nothing():
    partner_import = waiting()
    url = reverse("partner_import:show", args=[partner_import.pk])
    for query in ("", "?action=create", "?action=approve"):
        browser(factories.administrator()).get(url + query)
    assert PartnerPage.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("person", [factories.writer, factories.editor, factories.administrator, factories.superuser])
def test_nothing_that_is_imported_is_public_whoever_imports_it(person):
    partner_import = steps.start_import(factories.partner_index(), person(), LIST)
    steps.create_partners(partner_import.pk, person())
    assert PartnerPage.objects.count() == 3
    assert not PartnerPage.objects.filter(live=True).exists()
    assert public_partners() == set()
    assert not Approval.objects.filter(page__content_type__model="partnerpage").exists()


@pytest.mark.django_db
def test_fields_that_the_form_does_not_have_reach_no_page():
    partner_import = waiting("Night Watch")
    row = partner_import.rows.get()
    client = browser(factories.writer())
    extra = {
        "live": "on",
        "first_published_at": "2020-01-01",
        "page": "1",
        "same_as": "1",
        "state": "created",
        "raw": "x",
    }
    data = {f"row-{row.pk}-{name}": value for name, value in extra.items()}
    data[f"row-{row.pk}-about"] = "new"
    url = reverse("partner_import:show", args=[partner_import.pk])
    client.post(url, {**data, **extra, "version": partner_import.version, "action": "create"})
    page = PartnerPage.objects.get()
    assert not page.live
    assert page.first_published_at is None
    row.refresh_from_db()
    assert row.raw == "Night Watch"


@pytest.mark.django_db
def test_a_partner_that_exists_keeps_every_word_whatever_was_decided():
    page = factories.partner(title="Night Watch", website="https://watch.example.org/")
    before = json.dumps(PartnerPage.objects.get(pk=page.pk).serializable_data(), default=str)
    partner_import = waiting("name,website,places\nnight WATCH,https://evil.example.org,Elsewhere\nAid,,")
    for decision in ("create", "same"):
        row = partner_import.rows.get(position=1)
        steps.change_row(row, factories.writer(), {"decision": decision, "about": f"duplicate page {page.pk}"})
        row.save()
        if decision == "create":
            with pytest.raises(steps.NotReadyError):
                steps.create_partners(partner_import.pk, factories.writer())
    steps.create_partners(partner_import.pk, factories.writer())
    assert json.dumps(PartnerPage.objects.get(pk=page.pk).serializable_data(), default=str) == before
    assert PartnerPage.objects.count() == 2


@pytest.mark.django_db
def test_the_rows_of_another_import_cannot_be_changed_through_this_one():
    mine, other = waiting(), waiting("Door and Key")
    row = other.rows.get()
    url = reverse("partner_import:show", args=[mine.pk])
    data = {f"row-{row.pk}-name": "Changed", "version": mine.version, "action": "save"}
    browser(factories.writer()).post(url, data)
    row.refresh_from_db()
    assert row.name == "Door and Key"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "website",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example.org", "https://" + "a" * 300 + ".org", "//x"],
)
def test_a_website_that_is_no_web_address_reaches_no_page(website):
    partner_import = waiting(f"name,website\nNight Watch,{website}")
    assert steps.examine_import(partner_import)[0].verdict.status == "malformed"
    with pytest.raises(steps.NotReadyError):
        steps.create_partners(partner_import.pk, factories.writer())


@pytest.mark.django_db
@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(1)", '=cmd|"/c calc"!A1'])
def test_a_formula_reaches_no_page(formula):
    partner_import = waiting("name\tplaces\n" + formula + "\tRiverton")
    assert steps.examine_import(partner_import)[0].verdict.status == "malformed"


@pytest.mark.django_db
def test_markup_is_shown_as_text_on_every_screen():
    hostile = '"><img src=x onerror=alert(1)>'
    partner_import = waiting(f"Night Watch; {hostile}")
    client = browser(factories.writer())
    url = reverse("partner_import:show", args=[partner_import.pk])
    assert "<img src=x" not in client.get(url).content.decode()
    steps.leave_out_open(partner_import)
    steps.create_partners(partner_import.pk, factories.writer())
    assert "<img src=x" not in client.get(url).content.decode()


@pytest.mark.django_db
def test_whoever_confirmed_or_wrote_a_row_cannot_approve_it_alone_or_in_the_batch():
    first, second = factories.editor(), factories.person(roles.EDITORS, username="erik-the-editor")
    partner_import = steps.start_import(factories.partner_index(), first, LIST)
    row = partner_import.rows.get(position=1)
    steps.change_row(row, factories.writer(), {"name": "Watch by Night"})
    row.save()
    steps.create_partners(partner_import.pk, second)
    everything = [each.task_state.pk for each in batch.pages_of(partner_import, second)]
    # The second editor handed all in; the first wrote two of them.
    assert all(each.refusal for each in batch.approve(partner_import, second, everything))
    assert public_partners() == set()
    batch.approve(partner_import, first, everything)
    assert public_partners() == {"Watch by Night"}
    batch.approve(partner_import, factories.writer(), everything)
    assert public_partners() == {"Watch by Night"}


@pytest.mark.django_db
def test_a_page_that_was_edited_after_the_editor_looked_is_not_approved_with_the_batch():
    partner_import = created()
    seen = [each.task_state.pk for each in batch.pages_of(partner_import, factories.editor())]
    factories.edit(PartnerPage.objects.get(title="Night Watch"), title="Sneaked in")
    batch.approve(partner_import, factories.editor(), seen)
    assert public_partners() == {"Riverton Network", "River School"}


@pytest.mark.django_db
def test_the_batch_approves_no_page_of_another_import():
    mine, other = created(), created("Door and Key")
    theirs = [each.task_state.pk for each in batch.pages_of(other, factories.editor())]
    url = reverse("partner_import:show", args=[mine.pk])
    browser(factories.editor()).post(url, {"action": "approve", "approve": [*theirs, "0", "x", "9" * 30]})
    assert public_partners() == set()
    assert TaskState.objects.filter(pk__in=theirs, status="in_progress").count() == 1


def at_once(*calls):
    """Run calls in threads with connections of their own; what they raised."""
    raised, gate = [], threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            call()
        except Exception as problem:
            raised.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_people_who_confirm_at_once_create_once():
    partner_import, people = waiting(), (factories.writer(), factories.editor(), factories.administrator())
    assert at_once(*(lambda person=person: steps.create_partners(partner_import.pk, person) for person in people)) == []
    assert PartnerPage.objects.count() == 3
    assert PartnerImport.objects.get().rows.filter(page__isnull=False).count() == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_imports_of_the_same_list_that_are_confirmed_at_once_create_each_partner_once():
    imports, person = (waiting(), waiting()), factories.writer()
    raised = at_once(*(lambda pk=each.pk: steps.create_partners(pk, person) for each in imports))
    assert [type(problem) for problem in raised] == [steps.NotReadyError]  # Everything exists by then.
    assert PartnerPage.objects.count() == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_creation_that_fails_half_way_creates_nothing(monkeypatch):
    partner_import = waiting()
    original = PartnerPage.save_revision

    def fail_at_the_second(self, *args, **kwargs):
        if self.title == "Riverton Network":
            raise RuntimeError("The machine stops.")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(PartnerPage, "save_revision", fail_at_the_second)
    with pytest.raises(RuntimeError):
        steps.create_partners(partner_import.pk, factories.writer())
    monkeypatch.undo()
    assert PartnerPage.objects.count() == 0
    partner_import.refresh_from_db()
    assert partner_import.state == "waiting"
    steps.create_partners(partner_import.pk, factories.writer())
    assert PartnerPage.objects.count() == 3
