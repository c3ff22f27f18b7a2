"""Which other pages may hold what a page is taken down for: the same people, the same words, the same pictures.

They have a translation key of their own, so that a take-down leaves them where they are. Whoever takes a page down is
shown them first. Other rooms know what a page holds: each registers a finder here when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.consent.models import TakeDown
from newsroom.consent.records import Reliance
from newsroom.consent.removal.covered import covered


class Found(NamedTuple):
    """A page by its number, and why it is named, in a part of a sentence. What is likely is ticked."""

    page_id: int
    why: str
    is_likely: bool = True


@dataclass
class Alike:
    """A page to look at, in all its languages at once."""

    page: Page
    why: list[str] = field(default_factory=list)
    is_likely: bool = False
    is_ticked: bool = False


# Gets the numbers of a page in every language; what it finds may be among these too.
Finder = Callable[[Sequence[int]], Iterable[Found]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Called once for each, when its room is ready."""
    _finders.append(finder)


def alike(page: Any) -> list[Alike]:
    """Other pages that hold something of this one, public or not yet, those first that are likely to be meant. What is
    taken down already is not among them."""
    ids = set(covered(page.translation_key).values_list("pk", flat=True))
    found: dict[int, list[Found]] = {}
    for each in (each for finder in _finders for each in finder(list(ids))):
        found.setdefault(each.page_id, []).append(each)
    pages = Page.objects.filter(pk__in=found.keys() - ids).select_related("locale", "alias_of")
    by_key: dict[Any, Alike] = {}
    # One stands for all its languages: one that is public, and of those the oldest.
    for other in pages.order_by("-live", "pk"):
        meant = other.alias_of or other
        if meant.translation_key == page.translation_key:
            continue
        one = by_key.setdefault(meant.translation_key, Alike(meant))
        for each in found[other.pk]:
            one.is_likely = one.is_likely or each.is_likely
            one.why += [each.why] if each.why not in one.why else []
    gone = TakeDown.objects.in_force().filter(translation_key__in=by_key).values_list("translation_key", flat=True)
    named = [one for key, one in by_key.items() if key not in set(gone)]
    return sorted(named, key=lambda one: (not one.is_likely, not one.page.live, one.page.title))


def _same_people(ids: Sequence[int]) -> Iterator[Found]:
    """Pages with an approved version, of now or of before, that rests on a consent which one of these rests on."""
    consents = Reliance.objects.filter(approval__page__in=ids).values("consent")
    others = Reliance.objects.filter(consent__in=consents).exclude(approval__page__in=ids)
    public = Q(approval__page__live=True)
    for page_id in others.filter(public).values_list("approval__page_id", flat=True).distinct():
        yield Found(page_id, _("rests on the same consent"))


register(_same_people)
