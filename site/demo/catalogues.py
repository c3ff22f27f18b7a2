"""Compile the interface's translations without the gettext programs, which a machine may lack."""

from pathlib import Path

import polib


def compile_catalogues(folder: Path) -> list[Path]:
    """Write each `.po` below `folder` as the `.mo` Django reads, where it is newer; return those."""
    compiled = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            compiled.append(source)
    return compiled
