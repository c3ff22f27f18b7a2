"""Attacks that a reviewer with fresh eyes tried, the fifth time: each name says what must happen."""

from __future__ import annotations

import io
import struct

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from newsroom.authoring.cleaning import profiles
from newsroom.authoring.cleaning.gate import let_in
from newsroom.authoring.cleaning.refusals import RefusedFile
from tests.media import dirty

NAME = b"Quetzalli Villasenor"
_JPEG, _JPEG_2000 = pikepdf.Name.DCTDecode, pikepdf.Name.JPXDecode


def picture(kind="JPEG", **options):
    written = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(written, kind, **options)
    return written.getvalue()


def jpeg_with(marker, body):
    data = picture()
    return data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def pdf_with(picture, way, **keys):
    """A PDF that shows a picture of 256 pixels square."""
    written, shape = io.BytesIO(), {"Subtype": pikepdf.Name.Image, "Width": 256, "Height": 256, "BitsPerComponent": 8}
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        shown = made.make_stream(picture, **{"ColorSpace": pikepdf.Name.DeviceRGB, **shape, **keys})
        shown.stream_dict["/Filter"] = way
        page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=shown))
        page.obj["/Contents"] = made.make_stream(b"q 100 0 0 100 0 0 cm /P Do Q")
        made.save(written)
    return written.getvalue()


def pdf_that_paints_with(lines, **keys):
    """A PDF whose page is filled with a pattern, which these lines draw."""
    written, shape = io.BytesIO(), {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 9, "YStep": 9}
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        pattern = made.make_stream(lines, BBox=[0, 0, 9, 9], Resources=pikepdf.Dictionary(), **shape, **keys)
        page.obj["/Resources"] = pikepdf.Dictionary(Pattern=pikepdf.Dictionary(P=pattern))
        page.obj["/Contents"] = made.make_stream(b"/Pattern cs /P scn 0 0 99 99 re f")
        made.save(written)
    return written.getvalue()


def stored(data, name="a.pdf"):
    return let_in(ContentFile(data, name=name), name).read()


def streams_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            yield repr(each).encode()
            if isinstance(each, pikepdf.Stream):
                yield each.read_raw_bytes()
                if str(each.get("/Filter")) not in (str(_JPEG), str(_JPEG_2000)):
                    yield each.read_bytes()


def shown_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return Image.open(io.BytesIO(opened.pages[0].obj["/Resources"]["/XObject"]["/P"].read_raw_bytes())).convert(
            "RGB"
        )


THUMBNAIL = b"JFIF\0\1\1\0\0\1\0\1\2\4" + NAME + bytes(4)


@pytest.mark.parametrize("marker, body", [(0xEE, NAME), (0xE0, THUMBNAIL), (0xF0, NAME), (0xFE, NAME)])
def test_a_jpeg_in_a_pdf_keeps_no_thumbnail_and_no_word_in_any_segment(marker, body):
    data = pdf_with(jpeg_with(marker, body), _JPEG)
    assert any(NAME in each for each in streams_in(data))
    kept = stored(data)
    assert not any(NAME in each for each in streams_in(kept))
    assert shown_in(kept).tobytes() == Image.open(io.BytesIO(picture())).tobytes()


def boxed(kind, body):
    return struct.pack(">I", len(body) + 8) + kind + body


@pytest.mark.parametrize("no_jp2", [True, False])
def test_a_jpeg_2000_in_a_pdf_says_nothing_in_a_comment_a_box_or_behind_its_end(no_jp2):
    data = picture("JPEG2000", comment=NAME, no_jp2=no_jp2)
    if not no_jp2:
        data = data[:32] + boxed(b"jp2i", NAME) + data[32:] + boxed(b"free", NAME)
    kept = stored(pdf_with(data, _JPEG_2000))
    assert not any(NAME in each for each in streams_in(kept))
    assert shown_in(kept).tobytes() == Image.radial_gradient("L").convert("RGB").tobytes()


