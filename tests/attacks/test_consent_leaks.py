"""Nobody outside learns who agreed, from whatever they read; and in the database a name is nowhere but sealed."""

from __future__ import annotations

import io
import logging
import re
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import PageLogEntry

from config.log_format import JsonLines
from newsroom.consent.records import Consent
from newsroom.web.models import WebhookEndpoint
from search.models import PublicWords
from tests import factories
from tests.attacks import outside
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

PSEUDONYM, NAME, CONTACT, HOW = "Zzyzxandra", "Quetzalli Villaseñor", "villasenor@hidden.example", "Marigoldwise"
PLANTED = (PSEUDONYM, "Quetzalli", "Villase", "hidden.example", HOW, "they asked quietly")
# What only a consent's own rows hold.
OWN = {"consent_consent", "consent_evidence"}


def rows_by_table() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            found[table] = cursor.fetchone()[0] or ""
    return found


def look_through_every_table() -> None:
    for table, rows in rows_by_table().items():
        rows = rows.lower()
        assert not [word for word in ("quetzalli", "villase", "hidden.example") if word in rows], table
        assert table in OWN or not [word for word in PLANTED if word.lower() in rows], table


def addresses() -> list[str]:
    """All that is told to anybody: pages, data, files, feeds, posters, what machines read."""
    found = ["/api/v1/openapi.json", "/api/v1/pages/?limit=100", "/api/v1/pages/?type=campaign_story&locale=es"]
    found += ["/robots.txt", "/llms.txt", "/sitemap.xml", "/en/search/?q=gate", "/api/v1/search/?q=gate&locale=en"]
    found += ["/api/v1/partners.csv?locale=en"]
    found += ["/sitemap-en.xml", "/sitemap-es.xml", "/en/feed.atom", "/en/feed.rss", "/en/stories/"]
    listed = outside.ask("/api/v1/pages/", {"limit": "100"}).json()["items"]
    found += [item["url"] for item in listed] + [f"/api/v1/pages/{item['id']}/" for item in listed]
    return found + [f"/share/{item['id']}.png" for item in listed]


def said_by(answer) -> str:
    body = answer.getvalue() if answer.streaming else answer.content
    said = f"{answer.headers}" + body.decode("utf-8", "replace")
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            said += "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return said


def test_neither_readers_nor_logs_nor_messages_nor_any_other_table_hold_a_word_of_a_consent(caplog):
    caplog.set_level(logging.DEBUG)
    WebhookEndpoint.objects.create(name="Front end", url="http://127.0.0.1:9/")
    keeper = Desk(factories.consent_keeper())
    form = {
        "pseudonym": PSEUDONYM, "covers": ["text", "photo", "video", "voice"], "languages": ["*"],
        "uses": ["web", "offline", "social"], "valid_from": "2026-01-01 00:00",
        "how_given": HOW, "legal_name": NAME, "contact": CONTACT,
    }  # fmt: skip
    keeper.post("newsroom_record_consent", **{**form, "covers": []})  # A form that is refused is no reason to log it.
    keeper.post("newsroom_record_consent", **form)
    consent = Consent.objects.get()
    rests = factories.rests_on(consent)
    picture = factories.picture_block(image=factories.image("The gate", consents=rests))
    story = factories.campaign_story(
        title="The gate", consents=rests, body=[("picture", picture), ("video", factories.video_block(consents=rests))],
        toolkit=[("file", factories.file_block())],
    )  # fmt: skip
    spanish = factories.translated(story, "es")
    for address in [*addresses(), f"{story.url}toolkit.zip", f"{spanish.url}toolkit.zip"]:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        said = said_by(answer)
        assert not [word for word in PLANTED if word in said], address
        assert not re.search(r'"consents"|"which"', said), address
    assert PublicWords.objects.filter(words__contains=["stood"]).exists(), "the words of the video are found"
    assert not PublicWords.objects.filter(words__contains=["consents"]).exists(), "the words of the form are not"
    for word in (PSEUDONYM, "Quetzalli"):
        assert outside.ask("/api/v1/search/", {"q": word, "locale": "en"}).json()["items"] == []
    look_through_every_table()  # While it is public, and again when it is gone.
    keeper.client.post(f"/admin/consents/{consent.pk}/")
    keeper.post("newsroom_revoke_consent", consent.pk, reason="they asked quietly")
    call_command("end_consents", verbosity=0)
    assert outside.read(story) is None
    assert PageLogEntry.objects.filter(page=story.pk, action="newsroom.consent_over").exists()
    look_through_every_table()
    logged = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert not [word for word in PLANTED if word in logged]
