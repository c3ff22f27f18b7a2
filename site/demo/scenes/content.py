"""From the files below `content/` to the fields of a page.

`content/en/<scene>.toml` holds a page. `content/<language>/<scene>.toml` holds its words only, in the same shape:
whatever a translation leaves out stays the source's.
"""

import datetime
import json
import tomllib
import uuid
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock

from demo.scenes.markup import rich_text
from demo.scenes.registry import Scene
from newsroom.consent.statement import CONSENTS, NOBODY, StatementField
from newsroom.translation.languages import SOURCE

FOLDER = Path(__file__).resolve().parents[1] / "content"
_IDS = uuid.UUID("5c2e0f5e-2c4b-4f0a-9f43-3f7a8f0f6c11")


class Names(Protocol):
    """Answers what a name in a text stands for: the number of a page, a picture, a file."""

    def page(self, name: str) -> int | None: ...
    def picture(self, name: str) -> int: ...
    def file(self, name: str) -> int: ...
    def consent(self, name: str) -> int: ...


def words(scene: Scene, lang: str = SOURCE, *, later: bool = False) -> dict[str, Any]:
    """What is written about a scene in a language, complete; `later` with the changes that came afterwards."""
    read = _read(SOURCE, scene.name)
    for code, name in ((lang, scene.name), *([(SOURCE, f"{scene.name}.later")] if later else [])):
        read = _overlaid(read, _read(code, name), f"{code}/{name}")
    if later and lang != SOURCE:
        read = _overlaid(read, _read(lang, f"{scene.name}.later"), scene.name)
    return read


def fields(scene: Scene, written: dict[str, Any], names: Names, *, check: bool = True) -> dict[str, Any]:
    """The values of a page's fields. Streams are checked as the editor's form would, unless they are not complete
    yet: ValidationError."""
    values = dict(written)
    if "days_ago" in values:
        values["dateline_date"] = timezone.localdate() - datetime.timedelta(days=values.pop("days_ago"))
    made = {name: _field(scene, scene.model._meta.get_field(name), value, names) for name, value in values.items()}
    if check:
        for name, value in made.items():
            if isinstance(value, blocks.StreamValue):
                made[name] = value.stream_block.clean(value)
    return made


def path_of(scene: Scene, place: str) -> str:
    """How wagtail-localize names a place: a field, or ("body.19") a block of a stream, where its own places begin."""
    name, _, number = place.partition(".")
    return f"{name}.{_id(f'{scene.name}.{place}')}" if number else name


def _read(lang: str, name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / lang / f"{name}.toml").read_text(encoding="utf-8"))


def _overlaid(under: Any, over: Any, where: str) -> Any:
    if isinstance(over, dict):
        return {**under, **{key: _overlaid(under.get(key), value, f"{where}.{key}") for key, value in over.items()}}
    if isinstance(over, list) and isinstance(under, list):
        if len(over) != len(under):
            raise ValueError(f"{where} has {len(over)} parts where its source has {len(under)}.")
        return [_overlaid(*pair, f"{where}.{number}") for number, pair in enumerate(zip(under, over, strict=True))]
    return over


def _field(scene: Scene, field: Any, value: Any, names: Names) -> Any:
    if isinstance(field, RichTextField):
        return rich_text(value, names.page)
    if isinstance(field, StreamField):
        raw = _stored(field.stream_block, value, f"{scene.name}.{field.name}", names)
        return field.to_python(json.dumps(raw))
    if isinstance(field, StatementField):
        return _statement(value, names)
    return value


def _statement(value: Any, names: Names) -> dict[str, Any]:
    """ "nobody", or the pseudonyms of those whose consents a story rests on."""
    if value == NOBODY:
        return {"who": NOBODY}
    return {"who": CONSENTS, "which": [names.consent(name) for name in value], "says": []}


def _stored(block: Any, value: Any, path: str, names: Names) -> Any:
    """A block's value as Wagtail stores it. Ids come from the place in the file, so that each language has the same."""
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            {"type": kind, "id": _id(f"{path}.{number}"), "value": _stored(child, inner, f"{path}.{number}", names)}
            for number, item in enumerate(value)
            for kind, inner in (item if isinstance(item, dict) else {"page": item}).items()
            for child in [block.child_blocks[kind]]
            if not (isinstance(child, blocks.PageChooserBlock) and names.page(inner) is None)
        ]
    if isinstance(block, blocks.BaseStructBlock):
        return {
            name: _stored(block.child_blocks[name], inner, f"{path}.{name}", names) for name, inner in value.items()
        }
    if isinstance(block, blocks.ListBlock):
        places = [(f"{path}.{number}", inner) for number, inner in enumerate(value)]
        stored = [(place, _stored(block.child_block, inner, place, names)) for place, inner in places]
        return [{"type": "item", "id": _id(place), "value": inner} for place, inner in stored]
    return _leaf(block, value, names)


def _leaf(block: Any, value: Any, names: Names) -> Any:
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value, names.page)
    if isinstance(block, ImageChooserBlock):
        return names.picture(value)
    if isinstance(block, DocumentChooserBlock):
        return names.file(value)
    if isinstance(block, blocks.PageChooserBlock):
        return names.page(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _id(path: str) -> str:
    return str(uuid.uuid5(_IDS, path))
