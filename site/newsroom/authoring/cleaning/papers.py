"""Papers that show how a consent was given. Nobody but those who keep the consents ever opens one, so it may be of any
kind (a recording of a voice, too); but it comes from anywhere, and they open it."""

from __future__ import annotations

from newsroom.authoring.cleaning import kinds, pictures, virus
from newsroom.authoring.cleaning.refusals import RefusedFile


def let_in(data: bytes, name: str) -> tuple[bytes, str]:
    """The paper as it is kept, and its name. Scanned; a photo says no more where it was taken. All else stays to the
    letter: a file that was signed is worth nothing once it was written anew. Raises RefusedFile."""
    virus.scan(data)
    try:
        kind = kinds.by_content(data)  # Whatever it is called.
    except RefusedFile:
        return data, name
    return pictures.clean(data, kind, name)[:2] if kind in kinds.PICTURES else (data, name)
