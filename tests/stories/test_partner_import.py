"""A list of partners on its way: pasted, looked through, mended, created once, approved by somebody else."""

import re
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse

from newsroom.authoring.visible import visible_pages
from stories.models import PartnerImport, PartnerPage
from stories.partner_import import steps
from tests import factories
from tests.stories.test_partner_import_parse import SOURCES

pytestmark = pytest.mark.django_db

LIST = "Here are the members: Night Watch; Riverton Network; Night Watch; <b>Aid</b>; River School."


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def start(text=LIST, person=None, **data):
    """Paste a list as a writer does; the import that came of it."""
    client = browser(person or factories.writer())
    data = {"text": text, "token": str(uuid.uuid4()), **data}
    answer = client.post(reverse("partner_import:start", args=[factories.partner_index().pk]), data)
    assert answer.status_code == 302, answer.content.decode()
    return PartnerImport.objects.get()


def fields_of(answer, form=-1):
    """What the last form of a page would send, as a browser without JavaScript reads it."""
    found = {}
    for element in BeautifulSoup(answer.content, "html.parser").find("main").find_all("form")[form]("input"):
        if element.get("type") != "checkbox" or element.has_attr("checked"):
            found.setdefault(element["name"], []).append(element.get("value", ""))
    for element in BeautifulSoup(answer.content, "html.parser").find("main").find_all("form")[form]("select"):
        chosen = element.find("option", selected=True) or element.find("option")
        found[element["name"]] = [chosen["value"]]
    return found


def field(partner_import, position, name):
    return f"row-{partner_import.rows.get(position=position).pk}-{name}"


def send(partner_import, action, person=None, changes=(), **more):
    """Open the import, change fields by (position, name), and press a button; the page that follows."""
    client = browser(person or factories.writer())
    url = reverse("partner_import:show", args=[partner_import.pk])
    data = fields_of(client.get(url))
    for position, name, value in changes:
        data[field(partner_import, position, name)] = value
    return client.post(url, {**data, "action": action, **more}, follow=True)


def said(answer):
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def mended(partner_import):
    return send(partner_import, "save", changes=[(5, "name", "Aid")])


# Step one


def test_a_pasted_list_is_kept_whole_and_shown_row_by_row():
    partner_import = start()
    assert partner_import.source_text == LIST
    text = said(browser(factories.writer()).get(reverse("partner_import:show", args=[partner_import.pk])))
    assert "1 row to decide or mend 3 will be created 1 exists already 1 left out" in text
    assert "Row 2 has the same name." in text
    assert "Remove the markup" in text
    assert PartnerPage.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_like_pasted_text(encoding):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = "Name;Kind;Places\r\nCafé del Río;coalition;Riverton\r\n".encode(encoding)
    partner_import = start("", file=SimpleUploadedFile("partners.csv", data))
    (row,) = partner_import.rows.all()
    assert (row.name, row.kind, row.places) == ("Café del Río", "coalition", "Riverton")
    assert partner_import.source_name == "partners.csv"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste a list, or choose a file."),
        ("name,organisation\nNight Watch,Aid", "mean the same"),
        ("\n".join(f"Group {number}" for number in range(1001)), "1000 is the most"),
        ("Group " * 170_000, "larger than 1 MB"),
    ],
)
def test_a_list_that_cannot_be_read_stays_in_the_form_beside_the_reason(text, sentence):
    url = reverse("partner_import:start", args=[factories.partner_index().pk])
    answer = browser(factories.writer()).post(url, {"text": text, "token": str(uuid.uuid4())})
    assert sentence in said(answer)
    assert BeautifulSoup(answer.content, "html.parser").find("textarea").text.strip() == text.strip()
    assert not PartnerImport.objects.exists()


def test_the_same_form_sent_twice_starts_one_import():
    token = str(uuid.uuid4())
    first, again = start(token=token), start(token=token)
    assert first == again


def test_a_form_that_is_sent_again_with_another_text_starts_another_import():
    index, token = factories.partner_index(), uuid.uuid4()
    for text in ("Night Watch", "Night Watch; River School"):
        steps.start_import(index, factories.writer(), text, token=token)
    assert [found.rows.count() for found in PartnerImport.objects.all()] == [2, 1]


def test_the_partner_index_leads_to_the_importer_from_the_explorer_and_from_the_editor():
    index = factories.partner_index()
    url = reverse("partner_import:start", args=[index.pk])
    for name in ("wagtailadmin_explore", "wagtailadmin_pages:edit"):
        assert url in browser(factories.writer()).get(reverse(name, args=[index.pk])).content.decode()


# Step two


def test_what_was_typed_is_kept_right_or_wrong_and_the_row_as_it_arrived_too():
    partner_import = start()
    answer = send(partner_import, "save", changes=[(6, "website", "river school"), (6, "issues", "youth, chess")])
    text = said(answer)
    assert "“chess” is not one of our issues" in text
    assert "has to be a whole address" in text
    row = partner_import.rows.get(position=6)
    assert (row.website, row.issues, row.raw) == ("river school", "youth, chess", "River School.")


