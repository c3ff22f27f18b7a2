"""The whole journey over real HTTP with a real worker: written, reviewed, translated, reviewed, read by the public.

The texts are the real source documents where they are at hand (`source_texts.py`). Each step is done by a signed-in
person of the right role, and after each the public is asked what it sees.
"""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES
from tests import factories, source_texts
from tests.staff import Staff


@pytest.fixture
def newsroom(empty_site, live_server, worker):
    """A site with nothing but its migrations, its people, and a worker at work."""
    return Newsroom(live_server.url)


class Newsroom:
    """The site and its people."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writer = Staff(url, factories.writer())
        self.editor = Staff(url, factories.editor())
        self.administrator = Staff(url, factories.administrator())

    def read(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=60)

    def json(self, path: str) -> Any:
        return self.read(f"/api/v1/pages/find/?path={path}").json()

    def words(self, path: str) -> str:
        return " ".join(BeautifulSoup(self.read(path).text, "html.parser").get_text(" ").split())


def paragraphs(texts: list[str]) -> str:
    return rich_text("".join(f"<p>{html.escape(text)}</p>" for text in texts), features=RICH_TEXT_FEATURES)


def no_comments() -> dict[str, Any]:
    return {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}}


def write(staff: Staff, kind: str, parent: Page, fields: dict[str, Any]) -> Page:
    """Fill in the form of a new page and submit it for review: the page."""
    form = nested_form_data({**no_comments(), "slug": slugify(fields["title"]), "summary": "", **fields})
    form.update({"action-submit": "1", "show_in_menus": "on"})
    staff.post(f"/admin/pages/add/{kind.replace('.', '/')}/{parent.pk}/", form)
    return Page.objects.child_of(parent).get(draft_title=fields["title"])


def approve(staff: Staff, page: Page) -> None:
    """Approve what is under review, by the button on the page's editor."""
    task_state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    staff.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task_state.pk}/")


def write_and_approve(newsroom: Newsroom, kind: str, parent: Page, fields: dict[str, Any]) -> Page:
    page = write(newsroom.writer, kind, parent, fields)
    approve(newsroom.editor, page)
    return Page.objects.get(pk=page.pk)


def test_a_page_is_written_reviewed_translated_reviewed_and_read(newsroom):
    home = open_the_site(newsroom)
    about = the_about_page(newsroom, home)
    vision = the_vision_page(newsroom, home)
    announcement = the_announcement(newsroom, home)
    the_partners_arrive_as_pasted_text(newsroom, home)
    translator, reviewer = open_spanish(newsroom)
    rejected_once = in_spanish(newsroom, about, translator, reviewer, reject_first=True)
    translated = [rejected_once, *[in_spanish(newsroom, page, translator, reviewer) for page in (vision, announcement)]]
    for page in (about, vision, announcement, *translated):
        both_say_the_same(newsroom, page.specific.url)
    each_names_the_other(newsroom, about, rejected_once)


def open_the_site(newsroom: Newsroom) -> Page:
    home = Page.objects.get(depth=2)
    assert newsroom.read("/en/").status_code == 404
    form = {"title": "Home", "slug": "home", "summary": "", "lead": "We end it together."}
    blocks = {name: streamfield([]) for name in ("body", "figures", "call_to_action")}
    form = nested_form_data({**no_comments(), **form, **blocks, "action-submit": "1"})
    newsroom.writer.post(f"/admin/pages/{home.pk}/edit/", form)
    assert newsroom.read("/en/").status_code == 404
    approve(newsroom.editor, home)
    assert "We end it together." in newsroom.words("/en/")
    return home


def the_about_page(newsroom: Newsroom, home: Page) -> Page:
    text = source_texts.about()
    index = {"title": "Commitments", "introduction": paragraphs([])}
    index = write_and_approve(newsroom, "commitments.commitmentindexpage", home, index)
    chosen = []
    for order, (name, statement) in enumerate(text.commitments, 1):
        fields = {"title": name, "statement": paragraphs([statement]), "order": order, "campaigns": streamfield([])}
        page = write_and_approve(newsroom, "commitments.commitmentpage", index, fields)
        chosen.append(("page", page.pk))
    fields = {
        "title": "About us",
        "mission": paragraphs(text.paragraphs[:1]),
        "history": paragraphs(text.paragraphs[1:]),
        "body": streamfield([]),
        "commitments": streamfield(chosen),
    }
    page = write(newsroom.writer, "home.aboutpage", home, fields)
    assert newsroom.read("/en/about-us/").status_code == 404, "in review is not public"
    approve(newsroom.editor, page)
    words = newsroom.words("/en/about-us/")
    assert all(paragraph in words for paragraph in text.paragraphs)
    assert all(name in words for name, _statement in text.commitments)
    return page


def the_vision_page(newsroom: Newsroom, home: Page) -> Page:
    text = source_texts.vision()
    body = [
        *[("text", paragraphs([paragraph])) for paragraph in text.before_quote],
        ("quote", {"text": text.quote, "attribution": text.attribution, "source": "", "source_url": ""}),
        *[("text", paragraphs([paragraph])) for paragraph in text.after_quote],
        ("figure", {"value": "1972", "statement": "the climb began", "source": "The text itself", "source_url": ""}),
    ]
    fields = {"title": text.title, "introduction": paragraphs([]), "body": streamfield(body)}
    page = write_and_approve(newsroom, "home.visionpage", home, fields)
    words = newsroom.words(page.specific.url)
    assert all(part in words for part in [*text.before_quote, text.quote, text.attribution, *text.after_quote])
    return page