def test_the_profile_of_a_jpeg_2000_says_nothing_of_a_machine():
    data = picture("JPEG2000", irreversible=False)
    said = boxed(b"colr", b"\2\0\0" + dirty.profile())
    at = data.index(b"colr") - 4
    head = data.index(b"jp2h") - 4
    data = data[:at] + said + data[at + 15 :]
    data = data[:head] + struct.pack(">I", struct.unpack_from(">I", data, head)[0] - 15 + len(said)) + data[head + 4 :]
    assert dirty.SERIAL.encode() in data
    kept = stored(pdf_with(data, _JPEG_2000))
    assert not any(dirty.SERIAL.encode() in each for each in streams_in(kept))
    assert shown_in(kept).size == (256, 256)


def test_a_pdf_does_not_say_from_which_file_on_whose_computer_a_picture_came():
    where = pikepdf.Dictionary({"/1.3": pikepdf.Dictionary(F="C:/Users/" + NAME.decode() + "/gate.tif")})
    kept = stored(pdf_with(picture(), _JPEG, OPI=where))
    assert not any(NAME in each for each in streams_in(kept))


def test_a_picture_that_is_packed_in_a_way_with_another_name_is_refused():
    with pytest.raises(RefusedFile):
        stored(pdf_with(jpeg_with(0xFE, NAME), pikepdf.Name("/DCT")))


BETWEEN_LINES = b"q BI /W 256 /H 256 /CS /RGB /BPC 8 /F /DCT ID " + jpeg_with(0xFE, NAME) + b" EI Q"


@pytest.mark.parametrize(
    "lines, keys",
    [
        (BETWEEN_LINES, {"Subtype": pikepdf.Name.Image}),
        (BETWEEN_LINES, {"Subtype": pikepdf.Name.XML}),
        (b"ID " + BETWEEN_LINES, {}),
        (BETWEEN_LINES.replace(b"/DCT", b"[/#44C#54Decode]"), {}),
    ],
)
def test_a_photograph_between_the_lines_of_a_pattern_is_refused_whatever_the_pattern_calls_itself(lines, keys):
    with pytest.raises(RefusedFile):
        stored(pdf_that_paints_with(lines, **keys))


def test_a_photograph_between_lines_that_break_off_is_refused_in_a_letter_too():
    written = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        glyph = made.make_stream(b"9 0 0 0 9 9 d1 ID " + BETWEEN_LINES, Subtype=pikepdf.Name.Image)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, CharProcs={"/a": glyph})
        page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=made.make_indirect(font)))
        page.obj["/Contents"] = made.make_stream(b"BT /F 9 Tf (a) Tj ET")
        made.save(written)
    with pytest.raises(RefusedFile):
        stored(written.getvalue())


@pytest.mark.parametrize("keys", [{"N": 3, "Type": pikepdf.Name.ICCBased}, {}])
def test_a_profile_in_a_pdf_is_nameless_whatever_it_calls_itself(keys):
    written = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        colours = pikepdf.Array([pikepdf.Name.ICCBased, made.make_stream(dirty.profile(), **keys)])
        page.obj["/Resources"] = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(C=colours))
        made.save(written)
    assert not any(dirty.SERIAL.encode() in each for each in streams_in(stored(written.getvalue())))


def profile_of(header, tags):
    held, table = b"", struct.pack(">I", len(tags))
    for name, each in tags.items():
        table += struct.pack(">4sII", name, 132 + 12 * len(tags) + len(held), len(each))
        held += each + bytes(-len(each) % 4)
    return struct.pack(">I", 132 + 12 * len(tags) + len(held)) + bytes(header[4:]) + table + held


