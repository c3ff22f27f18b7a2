"""Attacks by what a request is made of, on production's server with its two processes: each is "what is sent → what
must happen". Everything goes over a socket, as no well-behaved client would send it."""

from __future__ import annotations

import re
import socket

import pytest
from django.conf import settings

from tests.attacks.test_take_down_race import LOOPBACK, two_processes

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "localhost"


@pytest.fixture(scope="module")
def port(django_db_setup):
    with two_processes() as port:
        yield port


def send(port, line, *headers, host=HERE, body=b"") -> tuple[int, str]:
    """The status and the whole answer to a request made of these lines; (0, "") where the line is simply cut."""
    lines = [line, *([f"Host: {host}"] if host else []), *headers, "Connection: close", "", ""]
    with socket.create_connection((LOOPBACK, port), timeout=30) as line_:
        answer = b""
        try:
            line_.sendall("\r\n".join(lines).encode("latin-1") + body)
            while part := line_.recv(65536):
                answer += part
        except ConnectionError:
            pass
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return (int(found[1]) if found else 0), answer.decode("latin-1")


def test_another_host_is_refused_on_both_ways_in(port):
    for path in ("/en/", "/api/v1/pages/", "/admin/login/", "/en/search/?q=a"):
        assert send(port, f"GET {path} HTTP/1.1")[0] == 200
        for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", "a b", "localhost/evil"):
            # Twice: what is kept is not given to another host either.
            for _ in range(2):
                status, answer = send(port, f"GET {path} HTTP/1.1", host=host)
                assert status in (0, 400), (path, host, status)
                assert "evil.example" not in answer


def test_no_header_of_the_visitors_changes_what_the_next_one_gets(port):
    """Cache poisoning: headers that are no part of what an answer is kept under."""
    poison = [
        "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /evil",
        "X-Host: evil.example",
        "X-Original-URL: /admin/", "X-Rewrite-URL: /admin/", "Forwarded: host=evil.example;proto=https",
        "X-Forwarded-For: 6.6.6.6", "X-HTTP-Method-Override: POST", "Accept-Language: ar",
        "Origin: https://evil.example", "Referer: https://evil.example/",
    ]  # fmt: skip
    for path in ("/en/", "/api/v1/", "/en/feed.xml", "/sitemap.xml", "/robots.txt", "/en/none/"):
        clean = _same(send(port, f"GET {path} HTTP/1.1")[1])
        poisoned = _same(send(port, f"GET {path} HTTP/1.1", *poison)[1])
        assert "evil" not in poisoned.lower(), path
        assert poisoned == clean == _same(send(port, f"GET {path} HTTP/1.1")[1]), path


def test_paths_lead_nowhere_but_where_they_say(port):
    secret = settings.SECRET_KEY
    for path in (
        "/static/../config/settings/security.py", "/static/..%2f..%2fmanage.py", "/static/%2e%2e/%2e%2e/manage.py",
        "/media/images/..%2f..%2f..%2fetc%2fpasswd", "/media/../../etc/passwd", "/media/documents/x.pdf", "/media/",
        "/files/1/..%2f..%2fetc%2fpasswd", "/en/..%2fadmin/", "/en/%00", "/%00", "/en/%2e%2e/%2e%2e/etc/passwd",
        "/en//admin/", "/.git/config", "/.env", "/en/;/admin/", "/en/\\..\\admin\\", "/%c0%ae%c0%ae/etc/passwd",
    ):  # fmt: skip
        status, answer = send(port, f"GET {path} HTTP/1.1")
        assert status in (0, 400, 404), (path, status)
        assert "root:" not in answer and secret not in answer and "SECRET_KEY" not in answer, path
    # An address that begins with two slashes is an address of this site, or of none: never of another.
    for path in ("//evil.example/", "/\\evil.example/", "//evil.example/%2e%2e", "/en//evil.example"):
        status, answer = send(port, f"GET {path} HTTP/1.1")
        location = re.search(r"(?im)^location: (\S+)", answer)
        assert status in (0, 400, 404) or (location and re.match(r"/[^/\\]", location[1])), (path, status, answer[:300])


def test_methods_are_what_a_reader_needs(port):
    for method in ("TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "DEBUG", "POST"):
        for path in ("/en/", "/api/v1/pages/"):
            status, answer = send(port, f"{method} {path} HTTP/1.1", "X-Secret: swordfish", "Content-Length: 0")
            assert status in (0, 400, 403, 404, 405, 501), (method, path, status)
            assert "swordfish" not in answer
    # An override is not listened to: the answer is the one to GET.
    assert send(port, "GET /en/?_method=DELETE HTTP/1.1", "X-HTTP-Method: DELETE")[0] == 200


def test_what_is_too_large_is_refused(port):
    assert send(port, f"GET /en/?{'a' * 100_000} HTTP/1.1")[0] in (0, 400, 414, 431)
    assert send(port, "GET /en/ HTTP/1.1", f"X-Large: {'a' * 1_000_000}")[0] in (0, 400, 431)
    assert send(port, "GET /en/ HTTP/1.1", *(f"X-{number}: a" for number in range(2_000)))[0] in (0, 400, 431)
    # A form of 3 MB at the sign-in page, and one that only says that it is.
    form = ("Content-Type: application/x-www-form-urlencoded",)
    body = b"username=" + b"a" * 3_000_000
    assert send(port, "POST /admin/login/ HTTP/1.1", *form, f"Content-Length: {len(body)}", body=body)[0] in (
        0,
        400,
        403,
        413,
    )
    smuggled = ("Content-Length: 5", "Transfer-Encoding: chunked")
    status, answer = send(
        port, "POST /en/ HTTP/1.1", *smuggled, body=b"0\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert status in (0, 400, 403, 405) and answer.count("HTTP/1.1 ") <= 1


def _same(answer: str) -> str:
    """An answer without what differs each time."""
    return re.sub(r"(?im)^(date|etag|server|vary|content-encoding|connection):.*\r?\n", "", answer)
