"""Documents that tell on people, or do something by themselves; and clean ones of each kind."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pikepdf

from tests.media.dirty import NAME, pictures, profile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_TYPES = 'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'


def pack(members: dict[str, str | bytes], comment: str = "") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment.encode()
    return written.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.comment == b"" and {m.date_time for m in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


def docx(body: str = "", rels: str = "", **more: str | bytes) -> bytes:
    """A letter with an author, a company, a preview, session marks, a template on somebody's disk, and a photograph."""
    core = f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{NAME}</dc:creator></cp:coreProperties>'
    told = f'<w:rsids><w:rsid w:val="00AB12"/></w:rsids><w:attachedTemplate r:id="t" xmlns:r="{_R}"/>'
    return pack(
        {
            "[Content_Types].xml": f'<Types {_TYPES}><Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="x"/>'
            '<Override PartName="/word/document.xml" ContentType="w"/></Types>',
            "_rels/.rels": f"<Relationships {_RELS}>"
            f'<Relationship Id="a" Type="{_R}/officeDocument" Target="word/document.xml"/>'
            '<Relationship Id="b" Type="core" Target="docProps/core.xml"/></Relationships>',
            "docProps/core.xml": core,
            "docProps/app.xml": f"<Properties><Company>{NAME}</Company></Properties>",
            "docProps/thumbnail.jpeg": pictures()["a.jpg"],
            "word/people.xml": f"<people>{NAME}</people>",
            "word/document.xml": f'<w:document {_W}><w:body><w:p w:rsidR="00AB12"><w:r><w:t>Whereas</w:t></w:r>{body}'
            f"</w:p><!-- {NAME} --></w:body></w:document>",
            "word/settings.xml": f"<w:settings {_W}>{told}</w:settings>",
            "word/_rels/settings.xml.rels": f'<Relationships {_RELS}><Relationship Id="t" Type="{_R}/attachedTemplate" '
            f'Target="file:///C:/Users/{NAME}/a.dotx" TargetMode="External"/></Relationships>',
            "word/_rels/document.xml.rels": f"<Relationships {_RELS}>{rels}</Relationships>",
            "word/media/image1.jpeg": pictures()["a.jpg"],
            **more,
        },
        comment=NAME,
    )


def xlsx() -> bytes:
    return pack(
        {
            "[Content_Types].xml": f"<Types {_TYPES}/>",
            "docProps/core.xml": f"<a>{NAME}</a>",
            "xl/workbook.xml": f'<workbook xmlns="s"><fileSharing userName="{NAME}"/><x15ac:absPath xmlns:x15ac="x" '
            f'url="C:\\Users\\{NAME}\\"/><sheets/></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="s"><pageSetup xmlns:r="{_R}" r:id="p"/></worksheet>',
            "xl/printerSettings/printerSettings1.bin": NAME.encode(),
        }
    )


def pptx() -> bytes:
    return pack(
        {
            "[Content_Types].xml": f"<Types {_TYPES}/>",
            "docProps/core.xml": f"<a>{NAME}</a>",
            "ppt/presentation.xml": '<presentation xmlns="p"/>',
            "ppt/commentAuthors.xml": f'<cmAuthorLst><cmAuthor name="{NAME}"/></cmAuthorLst>',
            "ppt/media/image1.png": pictures()["a.png"],
        }
    )


def open_document(mime: str, body: str = "") -> bytes:
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entries = ("/", "content.xml", "meta.xml", "settings.xml", "Thumbnails/thumbnail.png")
    written = "".join(f'<manifest:file-entry manifest:full-path="{each}"/>' for each in entries)
    return pack(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{mime}",
            "content.xml": f"<office:document-content {office}><office:body>Whereas{body}</office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {office}><creator>{NAME}</creator></office:document-meta>",
            "settings.xml": f"<office:settings {office}>{NAME}</office:settings>",
            "Thumbnails/thumbnail.png": pictures()["a.png"],
            "Pictures/1.png": pictures()["a.png"],
            "META-INF/manifest.xml": f"<manifest:manifest {manifest}>{written}</manifest:manifest>",
        }
    )


