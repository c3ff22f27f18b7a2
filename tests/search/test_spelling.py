"""A mistyped word leads to the one that was meant: where nothing else is found, and never to what is not public."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from newsroom.consent.take_down import take_down
from search.models import PublicWords, Word
from search.spelling import closest, distance
from tests import factories as f
from tests.search.corpus import write

pytestmark = pytest.mark.django_db


def test_what_was_meant_is_offered_in_each_language_as_its_pages_write_it(client, homes):
    meant = {
        ("en", "famliies"): "families",
        ("en", "Nursse"): "Nurses",
        ("en", "swiming pool"): "swimming pool",
        ("es", "deprotacion"): "deportación",
        ("es", "telefno"): "teléfono",
        ("es", "Hilaroi"): "Hilario",
        ("ar", "الترحبل"): "الترحيل",
        ("ar", "المهاجرسن"): "المهاجرين",
        ("vi", "nguoii"): "người",
        ("ht", "pwofsè"): "pwofesè",
        # Nothing is near, too short, no words with letters to slip on, or right as it is.
        ("en", "zeppelin"): "",
        ("en", "bde"): "",
        ("en", "14000"): "",
        ("en", "families"): "",
        ("zh-hans", "拘瘤中心"): "",
        # A word of another language is no word of this one.
        ("en", "vecimas"): "",
    }
    assert {asked: closest(asked[1], asked[0]) for asked in meant} == meant


def test_the_page_shows_what_was_meant_with_a_plain_link_to_ask_for_it(client, homes):
    response = client.get("/es/search/", {"q": "maestars"})
    page = response.content.decode()
    assert [result.card.id for result in response.context["results"]] == [homes["es", "escuela"].pk]
    assert "maestars" in page
    assert '<a href="?q=maestras"><bdi>maestras</bdi></a>' in page
    assert "<mark>maestras</mark>" in page


def test_where_some_words_are_found_the_link_stands_above_them(client, homes):
    response = client.get("/en/search/", {"q": "nurses delaprtation"})
    assert response.context["how"] == "some"
    assert response.context["meant"] == ""
    response = client.get("/en/search/", {"q": "nurses deprtation"})
    assert response.context["how"] == "some"
    assert '<a href="?q=nurses+deportation">' in response.content.decode()


def test_a_slip_costs_a_constant_number_of_queries(client, homes):
    def cost(typed: str) -> int:
        client.get("/en/search/", {"q": typed})
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/search/", {"q": typed}).context["results"]
        return len(queries)

    hit, slip = cost("family"), cost("famliies")
    # Of several words some may be found where not all are, which is one question more.
    assert cost("famliies neigbours") == cost("famliies neigbours sherif contarct") == slip + 1
    assert hit <= 12
    assert slip <= hit + 4


def test_the_page_that_is_not_public_is_not_hinted_at():
    """Each of these pages alone has a word that nobody else has; the closest must be silent about it."""
    f.home()
    shown = write("en", "The heron", "It stands in shallow water.")
    assert closest("shalow", "en") == "shallow"

    for number, state in enumerate(["draft", "in_review", "rejected", "scheduled", "taken_down"]):
        f.campaign_story(state, title=f"The cormorant {number}")
    f.edit(shown, mission="<p>A kingfisher dives.</p>")
    restricted = write("en", "The flamingo", "Pink.")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    removed = write("en", "The pelican", "Grey.")
    write("es", "El cernícalo", "Vuela.")
    for _ in range(2):
        for slip in ("cormorent", "kingfsher", "flamngo", "cernicalo", "cernicale"):
            assert closest(slip, "en") == "", slip
        call_command("update_index", verbosity=0)
    assert closest("pelicen", "en") == "pelican"
    take_down(removed, f.duty_editor(), "Somebody in it is at risk.")
    assert closest("pelicen", "en") == ""
    assert not Word.objects.filter(word="pelican").exists()


def test_the_words_of_an_earlier_version_are_not_suggested_even_while_the_index_is_behind(settings):
    page = write("en", "The heron", "It stands in shallow water.")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    f.publish(page, mission="<p>It sleeps.</p>")
    assert closest("shalow", "en") == ""


def test_a_word_is_kept_as_long_as_a_page_has_it():
    pages = [write("en", f"The heron {number}", "It stands in shallow water.") for number in range(2)]
    assert PublicWords.objects.filter(page__in=pages).count() == 2
    for page, left in zip(pages, (1, 0), strict=True):
        Page.objects.get(pk=page.pk).delete()
        assert Word.objects.filter(language="en", word="shallow").count() == left
    assert not PublicWords.objects.filter(pk__in=[page.pk for page in pages]).exists()


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("jail", "jail", 0), ("jial", "jail", 1), ("jal", "jail", 1), ("jaill", "jail", 1), ("nail", "jail", 1),
     ("ترحبل", "ترحيل", 1), ("", "jail", 4), ("liaj", "jail", 3)],
)  # fmt: skip
def test_letters_left_out_added_exchanged_and_swapped_count_as_one_slip_each(one, other, slips):
    assert distance(one, other) == slips
    assert distance(other, one) == slips
