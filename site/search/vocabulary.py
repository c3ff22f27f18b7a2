"""The words that pages have, kept in step with the index, so that a mistyped one can be told from them.

Two processes that index at once may lose a word that one gives up while the other takes it on. It is then not
suggested until its page, or the whole index, is indexed again; nothing is found or shown wrongly.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from anyascii import anyascii
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Exists, F, Func, OuterRef, Q, TextField, Value, When
from django.db.models.signals import post_delete
from django.dispatch import receiver

from newsroom.consent.take_down import page_taken_down
from search import arabic
from search.entries import Words
from search.models import PublicWords, Word
from search.words import words

# Of shorter words every second one is a neighbour of some other; longer ones nobody has typed.
SHORTEST, LONGEST = 4, 30
# Under these names a card's details say where something is: a name, or a list of names.
_PLACES = ("place", "region", "places", "dateline_place")
_TEXTS = ArrayField(TextField())

# What the index took from a page that readers get today, and nothing where it is behind; for queries on pages.
IS_CURRENT = Q(public_words__revision_id=F("live_revision_id"))
PLACES = Case(When(IS_CURRENT, then=F("public_words__places")), default=Value([], output_field=_TEXTS))


def has_word(word: Any) -> Q:
    """The condition that a page has this word today; the word may be an expression."""
    return IS_CURRENT & Q(public_words__words__contains=_array_of(word))


def is_in_place(place: str) -> Q:
    """The condition that a page names this place today, however it is written."""
    return IS_CURRENT & Q(public_words__place_keys__contains=[place_key(place)])


@lru_cache(maxsize=20_000)
def place_key(place: str) -> str:
    """One form of a place's name for everybody who types it."""
    return " ".join(word.folded for word in words(place))


def places_in(details: dict[str, Any]) -> list[str]:
    """The places that a card's details name, each once."""
    found: dict[str, str] = {}
    for name in _PLACES:
        value = details.get(name) or []
        for place in [value] if isinstance(value, str) else value:
            found.setdefault(place_key(place), place)
    return [place for key, place in found.items() if key]


def bare(word: str) -> str:
    """A folded word without an Arabic article, which is no part of what is spelt."""
    return arabic.without_article(word) if arabic.is_arabic(word) else word


def key_of(word: str) -> str:
    """A folded word in ASCII letters, as it sounds."""
    return "".join(filter(str.isalnum, anyascii(bare(word)).lower()))


def can_be_mistyped(word: str) -> bool:
    """Whether a folded word is long enough to be told from its neighbours, and made of letters."""
    return word.isalpha() and len(bare(word)) >= SHORTEST and len(word) <= LONGEST


def remember(found: list[Words]) -> None:
    """Keep the words and places of these indexed pages, and drop those of the ones that have no public words."""
    known = {each.pk: _entry(each) for each in found if each.row is not None}
    had = PublicWords.objects.in_bulk([each.pk for each in found])
    gone = PublicWords.objects.filter(pk__in=set(had) - set(known))
    gone._raw_delete(using=gone.db)  # Without the receiver below: it would forget word by word.
    PublicWords.objects.bulk_create(
        known.values(),
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["revision_id", "language", "words", "places", "place_keys"],
    )
    now = {(entry.language, word) for entry in known.values() for word in entry.words}
    before = {(entry.language, word) for entry in had.values() for word in entry.words}
    Word.objects.bulk_create(
        (Word(language=language, word=word, key=key_of(word)) for language, word in sorted(now - before)),
        ignore_conflicts=True,
        batch_size=2000,
    )
    forget(before - now)


def forget(gone: set[tuple[str, str]]) -> None:
    """Drop these words, by language, as far as no page has them any more."""
    by_language: dict[str, list[str]] = {}
    for language, word in gone:
        by_language.setdefault(language, []).append(word)
    for language, candidates in by_language.items():
        still = PublicWords.objects.filter(language=language, words__contains=_array_of(OuterRef("word")))
        Word.objects.filter(~Exists(still), language=language, word__in=candidates).delete()


@receiver(page_taken_down)
def _forget_what_is_taken_down(pages: list[Any], **_kwargs: Any) -> None:
    """At once, not when the index is next written."""
    remember([Words(page.pk) for page in pages])


@receiver(post_delete, sender=PublicWords)
def _forget_with_its_page(instance: PublicWords, **_kwargs: Any) -> None:
    forget({(instance.language, word) for word in instance.words})


def _entry(found: Words) -> PublicWords:
    row = found.row
    places = places_in(row.specific_class.card_details(row.live_revision.content))
    folded = {word.folded for _, text in found.texts for word in words(text) if not word.is_run}
    return PublicWords(
        page_id=found.pk,
        revision_id=row.live_revision_id,
        language=row.locale.language_code,
        words=sorted(filter(can_be_mistyped, folded)),
        places=places,
        place_keys=[place_key(place) for place in places],
    )


def _array_of(word: Any) -> Func:
    return Func(
        word if hasattr(word, "resolve_expression") else Value(word),
        function="ARRAY",
        template="%(function)s[%(expressions)s]::text[]",
        output_field=_TEXTS,
    )
