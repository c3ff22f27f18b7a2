"""Every scene can be read in each of its languages, and says the same in HTML and in JSON."""

import pytest

from demo.scenes.content import words
from demo.scenes.registry import LANGUAGES, PUBLIC, SCENES
from demo.scenes.unfinished import CRITICAL, OUTDATED, UPDATED
from newsroom.authoring.blocks import BodyStream
from newsroom.translation.languages import get_language
from tests.demo.places import address, found
from tests.web.reading import read

READABLE = [(scene, lang) for scene in PUBLIC for lang in ("en", *scene.languages)]


@pytest.mark.parametrize(("scene", "lang"), READABLE, ids=[f"{scene.name}-{lang}" for scene, lang in READABLE])
def test_a_scene_renders_as_a_page_and_as_json_in_each_of_its_languages(client, scene, lang):
    url = address(scene, lang)
    soup, document = read(client, url), found(client, url).json()
    title = words(scene, lang)["title"]
    assert (soup.html["lang"], soup.html["dir"]) == (lang, get_language(lang).direction)
    assert soup.h1.get_text(strip=True) in (title, document.get("lead"))
    assert (document["lang"], document["title"], document["url"]) == (lang, title, url)


def test_every_public_page_is_a_scene_and_every_one_is_public_in_spanish(documents):
    public = [document.lang for document in documents]
    assert public.count("en") == public.count("es") == len(PUBLIC)
    assert {document.url for document in documents} == {address(scene, lang) for scene, lang in READABLE}


def test_home_about_and_two_stories_are_public_in_arabic_and_chinese():
    for lang in LANGUAGES:
        there = {scene.name for scene in PUBLIC if lang in scene.languages}
        assert {"home", "about", "atlanta", "chicago"} <= there


def test_a_page_says_what_its_file_in_its_own_language_says(documents):
    for document in documents:
        scene = next(scene for scene in SCENES if document.url == address(scene, document.lang))
        later = scene.name in (OUTDATED, UPDATED, CRITICAL) and document.lang == "en"
        assert document.summary == words(scene, document.lang, later=later)["summary"]


def test_each_block_of_the_vocabulary_is_shown_somewhere(documents):
    used = {block.type for document in documents for block in getattr(document, "body", [])}
    assert used == set(BodyStream().child_blocks)


def test_seeding_says_what_it_is_doing(seeded):
    assert len(seeded) >= 5
    assert all(line and len(line) < 100 for line in seeded)
