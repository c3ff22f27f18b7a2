"""What readers get is kept as bytes, and given again only while it is still what readers may see."""

from __future__ import annotations

import gzip
import io
from datetime import timedelta

import brotli
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.consent.take_down import restore, take_down
from newsroom.review.models import Approval
from newsroom.web.models import PublishedDocument
from newsroom.web.published_documents import generation
from newsroom.web.published_documents.checking import environ_of
from newsroom.web.published_documents.warming import warm_up
from search.parts import make_missing
from tests import factories
from tests.published import Way

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def page_scenery(scenery):
    return scenery(lambda: {"page": factories.campaign_story(title="The jail that closed")})


@pytest.fixture
def page(page_scenery, db):
    """A public story. Tests of this module begin with it."""
    return page_scenery.put_up()["page"]


def addresses(page):
    """The addresses at which a page is kept as a page."""
    url = Client().get(f"/api/v1/pages/{page.pk}/").json()["url"]
    return [url, f"/api/v1/pages/{page.pk}/", f"/api/v1/pages/find/?path={url}"]


LISTS = [
    "/api/v1/pages/?locale=en&type=campaign_story", "/api/v1/locales/", "/api/v1/partners.csv?locale=en",
    "/en/stories/", "/en/stories/?place=riverton", "/en/feed.atom", "/sitemap-en.xml", "/sitemap.xml", "/robots.txt",
]  # fmt: skip


def test_the_second_reader_gets_the_same_bytes_without_django(page):
    for address in [*addresses(page), *LISTS]:
        way = Way()
        first, second, django = way.get(address), way.get(address), Client().get(address)
        assert way.cold == 1, address
        assert first.status_code == second.status_code == 200
        assert first.content == second.content == django.content
        assert dict(first.headers) == dict(second.headers)
        assert {name: value for name, value in first.headers.items() if name not in ("Vary", "Content-Length")} == {
            name: value for name, value in django.headers.items() if name not in ("Vary", "Content-Length")
        }


def test_the_first_reader_does_not_wait_until_the_answer_is_kept(page):
    way = Way()
    sending = way.application(environ_of("http", addresses(page)[0]), lambda *started: None)
    assert b"The jail that closed" in b"".join(sending)
    assert not PublishedDocument.objects.exists()
    sending.close()
    assert PublishedDocument.objects.count() == 1


def test_a_process_that_was_warmed_up_answers_its_first_search_without_django(page):
    make_missing([page.pk])
    way = Way()
    warm_up(way.application)
    way.cold = 0
    assert way.get("/api/v1/search/?q=jail&locale=en").json()["meta"]["total_count"] == 1
    assert way.cold == 0


def test_no_failure_keeps_a_process_from_starting():
    asked = []

    def down(environ, start_response):
        asked.append(environ["PATH_INFO"])
        raise OperationalError("the database is not there")

    warm_up(down)
    assert asked == ["/en/"]


def test_a_kept_answer_costs_one_query(monkeypatch, page):
    way, asked = Way(), []
    connection = way.application.store.connection
    monkeypatch.setattr(way.application.store, "connection", lambda: asked.append(1) or connection())
    for address in [*addresses(page), *LISTS]:
        way.get(address)
        asked.clear()
        way.cold = 0
        assert way.get(address).status_code == 200
        assert (len(asked), way.cold) == (1, 0)


def test_who_has_it_gets_no_body_warm_or_cold(page):
    address = addresses(page)[0]
    tag = Client().get(address)["ETag"]
    way = Way()
    for asked in (tag, f"W/{tag}", f'"other", {tag}', f'"{tag[1:-1]}-br"', "*"):
        for _ in range(2):
            answer = way.get(address, headers={"if-none-match": asked})
            assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert way.cold == 1
    assert way.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"), ("gzip, deflate", "gzip"), ("gzip;q=0.5, br;q=0", "gzip"), ("", ""), ("identity", ""),
        ("GZIP", "gzip"), ("br ; q=1.0", "br"),
    ],
)  # fmt: skip
def test_bytes_come_as_small_as_the_client_takes_them(accepted, encoding, page):
    address = addresses(page)[0]
    way, plain = Way(), Client().get(address)
    for answer in (way.get(address, headers={"accept-encoding": accepted}) for _ in range(2)):
        assert answer.get("Content-Encoding", "") == encoding
        read = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
        assert read(answer.content) == plain.content
        assert int(answer["Content-Length"]) == len(answer.content)
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["ETag"] == (f'"{plain["ETag"][1:-1]}-{encoding}"' if encoding else plain["ETag"])


