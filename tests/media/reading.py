"""What ExifTool finds in some bytes, and what lies in the stores."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from newsroom.authoring.scanning import leaks


def leaks_in(files: dict[str, bytes]) -> dict[str, str]:
    """{"a.jpg": "IFD0:Artist = …\\n…"} for those of these files that give something away."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        found: dict[str, list[str]] = {}
        for _, leaking in leaks([("", FileSystemStorage(folder))]):
            for leak in leaking:
                name = leak.file.removeprefix("/").partition("/")[0]
                found.setdefault(name, []).append(f"{leak.tag} = {leak.value}")
    return {name: "\n".join(lines) for name, lines in found.items()}


def stored() -> set[Path]:
    """Every file that is stored now, of any kind."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