def the_announcement(newsroom: Newsroom, home: Page) -> Page:
    text = source_texts.announcement()
    index = write_and_approve(
        newsroom, "stories.storyindexpage", home, {"title": "Stories", "introduction": paragraphs([])}
    )
    fields = {
        "title": text.title,
        "dateline_place": "",
        "dateline_date": "2026-01-15",
        "contact_name": "Press desk",
        "contact_email": "press@example.org",
        "body": streamfield([("text", paragraphs(text.paragraphs))]),
        "campaigns": streamfield([]),
        "partners": streamfield([]),
    }
    page = write_and_approve(newsroom, "stories.announcementpage", index, fields)
    words = newsroom.words(page.specific.url)
    assert all(paragraph in words for paragraph in text.paragraphs)
    return page


def the_partners_arrive_as_pasted_text(newsroom: Newsroom, home: Page) -> None:
    """The list as it came: each organisation becomes one draft, the one that is named twice becomes one as well, and
    an editor approves the batch."""
    text = source_texts.announcement().partners
    index = {"title": "Partners", "introduction": paragraphs([])}
    index = write_and_approve(newsroom, "stories.partnerindexpage", home, index)
    table = newsroom.writer.send(f"/admin/partner-imports/new/{index.pk}/", "text", text=text)
    rows = newsroom.writer.get(table).select("select[name$=-decision]")
    undecided = {row["name"]: "create" for row in rows if not row.select_one("option[selected][value]:not([value=''])")}
    newsroom.writer.send(table, "action", action="create", **undecided)
    assert newsroom.json(f"{index.specific.url}")["type"] == "partner_index"
    assert partners_of(newsroom, index) == [], "drafts are not public"
    newsroom.editor.send(table, "approve", action="approve")
    listed = " ".join(text.split(":", 1)[1].split()).rstrip(".").split("; ")
    names = sorted({name.strip().rstrip(";") for name in listed})
    assert partners_of(newsroom, index) == names


def partners_of(newsroom: Newsroom, index: Page) -> list[str]:
    answer = newsroom.read(f"/api/v1/pages/?child_of={index.pk}&limit=100&fields=title").json()
    return sorted(item["title"] for item in answer["items"])


def open_spanish(newsroom: Newsroom) -> tuple[Staff, Staff]:
    """The administrator adds the language; its groups, its tree and its workflow are there at once."""
    newsroom.administrator.post("/admin/locales/new/", {"language_code": "es"})
    translator = factories.person("Translators (es)", username="teresa-the-translator")
    reviewer = factories.person("Reviewers (es)", username="rosa-the-reviewer")
    return Staff(newsroom.url, translator), Staff(newsroom.url, reviewer)


def in_spanish(
    newsroom: Newsroom, source: Page, translator: Staff, reviewer: Staff, reject_first: bool = False
) -> Page:
    """Ask for the translation, translate every string, have it reviewed: the public page in Spanish."""
    locale = Locale.objects.get(language_code="es")
    translator.post(f"/admin/localize/submit/page/{source.pk}/", {"locales": [locale.pk]})
    page = Page.objects.get(translation_key=source.translation_key, locale=locale)
    address = f"/admin/pages/{page.pk}/edit/"
    for segment in segments(translator, page):
        translator.put(segment["editUrl"], {"value": in_invented_spanish(segment["source"])})
    assert newsroom.read(page.specific.url).status_code == 404, "saved strings are not public"
    translator.post(address, {"action": "submit"})
    if reject_first:
        reject(reviewer, page, "La primera frase suena rara.")
        assert "La primera frase suena rara." in translator.get(address).get_text()
        first = segments(translator, page)[0]
        translator.put(first["editUrl"], {"value": f"{in_invented_spanish(first['source'])} (mejor)"})
        translator.post(address, {"action": "submit"})
    assert newsroom.read(page.specific.url).status_code == 404, "in review is not public"
    approve(reviewer, page)
    assert newsroom.read(page.specific.url).status_code == 200
    return Page.objects.get(pk=page.pk)


def segments(translator: Staff, page: Page) -> list[dict[str, Any]]:
    """The strings that wagtail-localize's editor shows, in its order."""
    editor = translator.get(f"/admin/pages/{page.pk}/edit/").select_one(".js-translation-editor")
    props = json.loads(editor["data-props"])
    return [segment for segment in props["segments"] if segment["type"] == "string"]


def in_invented_spanish(source: str) -> str:
    """Not Spanish, but not English any more either; markup stays as it is."""
    return f"«ES» {source}"


def reject(staff: Staff, page: Page, reason: str) -> None:
    task_state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    staff.post(f"/admin/pages/workflow/action/{page.pk}/reject/{task_state.pk}/", {"comment": reason})


def each_names_the_other(newsroom: Newsroom, source: Page, translation: Page) -> None:
    """Both languages link each other, and the Spanish one says nothing that only the English one said."""
    there, back = newsroom.json(source.specific.url), newsroom.json(translation.specific.url)
    assert [link["url"] for link in there["translations"]] == [back["url"]]
    assert [link["url"] for link in back["translations"]] == [there["url"]]
    assert back["title"].startswith("«ES»")
    assert "«ES»" not in newsroom.words(source.specific.url)


def both_say_the_same(newsroom: Newsroom, path: str) -> None:
    """Every text of a page's JSON is in its HTML, in the same language."""
    document = newsroom.json(path)
    answer = newsroom.read(path)
    assert f'lang="{document["lang"]}"' in answer.text
    words = newsroom.words(path)
    for text in texts_in(document):
        assert text in words


def texts_in(value: Any, key: str = "") -> list[str]:
    """The words that a document says to readers, tags taken off."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name != "translations" for text in texts_in(part, name)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part, key)]
    if not isinstance(value, str) or key not in {"title", "lead", "mission", "history", "html", "text", "statement"}:
        return []
    parts = BeautifulSoup(value, "html.parser").get_text("\n").split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]
