"""A second opinion on what is stored: ExifTool, which has nothing to do with how files are cleaned, reads each.

Whatever it finds in a file that is not plainly about its form (how wide, which codec) is a leak. What is unknown is a
leak too: a list of what is bad would never be whole.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField

AT_ONCE = 200
# "Group:Tag" of what a file may say of itself: its form.
_FORM = re.compile(
    r"""SourceFile
    | (System|Composite|JFIF|RIFF|Meta|AC3|AVI1|H264|Adobe|APP14):.*
    | ExifTool:ExifToolVersion
    | ICC-header:(?!ProfileCMMType|ProfileDateTime|PrimaryPlatform|DeviceM.*|ProfileCreator|ProfileID).*
    | ICC_Profile:(Media(White|Black)Point|ChromaticAdaptation|(Red|Green|Blue)(MatrixColumn|TRC)|GrayTRC|.To.\d|Gamut)
    | ICC-cicp:.*
    | File:(?!Comment|.*Digest|.*Trailer).*
    | GIF:(GIFVersion|Image(Width|Height)|HasColorMap|ColorResolutionDepth|BitsPerPixel|BackgroundColor|Animation.*
      |FrameCount|Duration|TransparentColor)
    | PNG:(Image(Width|Height)|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency|Gamma|SRGBRendering
      |White(Point)[XY]|(Red|Green|Blue)[XY]|BackgroundColor|Animation.*|SignificantBits|PixelsPerUnit[XY]|PixelUnits
      |ProfileName)
    | (QuickTime|Track\d+):(MajorBrand|MinorVersion|CompatibleBrands|HandlerType|HandlerClass|.*Duration|Movie.*Version
      |TimeScale|Preferred(Rate|Volume)|Preview(Time|Duration)|PosterTime|Selection(Time|Duration)|CurrentTime
      |NextTrackID|Track(HeaderVersion|ID|Layer|Volume)|Image(Width|Height|SpatialExtent|PixelDepth|Rotation)
      |Media(HeaderVersion|TimeScale|Data.*|LanguageCode)|GraphicsMode|OpColor|CompressorID|SourceImage(Width|Height)
      |[XY]Resolution|BitDepth.*|VideoFrameRate|Balance|Audio(Format|Channels|BitsPerSample|SampleRate)|MatrixStructure
      |PixelAspectRatio|BufferSize|(Max|Average)Bitrate|Color.*|(Transfer|Matrix).*|VideoFullRangeFlag|.*Flag.*
      |.*Profile.*|.*Level.*|.*Tier.*|.*Configuration.*|ChromaFormat|ChromaSamplePosition|.*BitDepth|TwelveBit
      |InitialDelaySamples|MinSpatialSegmentationIDC|ParallelismType|.*FrameRate|NumTemporalLayers|TemporalIDNested
      |CleanAperture.*|PixelInformation|AuxiliaryImageType|(Media|Track)Header.*)
    | (Matroska|Track\d+|Info|EBML):(EBML.*|Doc.*|TimecodeScale|Duration|VideoScanType|.*Codec.*ID
      |Track(Number|Type|UID|Language|Used|Default|Forced|Lacing|Timecode.*)|CodecPrivate|Default.*|Image(Width|Height)|Display.*|Color.*|Audio.*|Video.*)
    | PDF:(PDFVersion|Linearized|PageCount|PageLayout|PageMode|Language|TaggedPDF|MarkInfo.*|HasXFA)
    | XMP:Relationships.*
    | ZIP:Zip(RequiredVersion|BitFlag|Compression|CRC|CompressedSize|UncompressedSize|FileName|IndexOffset)
    """,
    re.VERBOSE,
)
# What stands where nobody said anything.
_NOTHING = re.compile(
    r"(0000:00:00 00:00:00|1980:0[01]:0[01] 00:00:00|und|Lavf|VideoHandler|SoundHandler|Apple)?"
    # What the colour profiles are called that `cleaning/profiles.py` leaves.
    r"|2000:01:01 00:00:00|Unknown \(\)|0|color|none"
)
_HARMLESS_WARNING = re.compile(
    r"\[minor\]|Unsupported|not yet supported|format error in file|Unknown file type", re.IGNORECASE
)


class Leak(NamedTuple):
    """What a stored file gives away."""

    file: str
    tag: str
    value: str

    def __str__(self) -> str:
        return f"{self.file}: {self.tag} = {self.value}"


class NoScanner(Exception):
    """ExifTool is not on this machine; the message says how to get it."""


def leaks(storages: Iterable[tuple[str, Storage]]) -> Iterator[tuple[int, list[Leak]]]:
    """Read every file of these storages, some at a time. Gives how many were read and what they give away."""
    program = shutil.which("exiftool")
    if program is None:
        raise NoScanner("ExifTool is missing: on Debian, install libimage-exiftool-perl.")
    for label, storage in storages:
        names = sorted(_walk(storage))
        for start in range(0, len(names), AT_ONCE):
            chunk = names[start : start + AT_ONCE]
            with tempfile.TemporaryDirectory() as folder:
                copies = {
                    copy: f"{label}/{name}"
                    for number, name in enumerate(chunk)
                    for copy, name in _copies(storage, name, Path(folder) / str(number))
                }
                yield len(chunk), list(_read(program, copies))


def orphans(label: str, storage: Storage) -> list[str]:
    """The files of a storage that no row names: what an upload left that ended in the middle."""
    return sorted(f"{label}/{name}" for name in set(_walk(storage)) - _named())


def _named() -> set[str]:
    """Every file that a row of any model names."""
    fields = (
        (model, each) for model in apps.get_models() for each in model._meta.fields if isinstance(each, FileField)
    )
    return {name for model, field in fields for name in model._base_manager.values_list(field.name, flat=True)}


def _walk(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files if name)
    for below in folders:
        yield from _walk(storage, f"{folder}{below}/")


def _copies(storage: Storage, name: str, folder: Path) -> Iterator[tuple[Path, str]]:
    """The file, and the files in it where it is a zip of any kind, with the names to report them by."""
    folder.mkdir()
    copy = folder / f"file{PurePath(name).suffix}"
    with storage.open(name) as stored, copy.open("wb") as written:
        shutil.copyfileobj(stored, written)
    yield copy, name
    if zipfile.is_zipfile(copy):
        with zipfile.ZipFile(copy) as archive:
            for number, member in enumerate(archive.infolist()):
                unpacked = folder / f"{number}{PurePath(member.filename).suffix}"
                if not member.is_dir() and unpacked.suffix not in (".xml", ".rels"):
                    unpacked.write_bytes(archive.read(member))
                    yield unpacked, f"{name}/{member.filename}"


def _read(program: str, copies: dict[Path, str]) -> Iterator[Leak]:
    arguments = "\n".join(map(str, copies))
    options = ["-json", "-G1", "-a", "-ee", "-api", "largefilesupport=1", "-charset", "filename=utf8", "-@", "-"]
    done = subprocess.run(  # noqa: S603 - a program of the machine, names of our own
        [program, *options], input=arguments, capture_output=True, text=True, errors="replace", check=False
    )
    for found in json.loads(done.stdout or "[]"):
        name = copies[Path(found.pop("SourceFile"))]
        yield from (Leak(name, tag, str(value)[:80]) for tag, value in found.items() if _tells(tag, value))


def _tells(tag: str, value: Any) -> bool:
    if tag in ("ExifTool:Warning", "ExifTool:Error"):
        return not _HARMLESS_WARNING.search(str(value))
    return not _FORM.fullmatch(tag) and not _NOTHING.fullmatch(str(value))