FLAT = b"curv" + bytes(8)
# The eight sections of a table in the fourth version: one curve in, one out, each place filled.
TABLE = b"mAB \0\0\0\0\1\1" + NAME[:2] + struct.pack(">5I", 32, 44, 92, 104, 128) + FLAT
TABLE += struct.pack(">12i", *[65536] * 12) + FLAT + bytes([2]) + NAME[:15] + b"\1" + NAME[:3] + b"\0\xff\0\0" + FLAT
HIDING = {
    "behind a curve": (b"rTRC", FLAT + NAME),
    "behind the numbers of a curve": (b"gTRC", b"para" + bytes(8) + struct.pack(">i", 65536) + NAME),
    "behind a colour": (b"wtpt", b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061) + NAME),
    "where nothing is meant to stand": (b"bTRC", b"curv" + NAME[:4] + bytes(4)),
    "behind a table": (b"A2B0", b"mft1" + bytes(4) + bytes([1, 1, 2, 0]) + bytes(36 + 256 + 2 + 256) + NAME),
    "behind a table of the fourth version": (b"A2B0", TABLE + NAME),
    "in what a machine works out by itself": (b"D2B0", b"mpet" + bytes(4) + NAME),
    "in a table that is longer than its place": (b"A2B1", b"mft2" + bytes(4) + b"\3\3\x21\0" + bytes(40) + NAME),
}


@pytest.mark.parametrize("tag, content", HIDING.values(), ids=HIDING)
def test_a_colour_profile_has_no_word_behind_or_between_its_numbers(tag, content):
    made = dirty.profile(4)
    tags = {**profiles._tags(made), tag: content}
    header = bytearray(made[:128])
    header[100:120] = NAME
    crafted = profile_of(header, tags)
    assert ImageCms.ImageCmsProfile(io.BytesIO(crafted))
    kept = Image.open(io.BytesIO(stored(picture("PNG", icc_profile=crafted), "a.png"))).info.get("icc_profile", b"")
    assert NAME not in kept and NAME[:4] not in kept and NAME[:15] not in kept


# For a printer of four inks, and for a scanner, in the tables that each version has for it.
INKS = b"mft2" + bytes(4) + bytes([4, 3, 2, 0]) + struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
INKS += struct.pack(">2H", 2, 2) + struct.pack(">2H", 0, 65535) * 4
INKS += struct.pack(">48H", *(number * 7919 % 65280 for number in range(48))) + struct.pack(">2H", 0, 65535) * 3
SCAN = b"mAB " + bytes(4) + bytes([3, 3, 0, 0]) + struct.pack(">5I", 32, 80, 128, 176, 248)
SCAN += (b"para" + bytes(4) + struct.pack(">HHi", 0, 0, 65536)) * 3 + struct.pack(">12i", *[40000, 9000, 700] * 4)
SCAN += (b"para" + bytes(4) + struct.pack(">HHi", 0, 0, 70000)) * 3
SCAN += (
    bytes([2, 2, 2])
    + bytes(13)
    + bytes([2, 0, 0, 0])
    + struct.pack(">24H", *(number * 7919 % 65280 for number in range(24)))
)
SCAN += bytes(4) + (b"para" + bytes(4) + struct.pack(">HHi", 0, 0, 144000)) * 3


@pytest.mark.parametrize("mode, version, tables", [("CMYK", 2, INKS), ("RGB", 4, SCAN)])
def test_a_colour_profile_of_tables_keeps_its_colours(mode, version, tables):
    made = bytearray(dirty.profile(version)[:128])
    made[12:24] = b"prtrCMYKLab " if mode == "CMYK" else b"scnrRGB Lab "
    before = profile_of(made, {**profiles._tags(dirty.profile(version)), b"A2B0": tables + NAME})
    after = profiles.without_words(before)
    assert NAME in before and NAME not in after
    scene = Image.merge(mode, [Image.radial_gradient("L").rotate(80 * each) for each in range(len(mode))])
    seen = [
        ImageCms.profileToProfile(scene, ImageCms.ImageCmsProfile(io.BytesIO(each)), screen, outputMode="RGB")
        for each in (before, after)
        for screen in [ImageCms.createProfile("sRGB")]
    ]
    assert seen[0].tobytes() == seen[1].tobytes() and len(set(seen[0].tobytes())) > 50
