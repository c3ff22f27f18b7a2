"""Whoever may add an endpoint must not make this server talk to its own network, nor learn what is not public."""

import socket
import threading
import time

import pytest

from newsroom.consent.take_down import restore, take_down
from newsroom.web.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from newsroom.web.webhooks import sending, targets
from newsroom.web.webhooks.models import new_secret
from tests import factories
from tests.review.admin import Desk

INSIDE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%lo", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1",
    # IPv4 in disguise: mapped, compatible, translated (NAT64, two kinds), 6to4, Teredo.
    "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
    "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "not an address",
]  # fmt: skip
ADDRESSES = [
    "http://example.org/", "ftp://example.org/", "//example.org/", "https://", "https:///x", "https://me@example.org/",
    "https://me:password@example.org/", "https://example.org/#x", "https://example.org:99999/", "https://a b.org/",
    "https://example.org/\r\nHost: x", "https://ex\tample.org/", "https://[::1", "javascript:alert(1)", "",
    "https://example.org/é", "https://" + "a" * 254 + "/",
]  # fmt: skip


@pytest.fixture
def strict(settings):
    settings.WEBHOOKS_TO_THIS_MACHINE = False


def answers(monkeypatch, *addresses):
    """Let the name server say these, one list for each time that it is asked; the count of questions."""
    asked = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        found = addresses[min(len(asked), len(addresses)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def connections(monkeypatch):
    """Where somebody connects to; nobody gets through."""
    tried = []

    def create_connection(address, *args, **kwargs):
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return tried


def post(url):
    return sending.send(url, [new_secret()], "msg_1", {"type": "test"})


@pytest.mark.parametrize("address", INSIDE)
def test_no_message_goes_to_an_address_inside(address, strict, monkeypatch):
    tried = connections(monkeypatch)
    answers(monkeypatch, [address])
    assert post("https://innocent.example.org/hook").words.startswith("refused")
    # One bad address among good ones is enough, in whatever order they come.
    answers(monkeypatch, ["93.184.215.14", address])
    assert post("https://innocent.example.org/hook").words.startswith("refused")
    assert tried == []


def test_this_machine_is_reached_by_its_own_setting_only_and_nothing_else_inside(settings, monkeypatch):
    tried = connections(monkeypatch)
    for url in (
        "http://127.0.0.1:1/",
        "https://127.0.0.1:1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://localhost/",
    ):
        settings.WEBHOOKS_TO_THIS_MACHINE = False
        assert post(url).words.startswith("refused"), url
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    assert post("http://[::1]/").words.startswith("refused")
    answers(monkeypatch, ["10.0.0.1"], ["93.184.215.14"])
    assert post("https://example.org/").words.startswith("refused")
    assert post("http://example.org/").words.startswith("refused")  # In the clear to nobody else.
    assert tried == []


@pytest.mark.parametrize("url", ADDRESSES)
def test_what_is_no_plain_https_address_is_refused_before_anybody_is_asked(url, strict, monkeypatch):
    asked = answers(monkeypatch, ["93.184.215.14"])
    assert post(url).words.startswith("refused")
    assert asked == []
    with pytest.raises(targets.TargetRefused):
        targets.read(url)


def test_a_name_server_that_changes_its_mind_changes_nothing(strict, monkeypatch):
    """DNS rebinding: the address that was checked is the address that is connected to."""
    asked, tried = answers(monkeypatch, ["93.184.215.14"], ["127.0.0.1"]), connections(monkeypatch)
    assert post("https://rebinding.example.org/").words == "no answer: ConnectionRefusedError"
    assert tried == [("93.184.215.14", 443)]
    assert asked == ["rebinding.example.org"]


def test_a_receiver_that_dribbles_or_floods_does_not_hold_the_worker(monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", 0.4)
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def dribble():
        for flood in (b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"):
            client, _ = server.accept()
            with client:
                client.recv(4096)
                client.sendall(flood)
                while not ended.wait(0.05):
                    try:
                        client.sendall(b"a" * (1 if flood.endswith(b"X: ") else 60_000))
                    except OSError:
                        break

    thread = threading.Thread(target=dribble, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    began = time.monotonic()
    assert post(url).status is None
    assert post(url).status == 200  # Read as far as 16 KB, and no further.
    assert time.monotonic() - began < 3
    ended.set()
    thread.join(5)
    server.close()


@pytest.mark.usefixtures("spanish")
@pytest.mark.django_db
def test_no_message_is_about_what_was_never_public():
    WebhookEndpoint.objects.create(name="x", url="https://hooks.example.org/")
    story = factories.campaign_story()
    told = WebhookEvent.objects.count()
    factories.edit(story, title="Later")
    for state in ("draft", "rejected", "scheduled"):
        page = factories.campaign_story(state)
        page.specific.move(factories.partner_index(), pos="last-child")
        page.specific.delete()
    factories.translated(story, state="in_review")
    hidden = factories.campaign_story("draft")
    record = take_down(hidden, factories.duty_editor(), "At risk.")
    restore(record, factories.duty_editor())
    assert list(WebhookEvent.objects.values_list("kind", "lang").distinct()) == [("published", "en")]
    assert WebhookEvent.objects.filter(page_id=hidden.pk).count() == 0
    assert WebhookEvent.objects.filter(page_id=story.pk).count() == 1 == told


@pytest.mark.django_db
def test_only_who_manages_webhooks_sees_or_changes_them():
    endpoint = WebhookEndpoint.objects.create(name="x", url="https://hooks.example.org/")
    factories.campaign_story()
    delivery = WebhookDelivery.objects.get()
    addresses = [
        ("newsroom_webhooks",), ("newsroom_webhook_add",), ("newsroom_webhook", endpoint.pk),
        ("newsroom_webhook_delivery", delivery.pk),
    ]  # fmt: skip
    for somebody in (factories.writer(), factories.duty_editor()):
        desk = Desk(somebody)
        for name, *args in addresses:
            assert endpoint.url not in desk.read(name, *args)
            assert endpoint.secret not in desk.post(name, *args, action="rotate").content.decode()
    endpoint.refresh_from_db()
    assert endpoint.previous_secret == ""
    assert endpoint.url in Desk(factories.administrator()).read("newsroom_webhooks")
