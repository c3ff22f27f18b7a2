"""A compiled queryset gives what the queryset would give."""

import datetime

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.models import Page

from newsroom.authoring.compiled import Compiled

pytestmark = pytest.mark.django_db

at_paths = Compiled(lambda paths: Page.objects.filter(path__any_of=paths), paths=["paths"])
saying = Compiled(lambda text: Page.objects.annotate(said=Concat(Value("100% \\ "), Value(text)))[:1], text="\0text")


def test_it_gives_what_the_queryset_gives_for_any_number_of_values():
    paths = list(Page.objects.values_list("path", flat=True))
    for asked in (paths, paths[:1], [], ["no such path"]):
        assert at_paths(paths=asked) == list(Page.objects.filter(path__in=asked))


@pytest.mark.parametrize("text", ["'; DROP TABLE review_approval; --", "50 %s %% \\", "$1 'یک' 中文", ""])
def test_a_value_stays_a_value_whatever_it_says(text):
    assert saying(text=text)[0].said == "100% \\ " + text


def test_it_answers_after_a_transaction_that_was_given_up():
    ask = Compiled(lambda ids: Page.objects.filter(pk__any_of=ids), ids=[-9001])
    found = []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        found = ask(ids=[1])
        raise ZeroDivisionError
    assert ask(ids=[1]) == found == [Page.objects.get(pk=1)]


def test_a_time_that_would_stay_is_refused():
    def later():
        return Page.objects.filter(expire_at__gt=timezone.now() + datetime.timedelta(days=1))

    with pytest.raises(TypeError, match="fixed time"):
        Compiled(later)()


def test_it_asks_for_the_values_that_it_has_places_for():
    with pytest.raises(TypeError, match="are asked for"):
        at_paths(path=["0001"])
    with pytest.raises(TypeError, match="stand nowhere"):
        Compiled(lambda path: Page.objects.all(), path="\0path")(path="0001")
