"""docs/api.md keeps its word: every command in it runs, and every answer looks as it says."""

import csv
import io
import json
import re
import shlex
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from newsroom.web.previews.links import make_link
from tests import factories
from tests.web.api import ask, openapi, table
from tests.web.toolkit import unpack

pytestmark = pytest.mark.django_db

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
# A command, and the answer right below it if one is shown.
COMMANDS = re.findall(r"```sh\n(curl .*?)\n```\n(?:\n```json\n(.*?)```)?", TEXT, re.DOTALL)


@pytest.fixture(scope="session")
def examples_scenery(scenery):
    return scenery(make_examples)


@pytest.fixture
def site(examples_scenery, db):
    """A site about which the examples are true: what stands for what in them."""
    made = examples_scenery.put_up()
    story = made["story"]
    draft = factories.campaign_story("draft", title="Not public yet")
    return {
        "$TOKEN": make_link(draft, factories.writer(), 1)[1],
        "$ID": str(story.pk),
        "$KEY": str(story.translation_key),
        "$CURSOR": ask("pages/", order="title", limit=2)["meta"]["next_cursor"],
        "$IMAGE": str(made["picture"].pk),
        "$FILE": str(made["file"].pk),
        "$ETAG": Client().get("/api/v1/locales/")["ETag"],
        "$TOOLKIT_URL": ask(f"pages/{story.pk}/")["toolkit_url"],
    }


def make_examples():
    ally = factories.partner(title="Neighbours for Justice")
    file, picture = factories.document(), factories.image()
    story = factories.campaign_story(
        title="The jail that closed",
        partners=[("page", ally)],
        toolkit=[("file", factories.file_block(file=file))],
        body=[
            ("heading", {"text": "How it began", "level": "2"}),
            ("text", "<p>Everybody came to the hearing.</p>"),
            ("picture", factories.picture_block(image=picture)),
        ],
    )
    factories.translated(story)
    factories.language("ar")
    Redirect.objects.create(old_path="/en/stories/the-old-name", redirect_page=story)
    return {"story": story, "file": file, "picture": picture}


def run(command, variables):
    """What a curl command gets, and the status that the words behind it announce."""
    for name, value in variables.items():
        command = command.replace(name, value.replace('"', '\\"'))
    command, _, announced = command.partition("  # ")
    words = iter(shlex.split(command)[1:])
    method, headers, url = "GET", {}, ""
    for word in words:
        if word == "-I":
            method = "HEAD"
        elif word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        else:
            url = word
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == "http://127.0.0.1:8000"
    return Client().generic(method, f"{parts.path}?{parts.query}", headers=headers), int(announced or 200)


def resembles(shown, real, where):
    """Fail unless everything that is shown is there, and of its kind. Of a list each shown item has a real one."""
    if isinstance(shown, dict):
        assert set(shown) <= set(real), f"{where}: {set(shown) - set(real)} is not there"
        for name in shown:
            resembles(shown[name], real[name], f"{where}.{name}")
    elif isinstance(shown, list):
        assert len(real) >= len(shown) > 0, where
        for one, other in zip(shown, real, strict=False):
            resembles(one, other, f"{where}[]")
    else:
        assert type(shown) is type(real), where


def test_every_command_runs_and_every_answer_looks_as_shown(site):
    assert len(COMMANDS) >= 10
    for command, shown in COMMANDS:
        response, status = run(command, site)
        assert response.status_code == status, (command, response.content)
        if shown:
            resembles(json.loads(shown), response.json(), command)


def test_the_table_looks_as_shown(site):
    (shown,) = re.findall(r"```csv\n(.*?)```", TEXT, re.DOTALL)
    shown_rows, real = (list(csv.DictReader(io.StringIO(text))) for text in (shown, table("partners", locale="en")))
    for row in (*shown_rows, *real):
        row["url"] = urlsplit(row["url"]).path
    assert shown_rows == real


def test_the_manifest_of_a_toolkit_looks_as_shown(site):
    (shown,) = re.findall(r"`manifest.json` .*?```json\n(.*?)```", TEXT, re.DOTALL)
    manifest, _ = unpack(b"".join(Client().get(site["$TOOLKIT_URL"]).streaming_content))
    resembles(json.loads(shown), manifest, "manifest.json")
    assert set(manifest["files"][0]) == set(json.loads(shown)["files"][0])


def test_the_program_runs(site, monkeypatch, capsys):
    def urlopen(url):
        return io.BytesIO(Client().get(url.removeprefix("http://127.0.0.1:8000")).content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    (program,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(program, "docs/api.md", "exec"), {})
    assert "en The jail that closed Riverton" in capsys.readouterr().out


def test_every_parameter_type_order_and_block_is_named():
    schemas = openapi()["components"]["schemas"]
    parameters = {each["name"]: each for each in openapi()["paths"]["/api/v1/pages/"]["get"]["parameters"]}
    orders = {order.removeprefix("-") for order in parameters["order"]["schema"]["enum"]}
    blocks = schemas["VisionDocument"]["properties"]["body"]["items"]["discriminator"]["mapping"]
    for name in {*parameters, *orders, *schemas["Page"]["discriminator"]["mapping"], *blocks}:
        assert f"`{name}`" in TEXT, name


def test_what_is_said_about_a_taken_down_page_is_so():
    story = factories.campaign_story(state="taken_down")
    assert ask(f"pages/{story.pk}/", 410)["status"] == 410
