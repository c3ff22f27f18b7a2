"""The demo's pictures and files in the newsroom's library, and what their names stand for."""

import io
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from demo.scenes.content import FOLDER
from demo.scenes.posters import FOCUS, GRAPHICS, POSTERS, print_poster
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.consent.statement import NOBODY
from newsroom.translation.languages import SOURCE

CREDIT = "Long Table print workshop, CC BY 4.0"


class Library:
    """What the names in the texts stand for; see `content.Names`. `pages` grows while pages are made."""

    def __init__(self, owner: Any, consents: dict[str, Any]) -> None:
        self._owner = owner
        self.pages: dict[str, Any] = {}
        self._consents = consents
        self._pictures = {name: self._add_picture(name) for name in POSTERS}
        self._files = {name: self._add_file(name, data) for name, data in _files()}

    def page(self, name: str) -> int | None:
        """The number of a scene's page in the source language, once it has been made."""
        return self.pages[name].pk if name in self.pages else None

    def picture(self, name: str) -> int:
        return self._pictures[name]

    def file(self, name: str) -> int:
        return self._files[name]

    def consent(self, name: str) -> int:
        return self._consents[name].pk

    def _add_picture(self, name: str) -> int:
        file = ImageFile(io.BytesIO(print_poster(name)), name=f"{name}.jpg")
        picture = NewsroomImage(
            title=_title(name), file=file, credit=CREDIT, uploaded_by_user=self._owner, consents={"who": NOBODY}
        )
        if name in FOCUS:
            picture.focal_point_x, picture.focal_point_y = FOCUS[name]
            picture.focal_point_width = picture.focal_point_height = 300
        picture.save()
        return picture.pk

    def _add_file(self, name: str, data: bytes) -> int:
        path = Path(name)
        document = NewsroomDocument.objects.create(
            title=_title(path.stem) if path.parent == Path() else f"{_title(path.stem)} ({path.parent})",
            file=ContentFile(data, name=path.name),
            language=_language(path),
            consents={"who": NOBODY},
            uploaded_by_user=self._owner,
        )
        document.get_file_size()  # Kept in the row from here on.
        return document.pk


def _language(path: Path) -> str:
    """Captions lie in the folder of their language, the source's beside everything else; other files do not say."""
    return (path.parent.name or SOURCE) if path.suffix == ".vtt" else ""


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _files() -> list[tuple[str, bytes]]:
    folder = FOLDER / "files"
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    drawn = [(f"{name}.png", print_poster(poster, square=True)) for name, poster in GRAPHICS.items()]
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in found] + drawn
