"""Videos are put into a new container: the streams that show and sound are copied, everything else stays behind (names,
places, the telemetry of a camera, a cover, chapters)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile

_READERS = {"mp4": "mov", "webm": "matroska"}
_KEPT = ("-map", "0:V", "-map", "0:a?", "-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-c", "copy")
# No name of the program, no date; and H.264 without the messages between its pictures, where cameras write too.
_SILENT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
_H264 = ("-bsf:v", "filter_units=remove_types=6")


@cache
def ffmpeg() -> str | None:
    """Where FFmpeg is: the machine's own, else the one that came with the packages."""
    found = settings.FFMPEG or shutil.which("ffmpeg")
    if found:
        return found
    try:
        import imageio_ffmpeg

        return imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        return None


def clean(data: bytes, kind: str) -> bytes:
    """The video in a container of ours. Raises RefusedFile."""
    program = ffmpeg()
    if program is None:
        raise RefusedFile(refusals.NO_FFMPEG)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / f"in.{kind}", Path(folder) / f"out.{kind}"
        source.write_bytes(data)
        extra = _H264 if kind == "mp4" and b"avcC" in data else ()
        # Only this file: a container may name others, here or on the net.
        reading = ("-protocol_whitelist", "file", "-f", _READERS[kind], "-i", str(source))
        ended = _run([program, "-v", "error", "-nostdin", *reading, *_KEPT, *extra, *_SILENT, str(target)])
        if ended != 0 or not target.exists() or not target.stat().st_size:
            raise RefusedFile(refusals.BROKEN)
        return target.read_bytes()


def _run(command: list[str]) -> int:
    try:
        return subprocess.run(  # noqa: S603 - a program of the machine, names of our own
            command, capture_output=True, check=False, timeout=settings.VIDEO_MAX_SECONDS
        ).returncode
    except subprocess.TimeoutExpired:
        return 1