def test_a_malformed_row_is_mended_or_left_out_before_anything_is_created():
    partner_import = start()
    assert "1 row has still to be decided or mended." in said(send(partner_import, "create"))
    assert PartnerPage.objects.count() == 0
    mended(partner_import)
    assert "created and handed in" in said(send(partner_import, "create"))
    assert set(PartnerPage.objects.values_list("title", flat=True)) == {
        "Night Watch", "Riverton Network", "Aid", "River School",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("...", "There is no name here"),
        ("=HYPERLINK(1)", "formula"),
        ("<script>alert(1)</script>", "Remove the markup"),
        ("A" * 256, "256 characters"),
        ("Night\u202ehctaW", "nobody can see"),
    ],
)
def test_what_cannot_be_a_name_is_shown_with_the_reason_and_never_dropped(name, why):
    partner_import = start(f"Night Watch; {name}")
    answer = browser(factories.writer()).get(reverse("partner_import:show", args=[partner_import.pk]))
    assert why in said(answer)
    assert "<script>alert" not in answer.content.decode()
    assert partner_import.rows.get(position=2).raw == name


def test_everything_undecided_can_be_left_out_at_once():
    factories.partner(title="River Schools")
    partner_import = start()
    send(partner_import, "leave_out_open")
    send(partner_import, "create")
    assert set(PartnerPage.objects.values_list("title", flat=True)) == {
        "River Schools", "Night Watch", "Riverton Network",
    }  # fmt: skip


def test_a_similar_name_has_to_be_decided_and_either_decision_holds():
    page = factories.partner(title="Riverton Networks")
    partner_import = start("Riverton Network; Night Watch")
    assert "1 row has still to be decided" in said(send(partner_import, "create"))
    send(partner_import, "create", changes=[(1, "decision", "same")])
    row = partner_import.rows.get(position=1)
    assert (row.same_as, row.page) == (page, None)
    assert PartnerPage.objects.count() == 2


def test_a_decision_no_longer_counts_when_the_row_has_become_something_else():
    partner_import = start("Riverton Network; Night Watch")
    factories.partner(title="Riverton Networks")
    send(partner_import, "save", changes=[(1, "decision", "create")])
    factories.partner(title="Riverton Network")
    answer = browser(factories.writer()).get(reverse("partner_import:show", args=[partner_import.pk]))
    assert "1 exists already" in said(answer)


def test_a_name_that_readers_cannot_tell_from_another_is_never_created():
    factories.partner(title="night watch")
    partner_import = start("Night Watch; Riverton Network")
    answer = send(partner_import, "create", changes=[(1, "decision", "create")])
    assert "add what tells them apart" in said(answer)
    assert PartnerPage.objects.count() == 1
    send(partner_import, "create", changes=[(1, "name", "Night Watch of Riverton")])
    assert PartnerPage.objects.filter(title="Night Watch of Riverton").count() == 1


def test_a_change_by_somebody_else_is_not_overwritten_and_mine_is_not_lost():
    partner_import = start()
    client = browser(factories.editor())
    url = reverse("partner_import:show", args=[partner_import.pk])
    mine = fields_of(client.get(url))
    send(partner_import, "save", changes=[(6, "name", "School by the River")])
    mine[field(partner_import, 2, "name")] = "Night Watch of Riverton"
    answer = client.post(url, {**mine, "action": "save"})
    assert "Somebody changed this import" in said(answer)
    assert "Night Watch of Riverton" in answer.content.decode()
    assert partner_import.rows.get(position=6).name == "School by the River"
    assert partner_import.rows.get(position=2).name == "Night Watch"


def test_a_partner_that_appears_between_looking_and_confirming_is_not_made_twice():
    partner_import = start("Night Watch; Riverton Network")
    client = browser(factories.writer())
    url = reverse("partner_import:show", args=[partner_import.pk])
    data = fields_of(client.get(url))
    factories.partner(title="Night Watch")
    answer = client.post(url, {**data, "action": "create"}, follow=True)
    assert "stand differently now" in said(answer)
    assert PartnerPage.objects.count() == 1


def test_an_import_can_be_set_aside_and_brought_back_whole():
    partner_import = start()
    assert "nothing of it is lost" in said(send(partner_import, "set_aside"))
    assert "create" not in said(browser(factories.writer()).get(reverse("wagtailadmin_home"))).lower().split("imports")
    assert "3 will be created" in said(send(partner_import, "bring_back"))


# Step three


