"""robots.txt, security.txt and llms.txt say what their readers look for, from the settings and not from the request."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine

from tests import factories
from tests.web.machines import BASE, lines

pytestmark = pytest.mark.django_db

SECURITY = "/.well-known/security.txt"


def fields(client) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines(client, SECURITY))


def test_robots_may_read_everything_but_the_admin_and_are_shown_the_sitemap(client, settings):
    assert lines(client, "/robots.txt") == [
        "User-agent: *",
        f"Disallow: {settings.ADMIN_PATH}",
        "",
        f"Sitemap: {BASE}/sitemap.xml",
    ]


@pytest.mark.usefixtures("spanish")
def test_security_txt_holds_what_rfc_9116_asks_for(client, settings):
    settings.SECURITY_CONTACT = ["mailto:security@example.org", "https://example.org/report"]
    factories.language("es")
    said = lines(client, SECURITY)
    assert said[:2] == ["Contact: mailto:security@example.org", "Contact: https://example.org/report"]
    assert fields(client)["Canonical"] == BASE + SECURITY
    assert fields(client)["Preferred-Languages"] == "en, es"


def test_security_txt_always_ends_within_a_year_and_is_the_same_all_day(client, settings):
    settings.SECURITY_CONTACT = ["mailto:security@example.org"]
    noon = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.UTC)
    with time_machine.travel(noon, tick=False):
        morning = client.get(SECURITY)
        expires = datetime.datetime.fromisoformat(fields(client)["Expires"])
    assert noon + datetime.timedelta(days=90) < expires < noon + datetime.timedelta(days=365)
    with time_machine.travel(noon + datetime.timedelta(hours=11), tick=False):
        evening = client.get(SECURITY)
    assert evening.headers["ETag"] == morning.headers["ETag"]


def test_without_a_contact_there_is_no_security_txt(client, settings):
    assert settings.SECURITY_CONTACT == []
    assert client.get(SECURITY).status_code == 404


@pytest.mark.usefixtures("spanish")
def test_llms_txt_says_who_this_is_and_where_to_begin(client):
    home = factories.home(title="Open [Gate]\nNetwork", summary="We close\n# jails.")
    spanish = factories.translated(home, "es")
    factories.translated(home, "ar", state="in_review")
    said = lines(client, "/llms.txt")
    assert said[:3] == ["# Open \\[Gate\\] Network", "", "> We close \\# jails."]
    links = [line.partition("](")[2].partition(")")[0] for line in said if line.startswith("- [")]
    assert links == [
        f"{BASE}/en/",
        f"{BASE}/es/",
        f"{BASE}/api/v1/pages/",
        f"{BASE}/api/v1/openapi.json",
        f"{BASE}/sitemap.xml",
        f"{BASE}/en/feed.atom",
        f"{BASE}/es/feed.atom",
    ]
    assert [client.get(urlsplit(link).path).status_code for link in links] == [200] * len(links)
    assert any("Español" in line for line in said)
    assert spanish.title.split()[0] in "\n".join(said)


@pytest.mark.usefixtures("empty_site")
def test_llms_txt_of_a_site_without_a_home_still_says_what_it_is(client):
    said = lines(client, "/llms.txt")
    assert said[0] == "# North Star"
    assert said[2].startswith("> A multilingual newsroom")
