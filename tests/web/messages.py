"""Every sentence of the interface, found where it is written: what the public sees, and what the newsroom does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import override, template

from newsroom.authoring.blocks.files import KINDS
from newsroom.authoring.page import NewsroomPage

SITE = Path(settings.LOCALE_PATHS[0]).parent
FOLDERS = ("pages", "components", "blocks", "errors", "search", "sheets")
CODE = ("newsroom/web", "search")
# What only staff see, in the admin's own language.
STAFF = re.compile(
    r"(newsroom/web/(webhooks/.*|removal|erasing|purging|previews/(admin|history|links|models|tasks))|search/removal)\.py$"
)
_CALL = re.compile(r"""\b(?:(n?p?)gettext|_)\(\s*((?:u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*,?\s*){1,3})""")
_LITERAL = re.compile(r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")


class Message(NamedTuple):
    msgid: str
    plural: str = ""
    context: str = ""


def public_templates() -> list[Path]:
    """The templates that readers get, in whatever room they were written."""
    templates = SITE / "templates"
    inside = (path for folder in FOLDERS for path in (templates / folder).rglob("*.html"))
    return sorted([*templates.glob("*.html"), *inside])


def in_template(path: Path) -> Iterator[Message]:
    """The messages of one template, as Django itself reads them out of it."""
    for kind, arguments in _CALL.findall(template.templatize(path.read_text(), origin=str(path))):
        texts = [ast.literal_eval(literal) for literal in _LITERAL.findall(arguments)]
        context = texts.pop(0) if "p" in kind else ""
        yield Message(texts[0], texts[1] if "n" in kind else "", context)


def in_code(path: Path) -> Iterator[Message]:
    """The messages that a module of the public site says by gettext, under whichever of its usual names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id.removesuffix("_lazy").removesuffix("_noop")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts and (name == "_" or name.endswith("gettext")):
                context = texts.pop(0) if "pgettext" in name else ""
                yield Message(texts[0], texts[1] if name.startswith("n") else "", context)


def in_choices() -> Iterator[Message]:
    """The words for codes: statuses, kinds, issues."""
    labels = [label for _, label in KINDS]
    for model in apps.get_models():
        if issubclass(model, NewsroomPage):
            for field in model._meta.local_fields:
                labels += [label for _, label in getattr(field, "options", None) or field.flatchoices]
    with override("en"):
        for label in labels:
            if isinstance(label, Promise):
                yield Message(force_str(label))


@cache
def public_messages() -> set[Message]:
    """All of them."""
    modules = [path for folder in CODE for path in (SITE / folder).rglob("*.py") if not STAFF.search(str(path))]
    return {
        *(message for path in public_templates() for message in in_template(path)),
        *(message for path in modules for message in in_code(path)),
        *in_choices(),
    }


@cache
def staff_messages() -> set[Message]:
    """What only those who work in the admin see, and what they get by mail."""
    modules = [path for path in SITE.rglob("*.py") if "migrations" not in path.parts]
    templates = [path for kind in ("*.html", "*.txt") for path in SITE.rglob(f"templates/**/{kind}")]
    every = {
        *(message for path in templates for message in in_template(path)),
        *(message for path in modules for message in in_code(path)),
    }
    return every - public_messages()
