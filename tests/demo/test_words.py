"""The demo's words: translated to the last one, described where they are pictures, and nobody else's."""

import re

import pytest
from wagtail_localize.models import StringTranslation

from demo.scenes.content import FOLDER, words
from demo.scenes.registry import SCENES
from tests.demo.places import address
from tests.source_texts import FOLDER as SOURCES
from tests.web.reading import read

# Names of places and people, and figures, that are written the same in more than one language.
SAME_EVERYWHERE = {
    *("Atlanta", "Georgia", "California", "Chicago", "Illinois", "Texas", "Sacramento", "Fresno, Stockton", "Houston"),
    *(
        "Atlanta, Chicago, Houston",
        "San Antonio, Austin, Houston",
        "Austin, Houston, San Antonio",
        "San Antonio, Texas",
        "Portland",
    ),
    *("Frederick Douglass", "Eugene V. Debs", "134,242", "×4", "1972–2009", "95 %", "95%"),
}


def test_no_text_of_a_translation_was_left_in_english():
    left = StringTranslation.objects.select_related("translation_of", "locale")
    same = {each.data for each in left if each.data == each.translation_of.data}
    assert same - SAME_EVERYWHERE == set()


def test_every_picture_is_described_or_declared_decorative_in_each_language(client, documents):
    for document in documents:
        pictures = read(client, document.url).main.find_all("img")
        assert all(picture.has_attr("alt") for picture in pictures), document.url
        undescribed = [picture for picture in pictures if not picture["alt"]]
        scene = next(scene for scene in SCENES if address(scene, document.lang) == document.url)
        assert len(undescribed) == repr(words(scene, document.lang)).count("'decorative': True"), document.url


def test_every_film_has_captions_a_transcript_and_a_poster_in_the_language_of_the_page(client, documents):
    seen = elsewhere = 0
    for document in documents:
        blocks = [block for block in getattr(document, "body", []) if block.type == "video"]
        for film in [*blocks, *getattr(document, "videos", [])]:
            assert film.transcript_html and film.poster.alt
            if film.embed:
                elsewhere += 1
                continue
            seen += 1
            assert film.file.media_type == "video/webm" and film.captions.lang == document.lang
            captions = b"".join(client.get(film.captions.url)).decode()
            assert captions.startswith("WEBVTT") and film.captions.media_type == "text/vtt"
            first = re.search(r"\[(.+?)\]", captions).group(1)
            assert first in film.transcript_html, document.url
    assert (seen, elsewhere) == (15, 2)


def test_the_files_of_each_kind_can_be_downloaded_and_are_small(client, documents):
    kinds = set()
    for document in documents:
        lists = [block.files for block in getattr(document, "body", []) if block.type == "file_list"]
        for published in [file for files in [getattr(document, "toolkit", []), *lists] for file in files]:
            kinds.add(published.kind)
            assert client.get(published.file.url).status_code == 200
            assert 0 < published.file.size < 600_000
    assert kinds == {"sample_policy", "talking_points", "social_media_graphic", "other"}


def test_whoever_is_written_about_or_answers_mail_is_invented():
    written = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.toml"))
    assert set(re.findall(r"[\w.]+@([\w.]+)", written)) == {"longtable.example.org"}
    hosts = set(re.findall(r"https://([\w.-]+)", written))
    of_the_world = {"archive.org", "bjs.ojp.gov", "doi.org", "igchicago.org"}
    assert all(host.endswith("example.org") for host in hosts - of_the_world)


def test_a_figure_names_its_source(documents):
    figures = [block for each in documents for block in getattr(each, "body", []) if block.type == "figure"]
    assert figures and all(figure.source and figure.source_url.startswith("https://") for figure in figures)


def test_no_eight_words_in_a_row_come_from_the_source_documents():
    if not SOURCES.is_dir():
        pytest.skip("The source documents are not beside this tree: there is nothing to compare the demo with.")
    theirs = set().union(*[shingles(path.read_text(encoding="utf-8")) for path in SOURCES.glob("*.txt")])
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in (".toml", ".txt", ".vtt", ".md"):
            assert shingles(path.read_text(encoding="utf-8")) & theirs == set(), path


def shingles(text: str, length: int = 8) -> set[tuple[str, ...]]:
    """Every run of eight words, in lower case."""
    said = re.findall(r"\w+", text.casefold())
    return {tuple(said[start : start + length]) for start in range(len(said) - length + 1)}