def test_what_is_not_kept_comes_as_small_too(page):
    way = Way()
    for address in ("/en/search/?q=jail", "/api/v1/search/?q=jail&locale=en", "/api/v1/pages/?search=jail"):
        plain = Client().get(address)
        for _ in range(2):
            answer = way.get(address, headers={"accept-encoding": "br"})
            assert (answer["Content-Encoding"], answer["Vary"]) == ("br", "Accept-Encoding")
            assert brotli.decompress(answer.content) == plain.content
            assert int(answer["Content-Length"]) == len(answer.content) < len(plain.content)
        for tag in filter(None, [answer.get("ETag")]):
            known = way.get(address, headers={"accept-encoding": "br", "if-none-match": tag})
            assert (known.status_code, known.content) == (304, b"")
    assert not PublishedDocument.objects.exists()


def test_head_says_what_get_says_and_keeps_nothing(page):
    address = addresses(page)[0]
    way = Way()
    assert way.head(address).content == b""
    assert not PublishedDocument.objects.exists()
    got = way.get(address)
    head = way.head(address)
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(got.headers))
    assert way.cold == 2


def test_what_changes_something_or_knows_who_asks_goes_to_django(page):
    address = addresses(page)[0]
    way = Way()
    way.get(address)
    assert way.post(address).status_code == 405
    assert way.get("/admin/login/").status_code == 200
    assert way.get("/en/search/?q=jail").status_code == 200
    assert way.get("/api/v1/pages/?search=jail").status_code == 200
    assert way.get("/").status_code == 302
    assert way.get("/en/nothing/").status_code == 404
    assert way.get("/api/v1/pages/?limit=x").status_code == 400
    assert PublishedDocument.objects.count() == 1


def test_another_host_or_a_closed_site_is_never_answered_from_the_store(settings, tmp_path, page):
    address = addresses(page)[0]
    way = Way()
    way.get(address)
    assert way.get(address, headers={"host": "evil.example"}).status_code == 400
    settings.MAINTENANCE_FILE = str(tmp_path / "closed")
    (tmp_path / "closed").touch()
    assert way.get(address).status_code == 503


def test_the_same_words_by_http_and_https_have_the_headers_of_each(settings, page):
    settings.SECURE_HSTS_SECONDS = 60
    address = addresses(page)[0]
    way = Way()
    way.get(address)
    assert "Strict-Transport-Security" not in way.get(address)
    for _ in range(2):
        assert way.get(address, secure=True)["Strict-Transport-Security"].startswith("max-age=60")


def test_what_another_release_made_is_not_given(page):
    address = addresses(page)[0]
    way, other = Way(), Way()
    other.application.store._release = "another"
    other.get(address)
    assert way.get(address).status_code == 200
    assert way.cold == 1


def test_lists_are_kept_only_so_far_but_pages_always(monkeypatch, page):
    monkeypatch.setattr("newsroom.web.published_documents.store.MOST_LISTS", 2)
    way = Way()
    for limit in range(1, 6):
        assert way.get(f"/api/v1/pages/?limit={limit}").status_code == 200
    assert PublishedDocument.objects.count() == 2
    way.get(addresses(page)[0])
    assert PublishedDocument.objects.count() == 3


def test_one_page_is_not_kept_in_as_many_ways_as_it_can_be_asked_for(page):
    url = addresses(page)[0]
    way = Way()
    for query in ("?a=1", "?&", f"?path={url}", "?utm_source=x"):
        way.get(f"{url}{query}")
    way.get(f"/api/v1/pages/find/?path={url.replace('e', '%65')}")
    assert not PublishedDocument.objects.filter(page_id=page.pk).exists()