def test_confirming_creates_drafts_in_review_with_every_word_of_the_row():
    partner_import = start(
        "Name,Kind,Places,Issues,Languages,Website\n"
        'River Network,coalition,"Riverton; Lake County","Youth, Jails and prisons","Español, en",www.river.example.org'
    )
    send(partner_import, "create")
    page = PartnerPage.objects.get()
    assert (page.title, page.kind, page.places) == ("River Network", "coalition", "Riverton, Lake County")
    assert (page.issues, page.languages) == (["youth", "jails"], ["es", "en"])
    assert page.website == "https://www.river.example.org"
    assert page.get_parent().specific == factories.partner_index()
    assert not page.live
    assert page.current_workflow_task_state.status == "in_progress"
    assert page.latest_revision.user == page.current_workflow_state.requested_by == factories.writer()


def test_the_longest_name_in_any_script_becomes_a_page():
    partner_import = start("\n".join(["河流联盟" * 60, "A" * 255, "حركة" * 60]))
    assert "created and handed in" in said(send(partner_import, "create"))
    assert PartnerPage.objects.count() == 3


def test_confirming_twice_creates_once():
    partner_import = start("Night Watch; Riverton Network")
    client = browser(factories.writer())
    url = reverse("partner_import:show", args=[partner_import.pk])
    data = {**fields_of(client.get(url)), "action": "create"}
    client.post(url, data)
    assert "finished meanwhile" in said(client.post(url, data, follow=True))
    steps.create_partners(partner_import.pk, factories.editor())
    assert PartnerPage.objects.count() == 2


def test_the_reviewers_get_one_message_for_the_batch_and_the_sender_one_for_the_approval():
    reader = factories.editor()
    partner_import = start("Night Watch; Riverton Network; River School")
    mail.outbox.clear()
    send(partner_import, "create")
    assert [message.to for message in mail.outbox] == [[reader.email]]
    assert "3 partners wait for review" in mail.outbox[0].subject
    mail.outbox.clear()
    send(partner_import, "approve", reader)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([factories.writer().email], "3 partners were approved")
    ]


def test_wagtail_still_announces_a_page_that_comes_alone():
    reader = factories.editor()
    start()
    mail.outbox.clear()
    factories.partner(state="in_review")
    assert [message.to for message in mail.outbox] == [[reader.email]]


def test_an_editor_sees_the_batch_together_and_approves_what_is_ticked():
    partner_import = start("Night Watch; Riverton Network; River School")
    send(partner_import, "create")
    url = reverse("partner_import:show", args=[partner_import.pk])
    client = browser(factories.editor())
    ticked = fields_of(client.get(url))["approve"]
    assert len(ticked) == 3
    answer = client.post(url, {"action": "approve", "approve": ticked[:2]}, follow=True)
    assert "2 partners are approved." in said(answer)
    assert re.search(r"3 partners\s*,\s*2 public", said(answer))
    assert set(visible_pages().filter(content_type__model="partnerpage").values_list("title", flat=True)) == {
        "Night Watch", "Riverton Network",
    }  # fmt: skip


def test_the_dashboard_says_what_waits_and_leads_there():
    partner_import = start("Night Watch; Riverton Network")
    url = reverse("partner_import:show", args=[partner_import.pk])
    home = browser(factories.writer()).get(reverse("wagtailadmin_home"))
    assert "A list of 2 rows, not created yet" in said(home)
    assert url in home.content.decode()
    send(partner_import, "create")
    assert "Partner imports waiting" not in said(browser(factories.writer()).get(reverse("wagtailadmin_home")))
    home = browser(factories.editor()).get(reverse("wagtailadmin_home"))
    assert "2 partners to approve" in said(home)
    assert url in home.content.decode()


def test_all_imports_are_listed_among_the_reports():
    partner_import = start("Night Watch; Riverton Network")
    client = browser(factories.writer())
    assert reverse("partner_import:overview") in client.get(reverse("wagtailadmin_home")).content.decode()
    listed = client.get(reverse("partner_import:overview"))
    assert reverse("partner_import:show", args=[partner_import.pk]) in listed.content.decode()


def test_a_page_tells_in_its_history_that_it_came_from_an_import():
    send(start("Night Watch; Riverton Network"), "create")
    page = PartnerPage.objects.first()
    history = browser(factories.writer()).get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Created from a partner import" in said(history)


def test_the_list_of_the_real_announcement_becomes_a_batch():
    file = SOURCES / "project-launch-announcement.txt"
    if not file.exists():
        pytest.skip("The source documents do not lie beside the repository.")
    text = file.read_text(encoding="utf-8")
    partner_import = start(text[text.index("Here is a list") :])
    counts = steps.count(steps.examine_import(partner_import))
    assert counts == {"open": 1, "create": 30, "same": 1, "leave_out": 1}
    (similar,) = [each.row.position for each in steps.examine_import(partner_import) if each.is_open]
    send(partner_import, "create", changes=[(similar, "decision", "create")])
    assert PartnerPage.objects.count() == 31
    send(partner_import, "approve", factories.editor())
    assert visible_pages().filter(content_type__model="partnerpage").count() == 31
