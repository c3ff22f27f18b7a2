"""Attacks by the API: no question that it answers says a word of what the public must not see."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from newsroom.authoring.models import NewsroomDocument
from newsroom.consent.take_down import take_down
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "Xylophone"
EVERYTHING = [
    "pages/?limit=100", "pages/?limit=100&locale=es&fallback=en", "pages/?include=partners,related,campaigns&limit=100",
    "locales/", "site/", "navigation/?locale=en", "navigation/?locale=es", "partners.json?locale=en",
    "partners.csv?locale=en", "toolkits/?locale=en", "toolkits/?locale=es", "redirects/",
    f"search/?q={SECRET}&locale=en", f"search/?q={SECRET}&locale=es", f"pages/?search={SECRET}",
    "feed.json?locale=en", "feed.json?locale=es", "pages/?search=jail&fallback=en&locale=es",
]  # fmt: skip


def get(path):
    return Client().get(f"/api/v1/{path}")


def everything(page=None):
    """All that the API says, of one page too, by each of the ways to ask for one."""
    paths = list(EVERYTHING)
    if page is not None:
        key = page.translation_key
        paths += [f"pages/{page.pk}/", f"pages/{page.pk}/?locale=es&fallback=en", f"pages/{page.pk}/?include=partners"]
        paths += [f"pages/by-key/{key}/?locale={code}&fallback={other}" for code, other in (("en", "es"), ("es", "en"))]
    answers = [get(path) for path in paths]
    assert {answer.status_code for answer in answers} <= {200, 404, 410}
    return "\n".join(answer.content.decode() for answer in answers)


def make_story(state="public", **fields):
    """A story that is in every list there is, with a file and a picture."""
    document = factories.document(title=SECRET, name=f"{SECRET}.txt")
    picture = factories.image()
    story = factories.campaign_story(
        state,
        title=f"{SECRET} story",
        slug=f"{SECRET.lower()}-story",
        show_in_menus=True,
        toolkit=[("file", factories.file_block(file=document))],
        body=[("picture", factories.picture_block(image=picture, alt=SECRET))],
        **fields,
    )
    story.file, story.image = document, picture
    return story


@pytest.fixture(scope="session")
def story_scenery(scenery):
    def make():
        story = make_story()
        return {"story": story, "file": story.file, "image": story.image}

    return scenery(make)


@pytest.fixture
def story(story_scenery, db):
    """A public one, made once a run."""
    made = story_scenery.put_up()
    made["story"].file, made["story"].image = made["file"], made["image"]
    return made["story"]


def is_silent(story):
    """Nothing says a word of the page. What it alone offers answers like what never was: whoever counts numbers up does
    not learn which belong to a page that was taken down."""
    assert SECRET not in everything(story)
    for kind, pk in (("images", story.image.pk), ("documents", story.file.pk)):
        offered, never = get(f"{kind}/{pk}/"), get(f"{kind}/{2**31 - 1}/")
        assert (offered.status_code, offered.content) == (never.status_code, never.content)
        assert never.status_code == 404


def test_what_is_public_is_said_which_makes_the_silence_mean_something(story):
    said = {path for path in EVERYTHING if SECRET in get(path).content.decode()}
    assert {"toolkits/?locale=en", f"search/?q={SECRET}&locale=en", "feed.json?locale=en"} <= said
    assert get(f"images/{story.image.pk}/").status_code == get(f"documents/{story.file.pk}/").status_code == 200


@pytest.mark.parametrize("state", ["in_review", "scheduled"])
def test_what_nobody_approved(state):
    is_silent(make_story(state))


def test_what_was_taken_down(story):
    Redirect.objects.create(old_path=f"/en/{SECRET}", redirect_page=story)
    Redirect.objects.create(old_path=story.url.rstrip("/"), redirect_link="/en/")
    assert SECRET in get("redirects/").content.decode()
    take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert SECRET.lower() not in get("redirects/").content.decode().lower()
    is_silent(story)


@pytest.mark.parametrize("how", ["expired", "restricted", "unpublished", "smuggled"])
def test_what_was_public(how, story):
    Redirect.objects.create(old_path=f"/en/{SECRET}", redirect_page=story)
    get(f"images/{story.image.pk}/")
    rows = Page.objects.filter(pk=story.pk)
    if how == "expired":
        rows.update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    elif how == "restricted":
        PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    elif how == "unpublished":
        story.unpublish()
    else:  # Somebody writes another live revision past the law.
        rows.update(live_revision=factories.edit(story, title=f"{SECRET} draft"))
    is_silent(story)


@pytest.mark.usefixtures("spanish_home")
def test_words_of_a_draft_and_of_a_row_that_was_overwritten():
    story = factories.campaign_story()
    spanish = factories.translated(story, state="draft")
    factories.edit(story, title=SECRET, toolkit=[("file", factories.file_block(title=SECRET))])
    Page.objects.filter(pk__in=[story.pk, spanish.pk]).update(title=SECRET, draft_title=SECRET, show_in_menus=True)
    assert SECRET not in everything(story)
    assert SECRET not in everything(spanish)
    said = get(f"pages/{story.pk}/?locale=es&fallback=en").json()
    assert (said["lang"], said["translation"]["status"]) == ("en", "missing")


@pytest.mark.usefixtures("spanish")
def test_an_outdated_translation_that_is_hidden_gives_way_to_its_source():
    story = factories.campaign_story(hide_when_outdated=True)
    spanish = factories.translated(story)
    factories.publish(story, title="What to do today")
    assert get(f"pages/{spanish.pk}/").status_code == 404
    said = get(f"pages/{spanish.pk}/?locale=es&fallback=en").json()
    assert (said["title"], said["translation"]["status"]) == ("What to do today", "missing")
    listed = get("pages/?type=campaign_story&locale=es&fallback=en").json()["items"]
    assert [page["title"] for page in listed] == ["What to do today"]


def test_a_file_of_a_private_collection(story):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    NewsroomDocument.objects.filter(pk=story.file.pk).update(collection=private)
    assert get(f"documents/{story.file.pk}/").status_code == 404
    assert get("toolkits/?locale=en").json()["items"] == []


def test_a_picture_or_file_that_only_a_draft_or_an_older_version_names(story):
    factories.publish(story, toolkit=[], body=[])
    newer = factories.image()
    factories.edit(story, body=[("picture", factories.picture_block(image=newer))])
    for picture in (story.image, newer, factories.image()):
        assert get(f"images/{picture.pk}/").status_code == 404
    assert get(f"documents/{story.file.pk}/").status_code == 404


def test_what_stands_behind_a_card_that_became_private():
    ally = factories.partner(title=f"{SECRET} ally")
    story = factories.campaign_story(partners=[("page", ally)])
    assert SECRET in get(f"pages/{story.pk}/?include=partners").content.decode()
    PageViewRestriction.objects.create(page=ally, restriction_type=PageViewRestriction.LOGIN)
    assert SECRET not in everything(story)


def test_a_cursor_that_was_got_before_leads_to_nothing_that_went_since():
    factories.partner(title="A")
    ally = factories.partner(title=f"{SECRET} ally")
    cursor = get("pages/?type=partner&order=title&limit=1").json()["meta"]["next_cursor"]
    take_down(ally, factories.duty_editor(), "Somebody is at risk.")
    assert get(f"pages/?type=partner&order=title&limit=1&cursor={cursor}").json()["items"] == []
