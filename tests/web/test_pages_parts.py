"""What a page is made of, as HTML: pictures, videos, files, dates, words in another language."""

from __future__ import annotations

import datetime

import pytest
from wagtail.models import Locale

from newsroom.authoring import embeds
from newsroom.authoring.models import NewsroomImage
from newsroom.consent.take_down import take_down
from newsroom.review.law import LawError
from newsroom.web.pictures import make_pictures_of
from tests import factories
from tests.web.api import ask
from tests.web.reading import read, squeeze

pytestmark = pytest.mark.django_db


def milestone(precision, day):
    return ("milestone", {"date": day, "precision": precision, "title": "The contract ended", "text": ""})


def test_a_picture_comes_in_sizes_and_says_what_it_shows(client):
    page = factories.campaign_story(body=[("picture", factories.picture_block())])
    figure = read(client, page.url).select_one("figure.picture")
    image = figure.img
    assert image["alt"] == "People at a gate"
    assert (image["width"], image["height"]) == ("1200", "800")
    assert figure.picture.source["type"] == "image/avif"
    for tag in (image, figure.picture.source):
        assert [part.split()[1] for part in tag["srcset"].split(", ")] == ["400w", "800w", "1200w"]
        assert tag["sizes"]
    assert (image["loading"], image.get("fetchpriority"), image.get("class")) == ("lazy", None, None)
    assert squeeze(figure.figcaption.text) == "The first vigil Picture: Open Gate Network"


def test_only_what_opens_a_page_is_fetched_at_once_and_a_focal_point_stays_in_view(client):
    image = factories.image(focal_point_x=120, focal_point_y=620, focal_point_width=10, focal_point_height=10)
    picture = ("picture", factories.picture_block(image=image))
    gallery = ("gallery", {"heading": "", "pictures": [picture[1], factories.picture_block()]})
    story = factories.campaign_story(won=[], body=[picture, picture, gallery])
    first, second, third, fourth = read(client, story.url).select("figure.picture img")
    assert (first["fetchpriority"], first.get("loading")) == ("high", None)
    assert [(each.get("fetchpriority"), each["loading"]) for each in (second, third, fourth)] == [(None, "lazy")] * 3
    assert third["class"] == ["focus-x-0", "focus-y-75"]
    assert fourth.get("class") is None
    assert third["sizes"] != second["sizes"]
    shown = ask(f"pages/{story.pk}/")["body"][0]["picture"]
    assert shown["focal_point"] == {"x": 0.1, "y": 0.775}
    assert [(source["media_type"], source["width"]) for source in shown["sources"]] == [
        (f"image/{kind}", width) for kind in ("avif", "webp") for width in (400, 800, 1200)
    ]
    with pytest.raises(LawError):  # What is cropped away was seen and approved too.
        image.focal_point_x = 900
        image.save()


