"""Attacks by pictures: whatever a picture brings along besides its pixels, nobody gets it from us."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.models import Collection, UploadedFile

from newsroom.authoring.cleaning.refusals import RefusedFile
from newsroom.authoring.models import NewsroomImage
from tests import factories
from tests.media import dirty
from tests.media.reading import leaks_in, stored
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db
OUTPUTS = ("avif", "gif", "heic", "jpeg", "png", "webp")


def upload(name, data, **fields):
    """The answer to a form that adds a picture."""
    file = SimpleUploadedFile(name, data)
    root = Collection.get_first_root_node().pk
    form = {"title": "A door", "file": file, "collection": root, "tags": "", "credit": "Ours", **fields}
    return Desk(factories.writer()).client.post(reverse("wagtailimages:add"), form)


def bytes_of(file):
    with file.storage.open(file.name) as opened:
        return opened.read()


def test_the_corpus_is_as_dirty_as_each_format_allows():
    told = leaks_in(dirty.pictures())
    assert set(told) == set(dirty.PICTURES)
    for name, text in told.items():
        assert dirty.NAME in text and "GPSLatitude" in text, name
        assert name == "a.gif" or ("SerialNumber" in text and "ThumbnailImage" in text), name
        assert name == "a.gif" or ("DeviceModelDesc" in text and "ProfileCopyright" in text), name
    assert "IPTC:By-line" in told["a.jpg"] and "PNG:Author" in told["a.png"]


def test_a_place_a_name_a_serial_number_and_a_thumbnail_are_neither_in_the_original_nor_in_any_rendition():
    kept = {}
    for name, data in dirty.pictures().items():
        assert upload(name, data).status_code == 302
        picture = NewsroomImage.objects.latest("pk")
        kept[f"{name}.original.{picture.filename.rpartition('.')[2]}"] = bytes_of(picture.file)
        for output in OUTPUTS:
            rendition = picture.get_rendition(f"max-100x100|format-{output}")
            kept[f"{name}.{output}"] = bytes_of(rendition.file)
    assert len(kept) == len(dirty.PICTURES) * (1 + len(OUTPUTS))
    assert leaks_in(kept) == {}
    for name, data in kept.items():
        assert dirty.NAME.encode() not in data and b"Exif" not in data and b"xpacket" not in data, name


def test_a_picture_that_lay_on_its_side_stands_and_keeps_its_pixels():
    with Image.open(io.BytesIO(dirty.pictures()["a.png"])) as picture:
        exact = picture.copy()
    upload("a.png", dirty.pictures()["a.png"])
    turned = Image.open(NewsroomImage.objects.latest("pk").file)
    assert turned.size == (160, 240)
    assert turned.convert("RGB").tobytes() == exact.transpose(Image.Transpose.ROTATE_270).tobytes()


@pytest.mark.parametrize("version", [2, 4])
def test_a_colour_profile_keeps_its_colours_and_loses_whose_screen_it_was_made_for(version):
    scene, laboratory, written = Image.radial_gradient("L").convert("RGB"), ImageCms.createProfile("LAB"), io.BytesIO()
    scene.save(written, "PNG", icc_profile=dirty.profile(version))
    assert "DeviceModel" in leaks_in({"a.png": written.getvalue()})["a.png"]
    upload("a.png", written.getvalue())
    file = NewsroomImage.objects.latest("pk").file
    kept = Image.open(file).info["icc_profile"]
    assert dirty.SERIAL.encode() not in kept and leaks_in({"a.png": bytes_of(file)}) == {}
    seen = [
        ImageCms.profileToProfile(scene, ImageCms.ImageCmsProfile(io.BytesIO(each)), laboratory, outputMode="LAB")
        for each in (dirty.profile(version), kept)
    ]
    assert seen[0].tobytes() == seen[1].tobytes()


def test_what_is_called_a_profile_and_is_none_is_left_out():
    for broken in (b"x", dirty.NAME.encode() * 20, dirty.profile()[:140], dirty.profile()[:60] + dirty.profile()[:200]):
        written = io.BytesIO()
        Image.new("RGB", (9, 9)).save(written, "PNG", icc_profile=broken)
        upload("a.png", written.getvalue())
        assert "icc_profile" not in Image.open(NewsroomImage.objects.latest("pk").file).info


def test_what_moves_goes_on_moving_as_it_did():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind in ("gif", "webp"):
        moving = io.BytesIO()
        frames[0].save(moving, kind.upper(), save_all=True, append_images=frames[1:], duration=[100, 200, 300])
        assert upload(f"a.{kind}", moving.getvalue()).status_code == 302
        kept, lengths = Image.open(NewsroomImage.objects.latest("pk").file), []
        for number in range(kept.n_frames):
            kept.seek(number)
            kept.load()
            lengths.append(kept.info["duration"])
        assert lengths == [100, 200, 300], kind


def test_the_credit_and_caption_of_the_file_are_offered_to_the_uploader_and_to_nobody_else():
    upload("a.jpg", dirty.pictures()["a.jpg"], credit="")
    picture = NewsroomImage.objects.latest("pk")
    form = Desk(factories.writer()).read("wagtailimages:edit", picture.pk)
    assert form.count(f'value="{dirty.NAME}"') == form.count(f'value="{dirty.CAPTION}"') == 1
    NewsroomImage.objects.filter(pk=picture.pk).update(consents=factories.NOBODY)
    story = factories.campaign_story(body=[("picture", factories.picture_block(image=picture))])
    for address in (f"/api/v1/pages/{story.pk}/", story.url):
        answer = Client().get(address).content.decode()
        assert "The first vigil" in answer and dirty.NAME not in answer and dirty.CAPTION not in answer


def test_what_was_offered_is_forgotten_once_its_field_says_something():
    upload("a.jpg", dirty.pictures()["a.jpg"], credit="")
    picture = NewsroomImage.objects.latest("pk")
    picture.credit = "Ours"
    picture.save()
    picture.refresh_from_db()
    assert (picture.found_credit, picture.found_caption) == ("", dirty.CAPTION)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
FOREIGN = b'<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><iframe src="//evil.example"/></foreignObject></svg>'
OUTSIDE = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
ENTITIES = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("large.png", lambda: dirty.large_png(30_000), "pixels"),
        ("large.png", lambda: dirty.large_png(11_000), "pixels"),
        ("many.gif", lambda: dirty.many_frames((900, 900), 70), "pixels"),
        ("tiny.gif", lambda: dirty.many_frames((1, 1), 502), "pixels"),
        ("cut.jpg", lambda: dirty.pictures()["a.jpg"][:-2500], "broken"),
        ("php.jpg", lambda: b"<?php system($_GET['c']); ?>", "something else"),
        ("svg.jpg", lambda: SVG, "something else"),
        ("html.png", lambda: b"<html><script>alert(1)</script>", "something else"),
        ("a.svg", lambda: SVG, "something else"),
        ("foreign.svg", lambda: FOREIGN, "something else"),
        ("foreign.png", lambda: FOREIGN, "something else"),
        ("entities.svg", lambda: ENTITIES, "something else"),
        ("entities.png", lambda: ENTITIES, "something else"),
        ("outside.webp", lambda: OUTSIDE, "something else"),
        ("png.jpg", lambda: dirty.pictures()["a.png"], "something else"),
        ("nothing.jpg", lambda: b"", "empty"),
    ],
)  # fmt: skip
def test_a_bomb_or_something_that_only_calls_itself_a_picture_is_refused_in_one_sentence_and_leaves_nothing(
    name, data, why
):
    before, rows = stored(), NewsroomImage.objects.count()
    answer = upload(name, data(), title="A title that took a while")
    (sentence,) = answer.context["form"].errors["file"]
    assert why in sentence
    assert "A title that took a while" in answer.content.decode()
    assert (stored(), NewsroomImage.objects.count()) == (before, rows)


def test_what_hides_behind_the_end_or_in_a_comment_does_not_get_in():
    with_php = dirty.pictures()["a.jpg"][:2] + b"\xff\xfe\x00\x20<?php system($_GET['c']); ?>" + b"  "
    data = with_php + dirty.pictures()["a.jpg"][2:] + b"PK\x03\x04 a zip"
    assert upload("polyglot.jpg", data).status_code == 302
    kept = bytes_of(NewsroomImage.objects.latest("pk").file)
    assert b"<?php" not in kept and b"PK\x03\x04" not in kept


def _by_bulk(name, data):
    fields = {"title": "A door", "collection": Collection.get_first_root_node().pk}
    answer = Desk(factories.writer()).client.post(
        reverse("wagtailimages:add_multiple"), {**fields, "files[]": SimpleUploadedFile(name, data)}
    )
    return NewsroomImage.objects.get(pk=answer.json()["image_id"]).file


def _by_replacing(name, data):
    picture = factories.image()
    form = {"title": "A", "collection": picture.collection_id, "tags": "", "file": SimpleUploadedFile("b.png", data)}
    Desk(factories.writer()).client.post(reverse("wagtailimages:edit", args=[picture.pk]), form)
    old, picture = picture.file.name, NewsroomImage.objects.get(pk=picture.pk)
    assert old != picture.file.name and (picture.width, picture.height) == (160, 240)
    return picture.file


def _by_chooser(name, data):
    url = reverse("wagtailimages_chooser:create")
    file = SimpleUploadedFile(name, data)
    root = Collection.get_first_root_node().pk
    fields = {"image-chooser-upload-title": "A", "image-chooser-upload-file": file}
    before = NewsroomImage.objects.count()
    Desk(factories.writer()).client.post(
        url, {**fields, "image-chooser-upload-collection": root, "image-chooser-upload-tags": ""}
    )
    assert NewsroomImage.objects.count() > before
    return NewsroomImage.objects.latest("pk").file


def _by_script(name, data):
    return NewsroomImage.objects.create(title="A", file=ContentFile(data, name=name)).file


def _by_many_rows(name, data):
    row = NewsroomImage(title="A", file=ContentFile(data, name=name), collection=Collection.get_first_root_node())
    return NewsroomImage.objects.bulk_create([row])[0].file


def _past_every_model(name, data):
    return UploadedFile.objects.create(file=SimpleUploadedFile(name, data)).file


def _by_the_storage(name, data):
    kept = default_storage.save(f"anywhere/{name}", ContentFile(data))
    return UploadedFile(file=kept).file


WAYS = (_by_bulk, _by_replacing, _by_chooser, _by_script, _by_many_rows, _past_every_model, _by_the_storage)


def test_no_way_in_goes_round_the_gate():
    kept = {}
    for way in WAYS:
        file = way("a.png", dirty.pictures()["a.png"])
        kept[f"{way.__name__}.png"] = bytes_of(file)
        before = stored()
        with pytest.raises((RefusedFile, Image.DecompressionBombError, KeyError, AssertionError)):
            way("a.png", dirty.large_png(11_000))
        assert not any(dirty.large_png(11_000)[:40] in path.read_bytes() for path in stored() - before), way
    assert leaks_in(kept) == {}


def test_a_size_that_nobody_shows_and_a_filter_that_nobody_knows_are_refused():
    picture = factories.image()
    client = Desk(factories.writer()).client
    for spec in ("width-30000", "fill-99999x99999", "scale-5000", "scale-101", "explode-1", "width-800|format-exe"):
        answer = client.get(reverse("wagtailimages:preview", args=[picture.pk, spec]))
        assert answer.status_code == 400, spec
    for spec in ("width-30000", "scale-5000|format-png"):
        with pytest.raises(InvalidFilterSpecError):
            picture.get_rendition(spec)
    with pytest.raises(RefusedFile):
        picture.get_rendition("max-32x32|format-ico")  # No format of a page's pictures, and none that is looked into.
    assert client.get(reverse("wagtailimages:url_generator", args=[picture.pk]), follow=True).status_code == 404
    assert Client().get(f"/images/signature/{picture.pk}/width-30000/").status_code == 404