@pytest.mark.parametrize("header", [("Cache-Control", "no-store, private"), ("Vary", "Cookie"), ("Set-Cookie", "a=b")])
def test_what_is_meant_for_one_reader_is_not_kept_whatever_its_view_says(header, page):
    way = Way()
    django = way.django

    def for_one_reader(environ, start_response):
        def start(status, headers, *rest):
            start_response(status, [*(each for each in headers if each[0] != header[0]), header], *rest)

        return django(environ, start)

    way.django = for_one_reader
    assert way.get(addresses(page)[0]).status_code == 200
    assert not PublishedDocument.objects.exists()


# Every road on which a page changes or goes


def _sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


ROADS = {
    "unpublished": lambda page: page.unpublish(),
    "taken down": lambda page: take_down(page, factories.duty_editor(), "At risk."),
    "deleted": lambda page: page.delete(),
    "kept from the public": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "its section kept from the public": lambda page: PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type="password", password="x"
    ),
    "expired by hand": lambda page: _sql("UPDATE wagtailcore_page SET expire_at = now() WHERE id = %s", page.pk),
    "not live by SQL": lambda page: _sql("UPDATE wagtailcore_page SET live = false WHERE id = %s", page.pk),
    "on no revision by SQL": lambda page: _sql(
        "UPDATE wagtailcore_page SET live_revision_id = NULL WHERE id = %s", page.pk
    ),
    "without its approval": lambda page: _sql(
        "DELETE FROM review_approval WHERE revision_id = %s", page.live_revision_id
    ),
    "taken down by SQL": lambda page: _sql(
        "INSERT INTO consent_takedown (translation_key, title, reason, created_at) VALUES (%s, 'x', 'x', now())",
        page.translation_key,
    ),
}  # fmt: skip


@pytest.mark.parametrize("road", ROADS)
def test_a_page_that_goes_by_any_road_is_gone_from_the_next_request_on(road, page):
    shown = [*addresses(page), *LISTS[:1], "/en/stories/", "/en/feed.atom", "/sitemap-en.xml"]
    way = Way()
    for address in shown:
        assert page.slug in way.get(address).content.decode()
        assert page.slug in way.get(address).content.decode()
    ROADS[road](page)
    for address in shown:
        answer = way.get(address)
        assert page.slug not in answer.content.decode() or answer.status_code in (404, 410), address
    assert [way.get(address).status_code for address in shown[:3]] in ([404] * 3, [410] * 3)


@pytest.mark.parametrize("road", sorted(set(ROADS) - {"deleted"}))
def test_a_page_is_not_given_even_where_somebody_switched_the_triggers_off(road, page):
    shown = addresses(page)
    way = Way()
    for address in shown:
        way.get(address)
    _sql("SELECT set_config('session_replication_role', 'replica', true)")
    ROADS[road](page)
    _sql("SELECT set_config('session_replication_role', 'origin', true)")
    assert [way.get(address).status_code for address in shown] in ([404] * 3, [410] * 3)


def test_a_page_that_expires_ends_without_any_change(page):
    soon = timezone.now() + timedelta(hours=1)
    Page.objects.filter(pk=page.pk).update(expire_at=soon)
    way = Way()
    for address in (*addresses(page), *LISTS):
        way.get(address)
    assert set(PublishedDocument.objects.values_list("good_until", flat=True)) == {soon}
    PublishedDocument.objects.update(good_until=timezone.now() - timedelta(hours=1))
    way.cold = 0
    way.get(addresses(page)[0])
    assert way.cold == 1


def test_the_next_request_after_a_publish_has_the_new_words_everywhere(page):
    ally = factories.partner(title="Allies of Riverton")
    story = factories.publish(page, partners=[("page", ally)])
    way = Way()
    shown = [*addresses(story), addresses(ally)[0], "/en/partners/", "/api/v1/partners.csv?locale=en"]
    for address in shown:
        assert "Allies of Riverton" in way.get(address).content.decode(), address
    factories.publish(ally, title="Friends")
    for address in shown:
        assert "Allies of Riverton" not in way.get(address).content.decode(), address
        assert "Friends" in way.get(address).content.decode(), address