def test_no_reader_waits_for_what_takes_long_to_write(client, settings):
    """AVIF is the worker's: until it comes round, a page shows its pictures without."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    story = factories.campaign_story(won=[], body=[("picture", factories.picture_block())])
    assert read(client, story.url).select("figure.picture source") == []
    make_pictures_of.call(story.pk)
    assert read(client, story.url).select_one("figure.picture source")["type"] == "image/avif"
    take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert make_pictures_of.call(story.pk) == 0
    assert NewsroomImage.get_rendition_model().objects.count() == 0


def test_a_picture_that_is_decoration_has_an_empty_alternative(client):
    body = [("picture", factories.picture_block(alt="", decorative=True))]
    assert read(client, factories.campaign_story(body=body).url).select_one("figure.picture img")["alt"] == ""


def test_a_video_of_ours_has_a_still_captions_and_a_transcript_to_open(client):
    page = factories.campaign_story(body=[], videos=[("video", factories.video_block())])
    figure = read(client, page.url).select_one("figure.video")
    still = figure.picture.img
    assert (still["alt"], still["loading"]) == ("A gate, open", "lazy")
    assert figure.video["poster"].startswith("data:")  # A real one would be fetched at once, in one size.
    assert figure.video["preload"] == "none"
    assert figure.video.source["src"].startswith("/files/")
    assert {name: figure.video.track[name] for name in ("kind", "srclang", "label")} == {
        "kind": "captions", "srclang": "en", "label": "English",
    }  # fmt: skip
    assert squeeze(figure.details.summary.text) == "Transcript"
    assert "We stood here." in figure.details.text


@pytest.mark.usefixtures("arabic")
def test_a_translated_video_has_captions_in_the_readers_language(client):
    story = factories.campaign_story(body=[], videos=[("video", factories.video_block(poster=None))])
    track = read(client, factories.translated(story, "ar").url).select_one("track")
    assert (track["srclang"], track["label"]) == ("ar", "العربية")


def test_a_video_elsewhere_is_a_plain_link(client):
    video = factories.video_block(file=None, poster=None, url="https://videos.example.org/gate")
    page = factories.campaign_story(body=[], videos=[("video", video)])
    soup = read(client, page.url)
    figure = soup.select_one("figure.video")
    assert figure.video is None
    assert figure.find("a", href="https://videos.example.org/gate")["rel"] == ["external", "noreferrer"]
    assert soup.select("[data-embed], script[src*=video]") == []


def test_a_video_of_a_known_host_is_a_link_until_a_reader_asks_for_more(client):
    url = "https://www.youtube.com/watch?v=abcdefghijk&t=3"
    video = factories.video_block(file=None, poster=None, url=url)
    story = factories.campaign_story(body=[("video", video)], videos=[("video", video)])
    soup = read(client, story.url)
    link = soup.select_one("figure.video a[data-embed]")
    assert (link["href"], link.text) == (url, "Watch it at YouTube")
    assert link["data-embed"] == "https://www.youtube-nocookie.com/embed/abcdefghijk"
    assert "it will see your address and the name of this site" in link["data-words"]
    assert soup.select("iframe, button.embed") == []
    (script,) = soup.select("script[src*=video]")
    assert (script["src"].startswith("/static/"), script.has_attr("defer"), script.text) == (True, True, "")
    assert ask(f"pages/{story.pk}/")["videos"][0]["embed"] == {
        "host": "YouTube", "url": link["data-embed"], "referrer_policy": "strict-origin",
    }  # fmt: skip
    frames = client.get(story.url)["Content-Security-Policy"].split("frame-src ")[1].split(";")[0]
    assert frames.split() == ["'self'", *embeds.ORIGINS]


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://youtu.be/abc-_fghijk?si=x", "https://www.youtube-nocookie.com/embed/abc-_fghijk"),
        ("https://m.youtube.com/watch?app=m&v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtube.com/shorts/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/12345", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://archive.org/details/a.film_1", "https://archive.org/embed/a.film_1"),
        ("https://evil.example/?https://youtu.be/abcdefghijk", None),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", None),
        ('https://www.youtube.com/watch?v=abcdefghij"><script>', None),
        ("https://vimeo.com/channels/staff", None),
        ("https://archive.org/details/../x", None),
        ("javascript:https://youtu.be/abcdefghijk", None),
    ],
)
def test_only_the_pages_of_known_hosts_become_a_frame_and_only_in_private_mode(url, frame):
    found = embeds.find(url)
    assert (found[1] if found else None) == frame


def test_the_toolkit_stands_on_shelves_by_kind_and_says_language_and_licence(client):
    toolkit = [
        ("file", factories.file_block(kind="talking_points", title="What to say")),
        ("file", factories.file_block(title="Ordenanza", language="es", licence="CC0-1.0")),
    ]
    section = read(client, factories.campaign_story(toolkit=toolkit).url).select_one("#toolkit")
    assert [shelf.text for shelf in section.find_all("h3")] == ["Sample policy", "Talking points"]
    policy = section.select("li")[0]
    assert policy.a["hreflang"] == "es"
    assert policy.find(lang="es").text == "Español"
    assert policy.find("a", rel="license").text == "CC0 1.0"


def test_milestones_run_from_the_oldest_and_say_no_more_than_is_known(client):
    won = [
        milestone("day", datetime.date(2021, 6, 3)),
        milestone("year", datetime.date(2018, 1, 1)),
        milestone("month", datetime.date(2019, 5, 1)),
    ]
    dates = read(client, factories.campaign_story(won=won).url).select("ol.milestones time")
    assert [(date["datetime"], date.text) for date in dates] == [
        ("2018", "2018"),
        ("2019-05", "May 2019"),
        ("2021-06-03", "June 3, 2021"),
    ]


def test_a_quote_and_a_figure_name_their_source(client):
    body = [
        ("quote", {"text": "One.\n\nTwo.", "attribution": "An elder", "source": "A talk", "source_url": ""}),
        (
            "figure",
            {"value": "95 %", "statement": "of cases", "source": "Count", "source_url": "https://example.org/c"},
        ),
    ]
    soup = read(client, factories.campaign_story(body=body).url)
    quote, number = soup.select_one("figure.quote"), soup.select_one("figure.number")
    assert [line.text for line in quote.blockquote.find_all("p")] == ["One.", "Two."]
    assert [squeeze(part.text) for part in quote.figcaption.find_all(["span", "cite"])] == ["An elder", "A talk"]
    assert number.strong.text == "95 %"
    assert number.cite.a["href"] == "https://example.org/c"


def test_headings_skip_no_level_even_where_an_author_did(client):
    body = [("heading", {"text": text, "level": level}) for text, level in (("One", "3"), ("Two", "2"), ("Three", "3"))]
    soup = read(client, factories.campaign_story(body=body, won=[]).url)
    assert [tag.name for tag in soup.main.find_all(["h2", "h3"])] == ["h2", "h2", "h3"]


def test_a_list_of_cards_without_a_heading_of_its_own_has_one_for_those_who_listen(client):
    body = [("partner_list", {"heading": "", "pages": [factories.partner()]})]
    soup = read(client, factories.campaign_story(body=body, won=[]).url)
    (heading,) = soup.main.find_all("h2")
    assert (heading.text, heading["class"]) == ("Partners", ["visually-hidden"])


def test_the_home_page_shows_the_newest_stories_and_not_all_of_them(client):
    stories = [factories.campaign_story(body=[]) for _ in range(8)]
    shown = [link["href"] for link in read(client, "/en/").select(".card-campaign_story a")]
    assert shown == [story.url for story in reversed(stories)][:6]


def test_a_preview_shows_the_draft_and_says_that_it_is_not_public(client):
    page = factories.campaign_story(state="draft", title="Not yet")
    client.force_login(factories.writer())
    soup = read(client, f"/admin/pages/{page.pk}/view_draft/")
    assert squeeze(soup.select_one(".preview").text) == "Preview: this is not public."
    assert soup.h1.text == "Not yet"
    assert (soup.html["lang"], soup.html["dir"]) == ("en", "ltr")


@pytest.mark.usefixtures("arabic")
def test_a_card_in_another_language_says_so(client):
    """An Arabic page shows a partner that nobody has translated yet."""
    ally = factories.partner(title="Neighbours", summary="They drive to every hearing.")
    story = factories.campaign_story(partners=[("page", ally)])
    card = read(client, factories.translated(story, "ar").url).select_one(".card-partner")
    assert (card["lang"], card["dir"], card.a["hreflang"]) == ("en", "ltr", "en")
    assert card.select_one(".card-language").text == "English"
    assert squeeze(card.select_one(".details").text) == "Organization Riverton Lake County Immigrant detention"


def test_what_an_author_typed_is_shown_as_typed_and_never_as_markup(client):
    page = factories.campaign_story(title="<script>alert(1)</script>", people="a < b & c")
    soup = read(client, page.url)
    assert "alert(1)" not in [script.text for script in soup.find_all("script")]
    assert soup.h1.text == "<script>alert(1)</script>"
    assert "a < b & c" in soup.get_text()


def test_a_page_without_its_optional_parts_shows_no_empty_ones(client):
    factories.home(body=[], summary="")
    story = factories.campaign_story(
        summary="", region="", people="", issues=[], won=[], body=[], end_year=None, status="ongoing"
    )
    soup = read(client, story.url)
    assert [heading.text for heading in soup.main.find_all("h2")] == []
    assert [squeeze(term.text) for term in soup.find_all("dt")] == ["Place", "Years"]
    assert squeeze(soup.select_one(".years").text) == "since 2018"
    assert Locale.objects.count() == 1
    assert list(soup.select("nav.languages li"))[1:] == []


def test_a_partner_of_whom_nothing_more_is_known_has_no_list_of_facts(client):
    bare = {"places": "", "issues": [], "languages": [], "website": ""}
    assert not read(client, factories.partner(**bare).url).select("dl")
    assert read(client, factories.partner(**{**bare, "places": "Riverton"}).url).select("dl.facts dd")


def test_the_languages_of_a_partner_keep_the_direction_of_the_page_around_them(client):
    names = read(client, factories.partner(languages=["en", "ar"]).url).select(".facts dd bdi")
    assert [(name["lang"], name["dir"], name.text) for name in names] == [
        ("en", "ltr", "English"), ("ar", "rtl", "العربية"),
    ]  # fmt: skip
    assert not any(name.parent.has_attr("dir") for name in names)
