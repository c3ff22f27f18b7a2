"""Files that tell on people, made here: a place, a name, the number of a camera, a small picture of what was cut off,
in every format and in every place that it has for them. ExifTool writes them, which knows more places than we do."""

from __future__ import annotations

import io
import struct
import subprocess
import tempfile
import zlib
from functools import cache
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, ImageOps

NAME = "Maria Secret"
CAPTION = "Maria at her door"
SERIAL = "SN4711"
PICTURES = ("a.avif", "a.gif", "a.heic", "a.jpg", "a.png", "a.webp")

_WORDS = [
    *("-EXIF:GPSLatitude=29.9", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=90", "-EXIF:GPSLongitudeRef=W"),
    *(f"-EXIF:Artist={NAME}", f"-EXIF:SerialNumber={SERIAL}", f"-EXIF:ImageDescription={CAPTION}"),
    *(f"-XMP:Creator={NAME}", f"-XMP:Description={CAPTION}", "-XMP:GPSLatitude=29.9", "-XMP:GPSLongitude=-90"),
    *(f"-XMP:SerialNumber={SERIAL}", f"-IPTC:By-line={NAME}", f"-IPTC:Caption-Abstract={CAPTION}"),
    *(f"-Comment={NAME}", f"-PNG:Author={NAME}"),
]


@cache
def pictures() -> dict[str, bytes]:
    """One dirty picture of each format, by name. Those that know orientations lie on their side."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        scene = ImageOps.contain(Image.radial_gradient("L").convert("RGB"), (240, 240)).crop((0, 40, 240, 200))
        ImageDraw.Draw(scene).rectangle((0, 0, 40, 20), fill="red")
        for name in PICTURES:
            scene.save(folder / name, **({} if name == "a.gif" else {"icc_profile": profile()}))
        scene.resize((48, 32)).save(folder / "thumb.jpg")
        _write(folder, PICTURES, *_WORDS, f"-EXIF:ThumbnailImage<={folder / 'thumb.jpg'}")
        _write(folder, ("a.jpg", "a.png", "a.webp"), "-EXIF:Orientation#=6")
        return {name: (folder / name).read_bytes() + trailer(name) for name in PICTURES}


def profile(version: int = 4) -> bytes:
    """sRGB, as somebody's screen was measured: with its maker, its number, who did it, and when."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told = b"text" + bytes(4) + f"{NAME} {SERIAL}".encode() + b"\0"
    (count,) = struct.unpack_from(">I", plain, 128)
    rows = [struct.unpack_from(">4sII", plain, 132 + 12 * each) for each in range(count)]
    names = (b"cprt", b"dmnd", b"dmdd", b"targ")
    rows = [row for row in rows if row[0] not in names]
    shift = 12 * (len(rows) + len(names) - count)
    end = len(plain) + shift
    rows = [(name, start + shift, length) for name, start, length in rows] + [(name, end, len(told)) for name in names]
    table = b"".join(struct.pack(">4sII", *row) for row in rows)
    written = bytearray(plain[:128] + struct.pack(">I", len(rows)) + table + plain[132 + 12 * count :] + told)
    written[0:4], written[8], written[48:56] = struct.pack(">I", len(written)), version, b"APPLPhon"
    return bytes(written)


def trailer(name: str) -> bytes:
    """What may follow the end of some formats without anybody's notice."""
    return NAME.encode() if name in ("a.jpg", "a.png", "a.gif") else b""


def _write(folder: Path, names: tuple[str, ...], *words: str) -> None:
    files = [str(folder / name) for name in names]
    subprocess.run(["exiftool", "-q", "-m", "-overwrite_original", *words, *files], check=True, capture_output=True)


@cache
def large_png(side: int) -> bytes:
    """A black PNG of this many pixels on each side, which is far smaller than what it unpacks to."""
    row = b"\0" * (1 + (side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row * 100) for _ in range(side // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def many_frames(size: tuple[int, int], frames: int) -> bytes:
    """A small GIF, whose frames may be too many pixels together."""
    written = io.BytesIO()
    first, *more = [Image.new("L", size, number * 37 % 256) for number in range(frames)]
    first.save(written, "GIF", save_all=True, append_images=more)
    return written.getvalue()
