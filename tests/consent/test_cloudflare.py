"""A take-down purges Cloudflare, and its receipt stays red while that did not work.

Cloudflare itself cannot be asked by a machine that tests: a server here answers in its place, as its documentation has
it (API v4, "Purge cached content by URL"). Everything else, Wagtail's backend too, is real.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import cloudflare

from newsroom.authoring.delivery import absolute_url
from newsroom.consent.models import TakeDown
from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import take_down
from newsroom.web.purging import UNDER_WAY
from tests import factories

pytestmark = pytest.mark.django_db

PURGED = (200, "application/json", '{"success": true, "errors": []}')
NO_RIGHT = (
    403,
    "application/json",
    '{"success": false, "errors": [{"code": 10000, "message": "Authentication error"}]}',
)
IN_BETWEEN = (502, "text/html", "<h1>Bad gateway</h1>")
NO_SENSE = (200, "text/html", "<h1>Hello</h1>")


class Answering(HTTPServer):
    """Answers as it is told to, and keeps what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.asked = PURGED, []


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body["files"]))
        status, kind, text = self.server.answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


def nothing_is_under_way():
    """Ten seconds later: what is not red for another reason is green."""
    TakeDown.objects.update(created_at=timezone.now() - 2 * UNDER_WAY)


@pytest.fixture
def in_front(monkeypatch, settings):
    server, post = Answering(), requests.post
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(
        cloudflare.requests, "post", lambda url, **how: post(url.replace("https://api.cloudflare.com", here), **how)
    )
    backend = "wagtail.contrib.frontend_cache.backends.CloudflareBackend"
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": backend, "ZONEID": "zone", "BEARER_TOKEN": "token"}}
    yield server
    server.shutdown()
    server.server_close()


def test_every_address_is_named_to_it_with_the_token_and_in_parts_that_it_takes(in_front):
    page = factories.campaign_story()
    record = take_down(page, factories.duty_editor(), "Somebody in it is at risk.")
    nothing_is_under_way()
    assert check_receipt.call(record.pk) is True
    assert {(path, token) for path, token, _files in in_front.asked} == {
        ("/client/v4/zones/zone/purge_cache", "Bearer token")
    }
    assert max(len(files) for *_, files in in_front.asked) <= 30
    named = {address for *_, files in in_front.asked for address in files}
    assert {absolute_url(f"/en/stories/{page.slug}/"), absolute_url(f"/api/v1/pages/{page.pk}/")} < named


@pytest.mark.parametrize("answer", [NO_RIGHT, IN_BETWEEN, NO_SENSE])
def test_whatever_it_answers_but_that_it_did_leaves_the_receipt_red_until_it_did(in_front, answer, caplog):
    in_front.answer = answer
    record = take_down(factories.partner(), factories.duty_editor(), "Somebody in it is at risk.")
    nothing_is_under_way()
    assert check_receipt.call(record.pk) is False
    assert {step.name for step in record.steps.all() if not step.is_done} == {"purge"}
    assert "/en/" not in caplog.text, "an address names somebody"
    in_front.answer = PURGED
    nothing_is_under_way()
    assert check_receipt.call(record.pk) is True


def test_while_it_cannot_be_reached_the_receipt_is_red(in_front, monkeypatch):
    def nobody(*args, **how):
        raise requests.ConnectionError

    monkeypatch.setattr(cloudflare.requests, "post", nobody)
    record = take_down(factories.partner(), factories.duty_editor(), "Somebody in it is at risk.")
    nothing_is_under_way()
    assert check_receipt.call(record.pk) is False
    assert {step.name for step in record.steps.all() if not step.is_done} == {"purge"}
