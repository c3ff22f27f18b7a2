"""PDF files are written anew by a program of its own, which may take only so much memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.pdf_rewriting import Ending
from newsroom.authoring.cleaning.refusals import RefusedFile

_SOURCES = Path(__file__).resolve().parents[3]


def clean(data: bytes) -> bytes:
    """The document, as `pdf_rewriting` writes it. Raises RefusedFile."""
    limits = (str(settings.PDF_MAX_PAGES), str(settings.PDF_MAX_MEMORY))
    try:
        ended = subprocess.run(  # noqa: S603 - a program of ours
            [sys.executable, "-m", "newsroom.authoring.cleaning.pdf_rewriting", *limits],
            input=data,
            capture_output=True,
            check=False,
            timeout=settings.PDF_MAX_SECONDS,
            env={"PYTHONPATH": str(_SOURCES), "PATH": os.defpath},
        )
    except subprocess.TimeoutExpired as late:
        raise RefusedFile(refusals.ZIP_BOMB) from late
    if ended.returncode == 0 and ended.stdout:
        return ended.stdout
    raise _refusal(ended.returncode)


def _refusal(code: int) -> RefusedFile:
    match code:
        case Ending.PROTECTED:
            return RefusedFile(refusals.PROTECTED)
        case Ending.TOO_MANY_PAGES:
            return RefusedFile(refusals.TOO_MANY_PAGES, limit=settings.PDF_MAX_PAGES)
        case Ending.PICTURE:
            return RefusedFile(refusals.PDF_PICTURE)
        case Ending.TOO_LARGE:
            return RefusedFile(refusals.ZIP_BOMB)
        case _:
            return RefusedFile(refusals.BROKEN)
