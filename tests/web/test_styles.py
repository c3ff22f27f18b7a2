"""One style sheet, kept for good, under an address that changes with its rules."""

from __future__ import annotations

import gzip
import shutil

import pytest
from bs4 import BeautifulSoup

from newsroom.web.errors import gone
from newsroom.web.styles import joined

pytestmark = pytest.mark.django_db


def sheet_of(html: bytes) -> str:
    (link,) = BeautifulSoup(html, "html.parser").find_all("link", rel="stylesheet")
    return link["href"]


@pytest.fixture
def address(client):
    return sheet_of(client.get("/en/there-is-no-such-page/").content)


def test_every_page_asks_for_the_same_one_style_sheet(client, address, rf):
    assert sheet_of(client.get("/ar/there-is-no-such-page/").content) == address
    assert sheet_of(gone(rf.get("/en/gone/")).content) == address


def test_the_layers_come_in_their_order_and_the_components_by_name(client, address):
    css = client.get(address).content.decode()
    assert css.startswith("@layer fonts,tokens,base,components,print;\n@layer fonts{")
    places = [css.index(rule) for rule in ("--paper:", "box-sizing:", ".breadcrumbs", ".video{", "@layer print{")]
    assert places == sorted(places)


def test_a_reader_keeps_it_for_good_and_gets_it_small(client, address):
    response = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "max-age=31536000" in response["Cache-Control"]
    assert "Accept-Encoding" in response["Vary"]
    assert not response.cookies
    plain = client.get(address).content
    assert gzip.decompress(response.content) == plain
    assert len(response.content) < len(plain) <= 30 * 1024


def test_a_changed_rule_and_a_new_component_change_the_address(client, address, settings, tmp_path):
    changed = shutil.copytree(settings.STYLES, tmp_path / "changed")
    (changed / "tokens.css").write_text((changed / "tokens.css").read_text().replace("--ink:", "--black:"))
    added = shutil.copytree(settings.STYLES, tmp_path / "added")
    (added / "components" / "banner.css").write_text("@layer components {\n  .banner { color: var(--ink); }\n}\n")
    for folder in (changed, added):
        settings.STYLES = folder
        new = sheet_of(client.get("/en/there-is-no-such-page/").content)
        assert new != address
        assert "immutable" in client.get(new)["Cache-Control"]
    assert ".banner{color:var(--ink)}" in client.get(new).content.decode()


def test_a_rule_outside_of_its_layer_is_refused_because_it_would_win_over_all_layers(client, settings, tmp_path):
    settings.STYLES = shutil.copytree(settings.STYLES, tmp_path / "outside")
    layered = "@layer components { .banner { color: red; } } @layer print { .banner { color: blue; } }"
    banner = settings.STYLES / "components" / "banner.css"
    banner.write_text(layered)
    assert b".banner{color:blue}" in joined.__wrapped__(settings.STYLES).plain.partition(b"@layer print{")[2]
    for css in (".banner { color: red; }\n", f"{layered} .outside {{ color: red; }}", layered[:-2], f"{layered} stray"):
        banner.write_text(css)
        with pytest.raises(ValueError, match=r"banner\.css"):
            joined.__wrapped__(settings.STYLES)


def test_an_address_that_is_not_todays_is_answered_but_never_kept(client, address):
    response = client.get("/styles/0123456789abcdef.css")
    assert response.content == client.get(address).content
    assert response["Cache-Control"] == "no-store"
