"""Getting a story's whole toolkit as a reader does."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

from django.test import Client

from tests import factories


def story_with(*documents: Any, **fields: Any) -> Any:
    """A campaign story, public unless said otherwise, whose toolkit holds these documents."""
    blocks = [("file", factories.file_block(file=document)) for document in documents]
    return factories.campaign_story(toolkit=blocks, **fields)


def address(story: Any) -> str:
    return f"{story.url}toolkit.zip"


def get(story: Any, **headers: str) -> Any:
    return Client().get(address(story), headers=headers)


def status(story: Any) -> int:
    return get(story).status_code


def zip_of(story: Any) -> bytes:
    """The bytes of a toolkit that is public."""
    response = get(story)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def unpack(archive: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest, and the other files by their names. What the zip says about itself must hold."""
    with ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert len(set(opened.namelist())) == len(opened.namelist())
        files = {name: opened.read(name) for name in opened.namelist()}
    return json.loads(files.pop("manifest.json")), files
