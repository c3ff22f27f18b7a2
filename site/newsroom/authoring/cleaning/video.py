"""Videos are put into a new container: the streams that show and sound are copied, everything else stays behind (names,
places, the telemetry of a camera, a cover, chapters)."""

from __future__ import annotations

import re
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
# No name of the program, and no date.
_SILENT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
# Cameras and encoders also write into the messages between the pictures of H.264 (its SEI).
_WITHOUT_MESSAGES = ("-bsf:v", "filter_units=remove_types=6")
# H.265 is none of them: most browsers do not play it, and it has more places for words than FFmpeg can empty.
_CODECS = {"h264", "mpeg4", "vp8", "vp9", "av1"}
_CODEC = re.compile(rb"Stream #0.*: Video: (\w+)(?!.*\(attached pic\))")


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
        # Only this file: a container may name others, here or on the net.
        reading = ("-protocol_whitelist", "file", "-f", _READERS[kind], "-i", str(source))
        codecs = set(map(bytes.decode, _CODEC.findall(_run([program, "-nostdin", *reading]).stderr)))
        if not codecs:
            raise RefusedFile(refusals.BROKEN)
        if not codecs <= _CODECS:
            raise RefusedFile(refusals.CODEC, codec=", ".join(sorted(codecs - _CODECS)))
        extra = _WITHOUT_MESSAGES if codecs == {"h264"} else ()
        ended = _run([program, "-v", "error", "-nostdin", *reading, *_KEPT, *extra, *_SILENT, str(target)])
        if ended.returncode != 0 or not target.exists() or not target.stat().st_size:
            raise RefusedFile(refusals.BROKEN)
        return target.read_bytes()


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - a program of the machine, names of our own
            command, capture_output=True, check=False, timeout=settings.VIDEO_MAX_SECONDS
        )
    except subprocess.TimeoutExpired as late:
        raise RefusedFile(refusals.BROKEN) from late
