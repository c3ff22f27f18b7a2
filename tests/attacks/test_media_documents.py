"""Attacks by documents: who wrote one, where, with what, and whatever it would do, stays outside."""

import io
import time

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from newsroom.authoring.cleaning.gate import let_in
from newsroom.authoring.cleaning.refusals import RefusedFile
from newsroom.authoring.models import NewsroomDocument
from tests import factories
from tests.media import dirty
from tests.media import dirty_documents as made
from tests.media.reading import leaks_in, stored
from tests.review.admin import Desk

NAME = dirty.NAME.encode()


def taken_in(name, data):
    file = let_in(ContentFile(data, name=name), name)
    return file.read()


def why_not(name, data):
    with pytest.raises(RefusedFile) as refused:
        taken_in(name, data)
    return refused.value.sentence


def upload(name, data, **fields):
    root = Collection.get_first_root_node().pk
    form = {"title": "A policy", "collection": root, "tags": "", "file": SimpleUploadedFile(name, data), **fields}
    return Desk(factories.writer()).client.post(reverse("wagtaildocs:add"), form)


def test_office_files_lose_author_company_preview_sessions_and_what_their_pictures_say():
    files = {
        "a.docx": made.docx(),
        "a.xlsx": made.xlsx(),
        "a.pptx": made.pptx(),
        "a.odt": made.open_document("text"),
        "a.ods": made.open_document("spreadsheet"),
    }
    assert set(leaks_in(files)) == set(files)
    clean = {name: taken_in(name, data) for name, data in files.items()}
    assert leaks_in(clean) == {}
    for name, data in clean.items():
        members = made.unpack(data)
        assert not any(NAME in content or b"rsid" in content for content in members.values()), name
        assert not any(part in path for path in members for part in ("docProps", "humbnail", "printer", "people")), name
    letter = made.unpack(clean["a.docx"])
    assert b"Whereas" in letter["word/document.xml"] and "word/media/image1.jpeg" in letter
    assert b"docProps" not in letter["[Content_Types].xml"] + letter["_rels/.rels"]
    assert made.unpack(clean["a.odt"])["mimetype"] == b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("comment.docx", lambda: made.docx(**{"word/comments.xml": '<c xmlns:w="w"><w:comment/></c>'}), "comments"),
        ("change.docx", lambda: made.docx('<w:ins w:author="x"/>'), "tracked changes"),
        ("macro.docx", lambda: made.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docm", lambda: made.docx(), "something else"),
        ("object.docx", lambda: made.docx(**{"word/embeddings/oleObject1.bin": b"x"}), "oleObject1.bin"),
        ("linked.docx", lambda: made.docx(rels=made.LINKED), "elsewhere"),
        ("entity.docx", lambda: made.docx(**{"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken"),
        ("note.odt", lambda: made.open_document("text", '<a:annotation xmlns:a="a"/>'), "comments"),
        ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
        ("a.html", lambda: b"<html><script>alert(1)</script>", "something else"),
        ("a.txt", lambda: b"<html><script>alert(1)</script>", "HTML"),
        ("php.txt", lambda: b"words <?php system($_GET['c']); ?>", "HTML"),
        ("svg.csv", lambda: b'<svg xmlns="x" onload="alert(1)"/>', "HTML"),
        ("latin.txt", lambda: "résumé".encode("latin-1"), "UTF-8"),
        ("a.vtt", lambda: b"1\n00:00 --> 00:01\nhello", "something else"),
        ("html.pdf", lambda: b"<html>%PDF-1.7", "something else"),
        ("broken.pdf", lambda: b"%PDF-1.7 nothing", "broken"),
        ("locked.pdf", lambda: made.pdf(encryption=pikepdf.Encryption(owner="o", user="")), "password"),
        ("object.rtf", lambda: made.rtf(r"{\object\objdata 00}"), "PDF"),
        ("program.exe", lambda: b"MZ\x90\0" + bytes(99), "cleaned"),
        ("hevc.mp4", lambda: made.video("mp4", "libx265"), "H.264"),
        ("php.mp4", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom<?php system('id'); ?>", "broken"),
        ("deep.zip", lambda: made.pack({"a.zip": made.pack({"a.txt": "x"})}), "unpack"),
        ("hidden.zip", lambda: made.pack({"a.txt": made.pack({"a.txt": "x"})}), "something else"),
        ("page.zip", lambda: made.pack({"index.html": "<html>"}), "index.html"),
        ("away.zip", lambda: made.pack({"../../etc/cron.d/x.txt": "x"}), "broken"),
        ("bomb.zip", lambda: made.pack({f"{n}.txt": bytes(40_000_000) for n in range(4)}), "too much"),
        ("many.zip", lambda: made.pack({f"{n}.txt": "x" for n in range(2_001)}), "too much"),
    ],
)  # fmt: skip
def test_what_cannot_be_cleaned_is_refused_and_the_sentence_says_how_to_do_better(name, data, why):
    sentence = why_not(name, data())
    assert why in sentence and sentence.count("\n") == 0 and sentence.endswith(".")


def test_a_pdf_loses_its_author_its_programs_its_files_its_previews_and_what_its_pictures_say():
    data = made.pdf()
    assert "PDF:Author" in leaks_in({"a.pdf": data})["a.pdf"]
    clean = taken_in("a.pdf", data)
    assert leaks_in({"a.pdf": clean}) == {}
    with pikepdf.open(io.BytesIO(clean)) as opened:
        everything = opened.Root.unparse(resolved=True) + b"".join(
            each.unparse(resolved=True) + (each.read_raw_bytes() if isinstance(each, pikepdf.Stream) else b"")
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)
        )
        for word in (NAME, b"JavaScript", b"app.alert", b"OpenAction", b"EmbeddedFile", b"FileAttachment", b"/Thumb"):
            assert word not in everything, word
        assert b"https://example.org/" in everything
        (picture,) = opened.pages[0].get_images().values()
        assert leaks_in({"in.jpg": picture.read_raw_bytes()}) == {}
        assert pikepdf.PdfImage(picture).as_pil_image().size == (240, 160)
        colours = opened.pages[0].Resources.ColorSpace.C[1].read_bytes()
        assert leaks_in({"a.icc": colours}) == {} and dirty.SERIAL.encode() not in colours


@pytest.mark.parametrize("how", [b"/DCT", b"/DCTDecode", b"/D#43T"])
def test_a_photograph_between_the_lines_of_a_page_is_refused(how):
    photograph = made.drawn_picture(dirty.pictures()["a.jpg"], how)
    for data in (made.pdf_that_draws(photograph), made.pdf_that_draws(b"/F Do", {"F": photograph})):
        assert "picture" in why_not("a.pdf", data)


def test_a_drawing_between_the_lines_of_a_page_stays():
    lines = b"BT (BIRDS) Tj ET q BI /W 2 /H 1 /CS /G /BPC 8 ID \x00\xff EI Q"
    with pikepdf.open(io.BytesIO(taken_in("a.pdf", made.pdf_that_draws(lines, {"F": lines})))) as opened:
        assert b"BIRDS" in opened.pages[0].Contents.read_bytes()
        assert opened.pages[0].Resources.XObject.F.read_bytes() == lines


def test_a_pdf_that_unpacks_to_too_much_gets_no_more_time_than_others(settings):
    settings.PDF_MAX_SECONDS = 0.5
    began = time.monotonic()
    assert "too much" in why_not("bomb.pdf", made.pdf_bomb())
    assert time.monotonic() - began < 5


def test_rich_text_captions_and_tables_lose_their_author_and_keep_their_words():
    letter = taken_in("a.rtf", made.rtf())
    assert letter == rb"{\rtf1\ansi\pard\insrsid0 Whereas \par}"
    captions = f"\ufeffWEBVTT by {dirty.NAME}\r\n\r\nNOTE {dirty.NAME}\r\n\r\n00:00.000 --> 00:01.000\r\nHola\r\n"
    assert taken_in("a.vtt", captions.encode()) == b"WEBVTT\n\n00:00.000 --> 00:01.000\nHola\n"
    assert taken_in("a.csv", "name,año\nx,1\n".encode()) == "name,año\nx,1\n".encode()


def test_videos_lose_title_artist_place_and_date_and_keep_their_pictures():
    files = {f"a.{kind}": made.video(kind) for kind in ("mp4", "webm")}
    assert set(leaks_in(files)) == set(files) and b"x264 - core" in files["a.mp4"]
    clean = {name: taken_in(name, data) for name, data in files.items()}
    assert leaks_in(clean) == {} and b"x264 - core" not in clean["a.mp4"]
    for name, data in clean.items():
        assert NAME not in data and len(data) > len(files[name]) / 2, name


def test_the_members_of_a_zip_are_cleaned_like_files():
    data = made.pack(
        {
            "kit/letter.docx": made.docx(),
            "kit/a.jpg": dirty.pictures()["a.jpg"],
            "__MACOSX/x": "x",
            "kit/.DS_Store": "x",
        },
        comment=dirty.NAME,
    )
    assert leaks_in({"a.zip": data}) != {}
    clean = taken_in("a.zip", data)
    assert leaks_in({"a.zip": clean}) == {} and NAME not in clean
    assert list(made.unpack(clean)) == ["kit/letter.docx", "kit/a.jpg"]


@pytest.mark.django_db
def test_a_refused_document_leaves_nothing_behind_and_loses_nothing_else():
    before, rows = stored(), NewsroomDocument.objects.count()
    answer = upload("a.docx", made.docx('<w:del w:author="x"/>'), title="A title that took a while")
    (sentence,) = answer.context["form"].errors["file"]
    assert "accept or reject all changes" in sentence
    assert "A title that took a while" in answer.content.decode()
    several = Desk(factories.writer()).client.post(
        reverse("wagtaildocs:add_multiple"), {"files[]": SimpleUploadedFile("a.html", b"<html>"), "title": "x"}
    )
    assert several.json()["success"] is False and several.json()["error_message"]
    assert (stored(), NewsroomDocument.objects.count()) == (before, rows)
    assert upload("a.docx", made.docx()).status_code == 302
    document = NewsroomDocument.objects.latest("pk")
    with document.file.open() as kept:
        assert document.file_size == len(kept.read()) and document.file_hash


def test_where_no_ffmpeg_is_no_video_is_taken(monkeypatch):
    video = made.video("webm")
    monkeypatch.setattr("newsroom.authoring.cleaning.video.ffmpeg", lambda: None)
    assert "FFmpeg" in why_not("a.webm", video)
