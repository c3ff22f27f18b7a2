"""Which release of the site runs: bytes that another one made are not given again."""

from __future__ import annotations

import hashlib
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings

# What an answer is made with, or names by an address that is made of its content. Tests, docs and what the demo says
# are not.
_MADE_WITH = {".py", ".html", ".css", ".js", ".mo", ".svg", ".txt", ".tsv", ".woff2", ".xml"}
# Secrets are no part of an answer, nor is where things are.
_NOT_OF_AN_ANSWER = {
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "CONSENT_KEYS",
    "DATABASES",
    "EMAIL_HOST_PASSWORD",
    "LOGGING",
}


def release_of(folder: Path) -> str:
    """A digest of the code and templates below a folder, of the packages that are installed, and of the settings."""
    digest = _of_code(folder, _MADE_WITH)
    for name in sorted(name for name in dir(settings) if name.isupper() and name not in _NOT_OF_AN_ANSWER):
        value = getattr(settings, name)
        if _is_plain(value):
            digest.update(f"\0{name}={value!r}".encode())
    return digest.hexdigest()[:32]


def code_of(folder: Path) -> str:
    """A digest of the Python code and the packages alone, for what no template and no setting has a part in: whoever
    runs a command may have other settings."""
    return _of_code(folder, {".py"}).hexdigest()[:32]


def _of_code(folder: Path, kinds: set[str]) -> Any:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in kinds and path.is_file():
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    packages = {f"{package.name} {package.version}" for package in distributions()}
    digest.update("\0".join(sorted(packages)).encode())
    return digest


def _is_plain(value: Any) -> bool:
    """Whether two processes write the same of it."""
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(_is_plain(part) for item in value.items() for part in item)
    return value is None or isinstance(value, (str, int, float, bool))
