"""Attacks by words and addresses: what runs, and what is fetched. Each is "what is written → what must happen"."""

from __future__ import annotations

import json
import re
import socket

import pytest
from wagtail.models import Revision

from newsroom.authoring.harmless import harmless
from tests import factories
from tests.attacks.outside import ask
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<p data-block-key="k1">Read <a href="javascript:alert(1)">this</a><img src="x" onerror="alert(1)">'
    '<iframe src="https://evil.example/"></iframe><script>alert(1)</script><b onclick="alert(1)">now</b>'
    '<a href="java&#10;script:alert(1)">a</a><a href="data:text/html,x">b</a><svg onload=alert(1)></svg>'
    '<style>*{display:none}</style><form action="//evil.example"><input></form><base href="//evil.example">'
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></p>'
)
RUNS = re.compile(
    r"javascript:|onerror|onclick|onload|<(?:script|iframe|img|svg|style|form|base|math|input)\b|evil", re.I
)


def test_what_could_run_is_stripped_when_it_is_saved_whichever_way_it_came():
    # As an import or a command would: a page with these words.
    story = factories.campaign_story("draft", body=[("text", HOSTILE)])
    assert not RUNS.search(json.dumps(story.latest_revision.content))
    partner = factories.partner("draft", description=HOSTILE)
    partner.refresh_from_db()
    assert not RUNS.search(partner.description) and "Read" in partner.description
    # As somebody with the database's door open would: a revision's raw content, changed and new.
    revision = story.latest_revision
    content = {**revision.content, "body": json.dumps([{"type": "text", "value": HOSTILE, "id": "1"}])}
    revision.content = content
    revision.save()
    made = Revision.objects.create(
        content_type=revision.content_type,
        base_content_type=revision.base_content_type,
        object_id=revision.object_id,
        content=content,
        created_at=revision.created_at,
    )
    for each in (revision, made):
        each.refresh_from_db()
        assert not RUNS.search(each.content["body"]) and "now" in each.content["body"]
    # By Wagtail's editor.
    desk = Desk(factories.writer())
    form = desk.open(partner)
    desk.send(partner, form, description=json.dumps({"blocks": [], "entityMap": {}}))


@pytest.mark.parametrize(
    "html",
    [
        '<p data-block-key="a1">One &amp; two<br/>three</p>',
        '<p>A <a linktype="page" id="3">page</a>, a <a linktype="document" id="4">file</a></p><ul><li>“q”</li></ul>',
        '<p>Write <a href="mailto:a@example.org">us</a> or <a href="https://example.org/?a=1&amp;b=2">read</a></p>',
        "no markup at all: 1 < 2",
        "",
    ],
)
def test_what_cannot_run_stays_as_it_was_to_the_letter(html):
    assert harmless(html) == html


def test_a_link_field_that_would_run_something_is_no_link_for_readers():
    story = factories.campaign_story("draft", body=factories.every_block())
    revision = story.latest_revision
    text = revision.content["body"]
    links = set(re.findall(r'https?://[^"\\\s<]+', text))
    assert links
    for link in links:
        text = text.replace(link, "javascript:alert(1)")
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "body": text})
    factories.submit(story)
    story = factories.decide(story, "approve")
    seen = ask(f"/api/v1/pages/{story.pk}/")
    assert seen.status_code == 200 and "javascript:" not in seen.content.decode()
    assert "javascript:" not in ask(seen.json()["url"]).content.decode()
    # And where it is saved rather than smuggled in, it is not even kept.
    revision.content = {**revision.content, "body": text}
    Revision.objects.create(
        content_type=revision.content_type,
        base_content_type=revision.base_content_type,
        object_id=revision.object_id,
        content=revision.content,
        created_at=revision.created_at,
    )
    assert "javascript:" not in json.dumps(revision.content)


@pytest.fixture
def called(monkeypatch):
    """Whom this process tries to reach: nobody gets through."""
    tried = []

    def refuse(self, address, *args):
        if isinstance(address, tuple):
            tried.append(address)
            raise ConnectionRefusedError
        return real(self, address, *args)

    real = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **kwargs: tried.append(host) or [])
    return tried


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x", "http://169.254.169.254/latest/meta-data/", "https://youtube.com@127.0.0.1/watch?v=1",
        "file:///etc/passwd", "https://www.youtube.com/watch?v=abcdefghijk", "https://vimeo.com/1", "http://[::1]/",
        "https://inside.example/", "gopher://127.0.0.1/", "http://2130706433/", "https://flic.kr/p/x",
    ],
)  # fmt: skip
def test_an_address_that_an_editor_types_is_never_fetched(called, address):
    desk = Desk(factories.editor())
    answer = desk.client.post("/admin/embeds/chooser/upload/", {"embed-chooser-url": address})
    assert answer.status_code in (200, 404)
    factories.campaign_story("draft", videos=[("video", factories.video_block(file=None, url=address, no_speech=True))])
    assert called == []
