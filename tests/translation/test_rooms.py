"""A language's room comes with its locale, may be opened again and again, and goes when nothing would be lost."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Locale, Page, Task, Workflow

from newsroom.authoring.visible import visible_pages
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.rooms import open_room, retire
from newsroom.translation.seats import home_of
from tests import factories

pytestmark = pytest.mark.django_db


def sections_of(locale):
    return set(Page.objects.filter(locale=locale, depth__gt=1).values_list("title", flat=True))


def add_in_the_admin(client, code):
    client.force_login(factories.administrator())
    return client.post("/admin/locales/new/", {"language_code": code})


def remove_in_the_admin(client, locale):
    client.force_login(factories.administrator())
    answer = client.post(f"/admin/locales/delete/{locale.pk}/", follow=True)
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_an_administrator_adds_a_language_and_everything_is_there(empty_site, client):
    factories.story_index(), factories.partner_index(), factories.about()
    assert add_in_the_admin(client, "es").status_code == 302
    locale = Locale.objects.get(language_code="es")
    home = home_of(locale)
    assert sections_of(locale) == {"Open Gate Network", "Stories", "Partners"}
    assert not Page.objects.filter(locale=locale, live=True).exists()
    assert not Page.objects.filter(locale=locale, alias_of__isnull=False).exists()
    assert home.slug == "home-es"
    assert home.get_workflow().name == "Language review (es)"
    assert [group.name for group in Task.objects.get(name="Language review (es)").specific.groups.all()] == [
        "Reviewers (es)"
    ]
    for name in ("Translators (es)", "Reviewers (es)"):
        held = GroupPagePermission.objects.filter(group__name=name).values_list("page_id", "permission__codename")
        assert list(held) == [(home.pk, "change_page")]
    may = set(Group.objects.get(name="Translators (es)").permissions.values_list("codename", flat=True))
    assert may == {"access_admin", "submit_translation"}
    assert set(Group.objects.get(name="Reviewers (es)").permissions.values_list("codename", flat=True)) == {
        "access_admin"
    }


def test_opening_a_room_again_changes_nothing():
    locale = factories.language("es")
    before = (Page.objects.count(), Group.objects.count(), Workflow.objects.count(), Task.objects.count())
    open_room(locale)
    assert (Page.objects.count(), Group.objects.count(), Workflow.objects.count(), Task.objects.count()) == before


def test_a_language_that_is_there_before_the_home_page_gets_its_tree_when_that_is_public(empty_site):
    locale = Locale.objects.create(language_code="vi")
    assert home_of(locale) is None
    assert Group.objects.filter(name="Translators (vi)").exists()
    factories.home()
    assert home_of(locale).get_workflow().name == "Language review (vi)"
    factories.story_index()
    assert sections_of(locale) == {"Open Gate Network", "Stories"}
    assert visible_pages().filter(locale=locale).count() == 0


def test_people_of_the_language_choose_pictures_and_files(client):
    factories.language("es")
    picture, file = factories.image("A gate that opens"), factories.document("A report on the gate")
    for who in (factories.translator("es"), factories.reviewer("es")):
        client.force_login(who)
        assert picture.title in client.get("/admin/images/chooser/").content.decode()
        assert file.title in client.get("/admin/documents/chooser/").content.decode()


def test_a_language_that_is_not_in_the_table_is_refused_in_a_sentence(client):
    with pytest.raises(TranslationRefused, match="“fr” is not in the language table: add it there first"):
        Locale.objects.create(language_code="fr")
    answer = add_in_the_admin(client, "fr")
    assert "fr is not one of the available choices" in answer.content.decode()
    assert not Locale.objects.filter(language_code="fr").exists()


def test_a_language_is_not_turned_into_another_one(client):
    locale = factories.language("es")
    client.force_login(factories.administrator())
    answer = client.post(f"/admin/locales/edit/{locale.pk}/", {"language_code": "vi"})
    assert "A language is not turned into another one" in answer.content.decode()
    locale.language_code = "vi"
    with pytest.raises(TranslationRefused):
        locale.save()


def test_a_language_nobody_worked_in_goes_with_all_that_was_made_for_it(client):
    factories.story_index()
    locale = factories.language("es")
    person = factories.translator("es")
    assert "was removed, with its groups and its workflow" in remove_in_the_admin(client, locale)
    assert not Locale.objects.filter(language_code="es").exists()
    assert not Page.objects.filter(locale_id=locale.pk).exists()
    assert not Group.objects.filter(name__contains="(es)").exists()
    assert not Workflow.objects.filter(name__contains="(es)").exists()
    assert not Task.objects.filter(name__contains="(es)").exists()
    assert list(person.groups.all()) == []
    factories.language("es")
    assert list(person.groups.all()) == [], "a language that comes back lets nobody in by itself"


def test_a_language_with_a_page_that_is_or_was_public_stays_and_says_why(client):
    page = factories.translated(factories.home(), "es")
    locale = page.locale
    assert "is or was public in Spanish and stays on record: take it down if" in remove_in_the_admin(client, locale)
    page.unpublish()
    assert "is or was public in Spanish" in remove_in_the_admin(client, locale)
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_language_somebody_worked_in_stays_until_the_drafts_are_deleted(client):
    page = factories.translated(factories.commitment(), "es", state="draft")
    said = remove_in_the_admin(client, page.locale)
    assert "Somebody has worked on “Listen first [es]” in Spanish: delete that draft first" in said
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_source_language_stays():
    factories.home()
    with pytest.raises(TranslationRefused, match="English is the language that everything is translated from"):
        retire(Locale.objects.get(language_code="en"))