def test_a_draft_leaves_every_kept_answer_as_it_is(page):
    way = Way()
    shown = [*addresses(page), *LISTS]
    for address in shown:
        way.get(address)
    factories.edit(page, title="Not yet")
    factories.submit(page)
    factories.partner(state="draft")
    factories.announcement(state="in_review")
    way.cold = 0
    for address in shown:
        assert way.get(address).status_code == 200
    assert way.cold == 0


def test_a_page_that_comes_back_is_there_again_only_after_a_review(page):
    address = addresses(page)[0]
    way = Way()
    way.get(address)
    record = take_down(page, factories.duty_editor(), "At risk.")
    assert way.get(address).status_code == 410
    restore(record, factories.duty_editor())
    assert way.get(address).status_code == 404
    factories.publish(page)
    assert way.get(address).status_code == 200


def test_nothing_is_kept_that_changed_while_it_was_made(page):
    address = addresses(page)[0]
    way = Way()
    django = way.django

    def slow(environ, start_response):
        answer = django(environ, start_response)
        Approval.objects.filter(revision_id=page.live_revision_id).delete()
        return answer

    way.django = slow
    way.get(address)
    assert not PublishedDocument.objects.exists()


def test_what_is_taken_down_or_deleted_is_in_no_kept_byte(django_capture_on_commit_callbacks, page):
    taken, deleted = page, factories.campaign_story()
    way = Way()
    for page in (taken, deleted):
        way.get(addresses(page)[0])
    with django_capture_on_commit_callbacks(execute=True):
        take_down(taken, factories.duty_editor(), "At risk.")
    assert not PublishedDocument.objects.exists()
    way.get("/en/stories/")
    with django_capture_on_commit_callbacks(execute=True):
        deleted.delete()
    assert not PublishedDocument.objects.exists()


# The check


def check(*arguments):
    """What `check_delivery` says, and whether it ended without an error."""
    out = io.StringIO()
    try:
        call_command("check_delivery", *arguments, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}", False
    return out.getvalue(), True


@pytest.fixture
def kept(monkeypatch):
    """A way whose documents the command takes for this release's."""
    way = Way()
    monkeypatch.setattr("newsroom.web.management.commands.check_delivery.release_of", lambda _: "tests")
    monkeypatch.setattr("newsroom.web.management.commands.check_delivery.get_wsgi_application", lambda: way.django)
    return way


def test_the_check_finds_that_every_kept_byte_would_be_made_again(kept, page):
    for address in [*addresses(page), *LISTS]:
        kept.get(address)
    said, passed = check()
    assert passed, said
    assert f"{3 + len(LISTS)} published documents are kept, 0 that were over" in said


@pytest.mark.parametrize("column", ["body", "gzip", "br", "etag"])
def test_the_check_names_what_differs_and_the_next_reader_gets_it_fresh(kept, column, page):
    address = addresses(page)[0]
    right = kept.get(address).content
    value = "tampered" if column == "etag" else b"tampered"
    PublishedDocument.objects.update(**{column: value})
    said, passed = check("--report-only")
    assert not passed
    assert f"{address}?: another {column}" in said
    assert PublishedDocument.objects.exists()
    assert not check()[1]
    assert kept.get(address).content == right
    assert check()[1]


def test_the_check_deletes_what_is_over(kept, page):
    kept.get(addresses(page)[0])
    page.unpublish()
    kept.get("/en/")
    assert "1 published documents are kept, 1 that were over" in check()[0]


# The whole


def test_every_table_is_one_that_readers_answers_are_made_from_or_one_that_they_are_not():
    tables = set(connection.introspection.table_names())
    unseen = {
        name
        for name in tables
        if name in generation.NOT_READ_BY_THE_PUBLIC or name.startswith(generation.NOT_READ_PREFIXES)
    }
    assert tables == unseen | set(generation.READ_BY_THE_PUBLIC)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'newsroom_generation_%'"
        )
        assert {name for (name,) in cursor.fetchall()} == set(generation.READ_BY_THE_PUBLIC)
