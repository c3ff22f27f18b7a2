"""One JSON object a line, and nothing in it that says where a reader is, what stands in a row of the database, or what
an exception quotes: a library that refuses a value repeats it, and it may be somebody's name."""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.db.models import Model
from django.template import TemplateSyntaxError

from newsroom.translation.languages import LANGUAGES

# The address of a preview is the key to it; that of a page is its title, and may name somebody.
_CODES = tuple(language.code for language in LANGUAGES)
# One elsewhere may be anything, and says where a reader was before.
_KEPT_TO_ITSELF = re.compile(
    rf"""(https?://[^/\s"'?\#]+)[/?\#][^\s"']*|(/preview/)[^/\s]+|(/(?:{"|".join(_CODES)})/)[^\s"']+"""
)
FIELDS = ("status_code", "task_name", "page", "locale")
# Below these, addresses name by number what they are about; below the others, by its name.
_BY_NUMBER, _BY_NAME = ("admin", "api", "preview", "share", "static"), (*_CODES, "files", "media")
# Classes of SQLSTATE whose first line names tables, columns and rules only, or is a sentence of a trigger of ours.
# Others quote the value ("invalid input syntax for type integer: …"), or the statement that holds it.
_QUOTES_NOTHING = ("23", "40", "53", "55", "57", "P0")
_UNWRITTEN = "A line that cannot be written."
# What these say is of programs and settings, and of nobody.
_OF_PROGRAMS = (
    *(AttributeError, ImportError, NameError, NotImplementedError, RecursionError, MemoryError),
    *(ImproperlyConfigured, TemplateSyntaxError),
)


class JsonLines(logging.Formatter):
    """Render a record as one line of JSON.

    Only the fields named here leave the process. Django attaches the request to its records, and
    with it the reader's address: a formatter that copied every attribute would log it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return `record` as JSON text without a line break."""
        # Whatever a formatter raises, Python writes to standard error together with all that should have been logged.
        try:
            return json.dumps(_line(record), ensure_ascii=False, default=str)
        except Exception as error:
            line = {"logger": record.name, "level": record.levelname, "message": _UNWRITTEN}
            line |= {"where": f"{record.pathname}:{record.lineno}", "why": type(error).__name__}
            return json.dumps(line, ensure_ascii=False)


def _line(record: logging.LogRecord) -> dict[str, Any]:
    # (A letter or two say nothing, and stand in other words; in Chinese they are a name.)
    said = {text: _said_of(error) for error in _errors(record) if len((text := _words_of(error)).encode()) > 3}
    known = {}
    for text, safe in said.items():
        # Django escapes foreign letters of what it logs, and a list its members.
        known.update(dict.fromkeys((text, repr(text)[1:-1], text.encode("unicode_escape").decode()), safe))
    if path := getattr(getattr(record, "request", None), "path", ""):
        known.update(dict.fromkeys((path, path.encode("unicode_escape").decode()), _without_slugs(path)))
    line = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _KEPT_TO_ITSELF.sub(r"\1\2\3…", _replaced(_message(record), known)),
    }
    line.update({name: _unnamed(getattr(record, name)) for name in FIELDS if hasattr(record, name)})
    if record.exc_info and record.exc_info[1] is not None:
        line["exception"] = "\n".join(_trace(record.exc_info[1], set()))
    return line


def _message(record: logging.LogRecord) -> str:
    words = str(_unnamed(record.msg))
    return words % _unnamed(record.args) if record.args else words


def _unnamed(value: Any) -> Any:
    """What is to be logged, with as much of an error as quotes nothing, and a row as its number: the title of a page
    and the name of a picture are how they call themselves."""
    match value:
        case BaseException():
            return _said_of(value)
        case Model():
            return f"{value._meta.object_name} {value.pk}"
        case tuple():
            return tuple(map(_unnamed, value))
        case list() | set() | frozenset():
            return [_unnamed(each) for each in value]
        case dict():
            return {key: _unnamed(each) for key, each in value.items()}
    return value


def _without_slugs(path: str) -> str:
    """A path as far as it names nobody: a page's slug is its title, and what somebody typed may be anything."""
    first = path.removeprefix("/").partition("/")[0]
    if first in _BY_NUMBER:
        return path
    return f"/{first}/…" if first in _BY_NAME else "/…"


def _errors(record: logging.LogRecord) -> Iterator[BaseException]:
    """The errors that a record is about or names, and those that led to them."""
    waiting: list[Any] = [record.exc_info and record.exc_info[1], record.msg, record.args]
    seen = set()
    while waiting:
        match waiting.pop():
            case BaseException() as error if id(error) not in seen:
                seen.add(id(error))
                waiting += [error.__cause__, error.__context__]
                waiting += error.exceptions if isinstance(error, BaseExceptionGroup) else ()
                yield error
            case tuple() | list() | set() | frozenset() as several:
                waiting += several
            case dict() as several:
                waiting += several.values()


def _words_of(error: BaseException) -> str:
    """What an error says, if it can say it."""
    try:
        return str(error)
    except Exception:
        return ""


def _trace(error: BaseException, seen: set[int]) -> Iterator[str]:
    """Where an error was raised and of which kind it is, after those that led to it."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _trace(before, seen)
        yield "… which led to:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_said_of(error)}".rstrip(": ")
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _trace(part, seen)


def _said_of(error: BaseException) -> str:
    """As much of what an error says as quotes nothing."""
    if isinstance(error, Error | psycopg.Error):
        return _without_values(error)
    if isinstance(error, OSError) and error.errno:
        return f"{error.strerror} ({error.errno})"  # Without the file: its name may be a title.
    if type(error).__module__.startswith("botocore.") and isinstance(said := getattr(error, "response", None), dict):
        return f"{getattr(error, 'operation_name', '')}: {said.get('Error', {}).get('Code', '')}"
    return _words_of(error) if isinstance(error, _OF_PROGRAMS) else "…"


def _without_values(error: BaseException) -> str:
    """What the database said, without the row that PostgreSQL repeats ("DETAIL: Failing row contains …")."""
    refusal = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(refusal, psycopg.Error) or not refusal.sqlstate:
        # The database was not reached: it had nothing to quote. What else is refused without it, is refused by Django,
        # which names the rows that hold another one, or before it is sent, with the value that cannot be.
        return str(error) if isinstance(refusal, psycopg.OperationalError | psycopg.InterfaceError) else "…"
    said = refusal.diag
    first = said.message_primary if refusal.sqlstate.startswith(_QUOTES_NOTHING) else None
    return " ".join(filter(None, (first, f"(SQLSTATE {refusal.sqlstate})", said.table_name, said.constraint_name)))


def _replaced(text: str, known: dict[str, str]) -> str:
    for whole, safe in known.items():
        text = text.replace(whole, safe)
    return text
