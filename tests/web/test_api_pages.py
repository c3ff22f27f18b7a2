"""One page: by its id, by its address, and what is never in it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import restore
from tests import factories
from tests.web.api import ask, problem_with

pytestmark = pytest.mark.django_db


def test_a_page_is_found_by_its_id_and_by_its_address():
    page = factories.campaign_story()
    by_id = ask(f"pages/{page.pk}/")
    assert by_id == ask("pages/find/", path=by_id["url"])
    assert by_id["title"] == page.title


@pytest.mark.usefixtures("spanish_home")
def test_an_address_is_found_in_its_own_language():
    story = factories.campaign_story()
    spanish = factories.translated(story)
    assert ask("pages/find/", path="/es/")["lang"] == "es"
    assert ask("pages/find/", path=f"/es/stories/{spanish.slug}/")["id"] == spanish.pk
    assert ask("pages/find/", path=f"/en/stories/{story.slug}/")["id"] == story.pk


def test_an_address_may_come_without_its_last_slash():
    page = factories.about()
    assert ask("pages/find/", path=f"/en/{page.slug}")["id"] == page.pk
    assert ask("pages/find/", path="/en")["type"] == "home"


@pytest.mark.parametrize("path", ["", "about/", "/", "/tlh/about/", "https://example.org/en/", "//en/"])
def test_an_address_that_names_no_language_of_the_site_is_a_mistake(path):
    factories.home()
    assert "/es/about/" in problem_with("pages/find/", path=path)["path"]


def test_looking_for_no_address_is_a_mistake():
    assert "/es/about/" in problem_with("pages/find/")["path"]
    assert set(problem_with("pages/find/", path="/en/", html_path="/en/")) == {"html_path"}


@pytest.mark.parametrize("path", ["/en/nothing/", "/en/../", "/en//", "/en/a//b/", "/en/%2e/", "/en/\N{SNOWMAN}/"])
def test_an_address_without_a_page_is_not_found(path):
    factories.home()
    assert ask("pages/find/", 404, path=path)["status"] == 404


@pytest.mark.parametrize("page_id", ["0", "999999", "abc", "-1", "9" * 30, "1.0"])
def test_an_id_without_a_page_is_not_found(page_id):
    assert ask(f"pages/{page_id}/", 404)["title"] == "Not Found"


def test_one_page_comes_in_part_when_asked_and_takes_no_parameter_that_it_does_not_know():
    page = factories.home()
    assert ask(f"pages/{page.pk}/", fields="title") == {"id": page.pk, "type": "home", "title": page.title}
    assert set(problem_with(f"pages/{page.pk}/", limit="1")) == {"limit"}


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled"])
def test_a_page_that_was_never_published_is_not_found(state):
    page = factories.campaign_story(state=state, title="The unpublished secret")
    ask(f"pages/{page.pk}/", 404)
    ask("pages/find/", 404, path=f"/en/stories/{page.slug}/")
    assert "unpublished secret" not in everything()


@pytest.mark.usefixtures("spanish")
def test_a_page_that_was_taken_down_is_gone_in_every_language():
    story = factories.campaign_story(title="The story at risk")
    spanish = factories.translated(story)
    addresses = [ask(f"pages/{page.pk}/")["url"] for page in (story, spanish)]
    factories.take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    for page, address in zip((story, spanish), addresses, strict=True):
        assert ask(f"pages/{page.pk}/", 410)["detail"] == "This page was taken down."
        assert ask("pages/find/", 410, path=address)["status"] == 410
    assert "at risk" not in everything()


def test_a_page_that_may_come_back_is_not_found_until_it_is_approved_again():
    story = factories.campaign_story(state="taken_down")
    restore(TakeDown.objects.get(), factories.duty_editor())
    ask(f"pages/{story.pk}/", 404)


def test_an_unpublished_page_and_an_expired_one_are_not_found():
    unpublished, expired = factories.campaign_story(), factories.campaign_story()
    unpublished.unpublish()
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    ask(f"pages/{unpublished.pk}/", 404)
    ask(f"pages/{expired.pk}/", 404)


def test_a_page_that_is_private_and_what_is_below_it_are_not_found():
    story = factories.campaign_story(title="Behind the door")
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    ask(f"pages/{story.pk}/", 404)
    assert "Behind the door" not in everything()


def test_words_that_nobody_approved_are_in_no_answer():
    story = factories.campaign_story()
    factories.edit(story, title="Words of a draft")
    Page.objects.filter(pk=story.pk).update(title="Words written past the law")
    assert "Words" not in everything()
    assert ask(f"pages/{story.pk}/")["title"] == story.title


def test_who_wrote_and_who_approved_a_page_is_in_no_answer(one_of_each):
    said = everything()
    for person in (factories.writer(), factories.editor()):
        assert person.username not in said
        assert person.email not in said
    for word in ("owner", "revision", "workflow", "locked", "draft", "reviewer"):
        assert f'"{word}' not in said


def test_pictures_come_as_renditions_and_originals_are_never_named():
    picture = factories.image("The gate")
    factories.campaign_story(body=[("picture", factories.picture_block(image=picture))])
    (story,) = ask("pages/", type="campaign_story")["items"]
    sources = story["body"][0]["picture"]["sources"]
    assert [source["width"] for source in sources] == [400, 800, 1200] * 2
    assert all(Client().get(source["url"]).status_code == 200 for source in sources)
    assert picture.file.name not in everything()
    assert picture.filename not in everything()
    assert "original_images" not in everything()


@pytest.mark.usefixtures("spanish")
def test_a_link_in_a_text_leads_to_the_page_in_the_language_of_the_text():
    target = factories.about()
    text = f'<p>See <a linktype="page" id="{target.pk}">who we are</a>.</p>'
    story = factories.campaign_story(body=[("text", text)])
    spanish = factories.translated(story)
    link = ask(f"pages/{spanish.pk}/")["body"][0]["html"]
    assert f'href="/en/{target.slug}/" hreflang="en"' in link
    factories.translated(target)
    assert f'href="/es/{target.slug}/"' in ask(f"pages/{spanish.pk}/")["body"][0]["html"]
    assert f'href="/en/{target.slug}/"' in ask(f"pages/{story.pk}/")["body"][0]["html"]


def test_a_link_to_a_page_that_is_not_public_leaves_its_words_only():
    target = factories.about(state="draft")
    story = factories.campaign_story(body=[("text", f'<p><a linktype="page" id="{target.pk}">Soon</a></p>')])
    assert ask(f"pages/{story.pk}/")["body"][0]["html"] == "<p>Soon</p>"


def test_dates_are_in_utc():
    page = ask(f"pages/{factories.home().pk}/")
    moment = datetime.datetime.fromisoformat(page["published_at"])
    assert page["published_at"].endswith("Z")
    assert abs(timezone.now() - moment) < datetime.timedelta(hours=1)


def test_a_page_names_its_other_languages(spanish_home):
    (link,) = ask(f"pages/{factories.home().pk}/")["translations"]
    assert (link["lang"], link["id"], link["url"]) == ("es", spanish_home.pk, "/es/")


@pytest.mark.usefixtures("spanish_home")
def test_the_languages_of_the_site_say_whether_they_are_public():
    factories.language("ar")
    items = {item["code"]: item for item in ask("locales/")["items"]}
    assert items["ar"] == {
        "code": "ar", "autonym": "العربية", "name": "Arabic", "direction": "rtl", "url": "/ar/", "is_public": False,
        "is_source": False, "coverage": {"current": 0, "outdated": 0, "missing": 4},
    }  # fmt: skip
    assert items["es"]["is_public"] and items["en"]["is_public"]
    assert set(problem_with("locales/", locale="es")) == {"locale"}


def everything() -> str:
    """Every word that the API sends."""
    listed = Client().get("/api/v1/pages/", {"limit": 100}).content.decode()
    return listed + Client().get("/api/v1/locales/").content.decode()