@cache
def pdf(**save: object) -> bytes:
    """With an author, XMP, a program that starts by itself, a file within, a comment, a form's script, a picture."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        picture = made.make_stream(pictures()["a.jpg"])
        picture.stream_dict.update(
            {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 240, "/Height": 160}
        )
        picture.stream_dict["/ColorSpace"], picture.stream_dict["/BitsPerComponent"] = pikepdf.Name.DeviceRGB, 8
        picture.stream_dict["/Filter"] = pikepdf.Name.DCTDecode
        page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        page.obj["/Contents"] = made.make_stream(b"q 100 0 0 100 0 0 cm /P Do Q")
        colours = made.make_stream(profile(), N=3)
        page.obj["/Resources"]["/ColorSpace"] = pikepdf.Dictionary(C=pikepdf.Array([pikepdf.Name.ICCBased, colours]))
        page.obj["/Thumb"] = made.make_stream(NAME.encode())
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('run')")
        page.obj["/AA"] = pikepdf.Dictionary(O=script)
        note = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Text, "Rect": [0, 0, 9, 9], "T": NAME}
        link = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Link, "Rect": [0, 0, 9, 9], "A": script}
        web = {**link, "A": pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")}
        held = {**note, "Subtype": pikepdf.Name.FileAttachment}
        page.obj["/Annots"] = pikepdf.Array([pikepdf.Dictionary(each) for each in _keyed(note, link, web, held)])
        made.Root["/OpenAction"] = script
        made.attachments["secret.txt"] = NAME.encode()
        made.docinfo["/Author"] = NAME
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [NAME]
        made.save(written, **save)
    return written.getvalue()


def pdf_that_draws(lines: bytes, resources: dict[str, bytes] | None = None) -> bytes:
    """A page of these lines, in two parts. `resources` are forms that it may draw, by name."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        half = lines.find(b" ") + 1
        page.obj["/Contents"] = pikepdf.Array([made.make_stream(lines[:half]), made.make_stream(lines[half:])])
        forms = {
            f"/{name}": made.make_stream(drawn, Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 200])
            for name, drawn in (resources or {}).items()
        }
        page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
        made.save(written)
    return written.getvalue()


def drawn_picture(picture: bytes, how: bytes) -> bytes:
    """A picture between the lines of a page."""
    return b"q 9 0 0 9 0 0 cm BI /W 240 /H 160 /CS /RGB /BPC 8 /F " + how + b" ID " + picture + b" EI Q"


@cache
def pdf_bomb() -> bytes:
    """Two MB, of which a reader has to unpack two thousand before it knows what the document holds."""
    packer = zlib.compressobj(9)
    first = packer.compress(b"0 " * 500_000) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"0 " * 500_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * 2_000 + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        _stream(packed, b"/Type/ObjStm/N 1/First 5"),
    ]
    written, entries = b"%PDF-1.5\n", bytes(5) + b"\xff\xff"
    for number, each in enumerate(objects, start=1):
        entries += b"\1" + len(written).to_bytes(4, "big") + b"\0\0"
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    entries += b"\2" + (4).to_bytes(4, "big") + b"\0\0" + b"\1" + len(written).to_bytes(4, "big") + b"\0\0"
    table = _stream(zlib.compress(entries), b"/Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Info 5 0 R")
    return written + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (table, len(written))


def _stream(data: bytes, keys: bytes) -> bytes:
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (keys, len(data), data)


def _keyed(*dictionaries: dict) -> list[dict]:
    return [{f"/{name}": value for name, value in each.items()} for each in dictionaries]


LINKED = '<Relationship Id="i" Type="image" Target="https://spy.example/" TargetMode="External"/>'
_RTF = (
    r"{\rtf1\ansi{\info{\author NAME}{\operator NAME}{\company A \} b}}{\*\rsidtbl \rsid123}"
    r"\pard\insrsid456 Whereas MORE\par}NAME"
)


def rtf(more: str = "") -> bytes:
    return _RTF.replace("NAME", NAME).replace("MORE", more).encode()


@cache
def video(kind: str, coder: str = "") -> bytes:
    """A second of video with a title, an artist, a place and a date."""
    codec = ["-c:v", coder or {"mp4": "libx264", "webm": "libvpx"}[kind], "-pix_fmt", "yuv420p", "-threads", "1"]
    words = [f"title={NAME}", f"artist={NAME}", "location=+29.9-090.0/", f"comment={NAME}", "creation_time=2026-01-01"]
    from newsroom.authoring.cleaning.video import ffmpeg

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"a.{kind}"
        told = [part for word in words for part in ("-metadata", word)]
        subprocess.run(
            [str(ffmpeg()), "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", *codec, *told,
             "-metadata:s:v:0", f"title={NAME}", str(target)], check=True,
        )  # fmt: skip
        return target.read_bytes()
