"""Attacks on the rule that an outdated translation of a safety-critical page is read by nobody."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation

from newsroom.review import approvals
from newsroom.translation.submissions import submit
from newsroom.translation.waiting import waiting_for
from stories.models import CampaignStoryPage
from tests import factories
from tests.attacks import outside
from tests.web.reading import alternates, read, switcher

pytestmark = pytest.mark.django_db

TITLE = "What to do in a raid"
SPANISH = f"{TITLE} [es]"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """A safety-critical page with a toolkit, and its Spanish page, which its source has left behind. Built once."""
    with django_db_blocker.unblock(), transaction.atomic():
        story = factories.campaign_story(
            title=TITLE, hide_when_outdated=True, toolkit=[("file", factories.file_block())]
        )
        for page in (factories.home(), factories.story_index()):
            factories.translated(page, "es")
        page = factories.translated(story, "es")
        assert outside.read(page) == SPANISH
        factories.publish(story, summary="Do not open the door.")
        yield story, page
        transaction.set_rollback(True)


@pytest.fixture
def raid(pages):
    return CampaignStoryPage.objects.get(pk=pages[0].pk)


@pytest.fixture
def outdated(pages):
    return CampaignStoryPage.objects.get(pk=pages[1].pk)


def follow(raid, spanish):
    """Approve a Spanish translation of what the source says now."""
    translation = factories.started(raid, "es")
    factories.translate_strings(translation)
    submit(translation.pk, factories.translator("es"))
    assert outside.read(spanish) is None, "in review is not public yet"
    factories.decide(spanish, "approve", factories.reviewer("es"))


def test_it_is_on_no_path_that_readers_have(client, raid, outdated):
    other = factories.translated(factories.commitment(campaigns=[("page", raid)]), "es")
    soup = read(client, outdated.url, status=404)
    (link,) = soup.select(".elsewhere a")
    assert link["href"] == raid.url
    assert client.get(f"/api/v1/pages/{outdated.pk}/").status_code == 404
    lists = [
        *("/es/", "/es/stories/", "/es/search/?q=raid", "/es/feed.atom", "/sitemap-es.xml", other.url),
        *("/api/v1/pages/?locale=es", "/api/v1/pages/?search=raid", f"/api/v1/pages/?translation_of={raid.pk}"),
    ]
    for path in lists:
        answer = client.get(path)
        assert answer.status_code == 200, path
        said = answer.content.decode()
        assert SPANISH not in said, path
        assert outdated.url not in said, path
    source = read(client, raid.url)
    assert "es" not in alternates(source)
    assert switcher(source)["es"]["href"] == "/es/stories/"
    beside = [f"{outdated.url}{name}" for name in ("toolkit.zip", "talking-points/", "talking-points.pdf")]
    for path in [*beside, f"/share/{outdated.pk}.png"]:
        assert client.get(path).status_code == 404, path
    assert client.get(f"{raid.url}toolkit.zip").status_code == 200
    assert client.get(f"/api/v1/pages/{raid.pk}/").json()["translations"] == []


def test_it_is_back_once_its_translation_is_approved_and_takes_its_files_along(client, raid, outdated):
    file = factories.document("Only in this toolkit")
    address = f"/files/{file.pk}/{file.filename}"
    factories.publish(raid, toolkit=[("file", factories.file_block(file=file))])
    follow(raid, outdated)
    assert outside.read(outdated) == SPANISH
    factories.publish(raid, toolkit=[])
    assert outside.read(outdated) is None
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "goes_on", [lambda raid: factories.publish(raid, summary="New."), lambda raid: raid.unpublish()]
)
def test_it_takes_a_picture_that_only_it_shows_along(raid, outdated, goes_on, django_capture_on_commit_callbacks):
    follow(raid, outdated)
    Translation.objects.update(enabled=False)
    factories.edit(outdated, factories.translator("es"), body=[("picture", factories.picture_block(alt="Una puerta"))])
    factories.submit(outdated, factories.translator("es"))
    factories.decide(outdated, "approve", factories.reviewer("es"))
    (block,) = Client().get(f"/api/v1/pages/{outdated.pk}/").json()["body"]
    known = [source["url"] for source in block["picture"]["sources"]]
    assert {Client().get(url).status_code for url in known} == {200}
    with django_capture_on_commit_callbacks(execute=True):
        goes_on(raid)
    assert outside.read(outdated) is None
    assert {Client().get(url).status_code for url in known} == {404}


def test_the_newsroom_is_told(client, outdated):
    (row,) = [row for row in waiting_for("es") if "raid" in row.title]
    assert row.why == "hidden"
    client.force_login(factories.translator("es"))
    assert "Hidden from readers: the source has changed" in client.get("/admin/").content.decode()
    editor = client.get(f"/admin/pages/{outdated.pk}/edit/").content.decode()
    assert "readers do not get this translation" in editor
    assert PageLogEntry.objects.filter(page=outdated.pk, action="newsroom.hidden_outdated").count() == 1


def test_only_the_page_in_the_source_language_offers_the_box(client, raid):
    arabic = factories.translated(raid, "ar")
    Translation.objects.update(enabled=False)
    client.force_login(factories.superuser())
    shown = [b"hide_when_outdated" in client.get(f"/admin/pages/{page.pk}/edit/").content for page in (raid, arabic)]
    assert shown == [True, False]


def test_a_page_that_is_not_safety_critical_stays_with_a_line_that_says_so(client):
    page = factories.translated(factories.commitment(), "es", state="outdated")
    assert outside.read(page) == page.title


def test_a_page_that_becomes_safety_critical_hides_what_has_not_followed():
    story = factories.commitment(title="Harmless")
    page = factories.translated(story, "es")
    factories.publish(story, hide_when_outdated=True)
    assert outside.read(page) is None
    factories.publish(story, hide_when_outdated=False)
    assert outside.read(page) == "Harmless [es]", "an approved version of the source may say that it is harmless"


def no_longer_in_the_row(raid, page):
    CampaignStoryPage.objects.filter(translation_key=raid.translation_key).update(hide_when_outdated=False)


def in_a_draft_of_the_source(raid, page):
    factories.edit(raid, hide_when_outdated=False)


def in_an_approved_version_of_the_translation(raid, page):
    Translation.objects.update(enabled=False)
    factories.edit(page, factories.translator("es"), hide_when_outdated=False)
    factories.submit(page, factories.translator("es"))
    revision = type(page).objects.get(pk=page.pk).latest_revision
    revision.submission.source_revision_id = page.live_revision.submission.source_revision_id
    revision.submission.save()
    factories.decide(page, "approve", factories.reviewer("es"))


def by_a_source_that_points_at_a_version_nobody_approved(raid, page):
    revision = factories.edit(raid, hide_when_outdated=False)
    Page.objects.filter(pk=raid.pk).update(live_revision=revision)


def by_a_source_that_is_unpublished(raid, page):
    type(raid).objects.get(pk=raid.pk).unpublish()


def by_a_source_that_is_deleted(raid, page):
    type(raid).objects.get(pk=raid.pk).unpublish()
    type(raid).objects.get(pk=raid.pk).delete()


@pytest.mark.parametrize(
    "attack",
    [
        no_longer_in_the_row,
        in_a_draft_of_the_source,
        in_an_approved_version_of_the_translation,
        by_a_source_that_points_at_a_version_nobody_approved,
        by_a_source_that_is_unpublished,
        by_a_source_that_is_deleted,
    ],
)
def test_nothing_but_an_approved_version_of_the_source_brings_it_back(raid, outdated, attack):
    attack(raid, outdated)
    assert outside.read(outdated) is None
    assert SPANISH not in outside.titles()


def test_an_emergency_in_the_source_hides_it_at_once(raid, outdated):
    follow(raid, outdated)
    factories.edit(raid, summary="The hotline is not safe any more.")
    approvals.publish_in_emergency(raid, factories.administrator(), "The hotline was taken over.")
    assert outside.read(outdated) is None
    assert Client().get(raid.url).status_code == 200


def test_an_emergency_in_a_translation_says_nothing_about_a_version_of_the_source_that_was_not_public_yet(
    raid, outdated
):
    follow(raid, outdated)
    factories.edit(raid, summary="The hotline has another number.")
    factories.submit(raid)
    Translation.objects.update(enabled=False)
    factories.edit(outdated, factories.translator("es"), summary="No abras la puerta.")
    approvals.publish_in_emergency(outdated, factories.administrator(), "A misprint put people at risk.")
    assert outside.read(outdated) == SPANISH
    factories.decide(raid, "approve")
    assert outside.read(outdated) is None
