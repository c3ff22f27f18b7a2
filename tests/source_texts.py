"""The texts that the journey carries: the real source documents where they lie beside the repository, otherwise short
texts of the same shape. The sentences of the documents are their authors' own and are nowhere in this tree."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(os.environ.get("SOURCE_DOCUMENTS", Path(__file__).resolve().parents[2] / "shared" / "source-documents"))

ABOUT = """about us

We are neighbours of a jail.

It began with one letter.

Our Commitments

Listen First: Those who were inside speak first.

Keep Watch:  Somebody is at every hearing—always.
"""
VISION = """Skip to main content

What Does an Empty Jail Look Like?

First, what it does not look like:

The roots are deep; we dig.

Maria Example


The number has fallen since 2009—slowly.
"""
ANNOUNCEMENT = """Open Gate Launches: Four Towns, One Network

The network starts today.

Here is a list of the organizations and coalitions: Night Watch; Riverton Aid; Lake
County Alliance; Night Watch; Door & Key.
"""


@dataclass(frozen=True)
class AboutText:
    paragraphs: list[str]
    commitments: list[tuple[str, str]]


@dataclass(frozen=True)
class VisionText:
    title: str
    before_quote: list[str]
    quote: str
    attribution: str
    after_quote: list[str]


@dataclass(frozen=True)
class AnnouncementText:
    title: str
    paragraphs: list[str]
    partners: str


def _read(name: str, instead: str) -> str:
    file = FOLDER / name
    return file.read_text(encoding="utf-8") if file.exists() else instead


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def about() -> AboutText:
    paragraphs = _paragraphs(_read("about-us-and-commitments.txt", ABOUT))
    start = paragraphs.index("Our Commitments")
    pairs = [paragraph.split(":", 1) for paragraph in paragraphs[start + 1 :]]
    return AboutText(paragraphs[1:start], [(name.strip(), statement.strip()) for name, statement in pairs])


def vision() -> VisionText:
    """The attribution is a name, which ends without a mark; the quote is the paragraph before it."""
    paragraphs = _paragraphs(_read("vision-end-of-mass-incarceration.txt", VISION))[1:]
    names = [text for text in paragraphs[1:] if text[-1].isalnum()]
    at = paragraphs.index(names[0])
    return VisionText(paragraphs[0], paragraphs[1 : at - 1], paragraphs[at - 1], paragraphs[at], paragraphs[at + 1 :])


def announcement() -> AnnouncementText:
    text = _read("project-launch-announcement.txt", ANNOUNCEMENT)
    body, partners = re.split(r"(?=Here is a list of the organizations)", text, maxsplit=1)
    paragraphs = _paragraphs(body)
    return AnnouncementText(paragraphs[0], paragraphs[1:], partners)
