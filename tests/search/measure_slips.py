"""What a slip costs on a site of 5,000 pages, against the same word typed right. It is no test, and takes a minute:

.venv/bin/python -m pytest tests/search/measure_slips.py -s
"""

import random
import statistics
import sys
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.search.backends import get_search_backend

from home.models import AboutPage
from newsroom.review.models import Approval
from search.answering import answer
from search.models import Word
from search.spelling import closest
from tests import factories as f
from tests.search.corpus import write

PAGES, WORDS, A_PAGE, ROUNDS = 5000, 20_000, 150, 21


@pytest.mark.django_db
def test_measure():
    chance = random.Random(8)
    vocabulary = _words(chance)
    _write(chance, vocabulary, write("en", "A model", "One page to copy."))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"{PAGES} pages of {A_PAGE} words, {Word.objects.count()} different words")
    for name, word in (("on most pages", vocabulary[0]), ("on a few pages", vocabulary[9000])):
        slip = word[:2] + word[3] + word[2] + word[4:]
        if not closest(slip, "en"):
            slip = word[:-1] + "q" + word[-1]
        right, wrong = cost(word), cost(slip)
        say(f"{name}: {right[0]:.0f} ms, {right[1]} queries; with a slip {wrong[0]:.0f} ms, {wrong[1]} queries: "
            f"{wrong[0] / right[0]:.2f} times; the correction alone {median(lambda: closest(slip, 'en')):.0f} ms")  # noqa: B023  # fmt: skip
    say(f"nothing like it anywhere: {cost('xqzzyvwkjq')[0]:.0f} ms")


def cost(typed: str) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as queries:
        answer(typed, "en")
    return median(lambda: answer(typed, "en")), len(queries)


def median(run) -> float:
    """Milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def say(line: str) -> None:
    sys.stdout.write(f"\n{line}")


def _words(chance: random.Random) -> list[str]:
    syllables = [a + b for a in "bcdfghjklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er")]
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))] = None
    return list(found)


def _write(chance: random.Random, vocabulary: list[str], model: AboutPage) -> None:
    """Copies of a public page with other words. Only what public reads ask for is written."""
    rank = [1 / (place + 1) for place in range(WORDS)]
    base, content, now = Page.objects.get(pk=model.pk), model.live_revision.content, timezone.now()
    first = Page.objects.order_by("-pk").first().pk + 1000
    pages, revisions, writer, editor = [], [], f.writer(), f.editor()
    for number in range(PAGES):
        words = chance.choices(vocabulary, rank, k=A_PAGE)
        own = {"pk": first + number, "title": " ".join(words[:4]), "mission": f"<p>{' '.join(words[4:])}</p>",
               "slug": f"page-{number}", "translation_key": str(uuid.uuid4())}  # fmt: skip
        pages.append(
            Page(id=own["pk"], title=own["title"], draft_title=own["title"], slug=own["slug"], depth=base.depth,
                 path=base.path[:-4] + Page._int2str(900_000 + number).rjust(4, "0"), url_path=f"{base.url_path}{number}/",  # noqa: E501
                 content_type=base.content_type, locale=base.locale, translation_key=own["translation_key"], live=True,
                 first_published_at=now, last_published_at=now)
        )  # fmt: skip
        revisions.append(
            Revision(content_type=base.content_type, base_content_type=model.live_revision.base_content_type,
                     object_id=str(own["pk"]), content={**content, **own}, created_at=now, user=writer)
        )  # fmt: skip
    Page.objects.bulk_create(pages, batch_size=500)
    Revision.objects.bulk_create(revisions, batch_size=500)
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision = revision
    Page.objects.bulk_update(pages, ["live_revision"], batch_size=500)
    Approval.objects.bulk_create(
        (Approval(page_id=page.pk, revision=revision, author_id=writer.pk, approved_by=editor, digest="0" * 64)
         for page, revision in zip(pages, revisions, strict=True)), batch_size=500)  # fmt: skip
    index = get_search_backend().get_index_for_model(Page)
    for start in range(0, PAGES, 250):
        index.add_items(AboutPage, pages[start : start + 250])
