"""Every type of page there is, found and not imported: this room knows the base page only."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Union

from pydantic import ConfigDict, Field, RootModel, create_model
from wagtail.models import get_page_models

from newsroom.authoring.filters import Filter
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import Card, PageDocument

# What a selection of fields always holds, so that a reader knows what it has before it.
ALWAYS = ("id", "type")


@cache
def page_types() -> dict[str, type[NewsroomPage]]:
    """Each concrete page type of the newsroom, by the name it has in JSON."""
    models = (model for model in get_page_models() if issubclass(model, NewsroomPage))
    return dict(sorted((model.type_name(), model) for model in models))


def field_names(type_name: str | None = None) -> set[str]:
    """The top-level names in documents of one type, or of any type."""
    models = page_types()
    chosen = [models[type_name]] if type_name else models.values()
    return {name for model in chosen for name in model.document.model_fields}


def news_types() -> list[str]:
    """The names of the types that are news."""
    return [name for name, model in page_types().items() if model.in_feed]


@cache
def card_fields(type_name: str | None = None) -> list[str]:
    """The top-level names that hold cards in documents of one type, or of any type."""
    models = page_types()
    chosen = [models[type_name]] if type_name else models.values()
    fields = (field for model in chosen for field in model.document.model_fields.items())
    return sorted({name for name, field in fields if field.annotation == list[Card]})


def filters_of(type_name: str) -> dict[str, Filter]:
    """The ways to narrow a list of pages of a type, by their parameter."""
    return {each.name: each for each in page_types()[type_name].filters}


def filtered_types(name: str) -> list[str]:
    """The types of which a list may be narrowed by this parameter."""
    return [type_name for type_name in page_types() if name in filters_of(type_name)]


def filter_codes(name: str) -> list[str]:
    """The values that this parameter may have, of whatever type the pages are, in the order of their vocabulary."""
    codes = (filters_of(type_name)[name].codes or () for type_name in filtered_types(name))
    return list(dict.fromkeys(code for several in codes for code in several))


def _selected(document: type[PageDocument]) -> Any:
    """The shape of a document of which only some fields were asked for."""
    fields: dict[str, Any] = {
        name: (field.annotation, field if name in ALWAYS else Field(default=None))
        for name, field in document.model_fields.items()
    }
    # An absent field is absent: the default is needed to say so, and nobody is ever sent it.
    return create_model(
        f"Selected{document.__name__.removesuffix('Document')}",
        __config__=ConfigDict(extra="forbid"),
        __doc__=f"Some fields of a {document.__name__}: `id`, `type` and those that were asked for.",
        **fields,
    )


@cache
def page_union() -> Any:
    """The schema of a page: the documents of all types, told apart by `type`."""
    doc = "A public page, as its approved revision says it. `type` tells the variants apart."
    return _union("Page", doc, [model.document for model in page_types().values()])


@cache
def selection_union() -> Any:
    """The schema of a page in a list that was asked for some `fields` only."""
    doc = "A public page, of which only some fields were asked for."
    return _union("SelectedPage", doc, [_selected(model.document) for model in page_types().values()])


def _union(name: str, doc: str, variants: list[Any]) -> Any:
    told_apart: Any = Annotated[Union[tuple(variants)], Field(discriminator="type")]  # noqa: UP007 (made at run time)
    return create_model(name, __base__=RootModel, __doc__=doc, root=(told_apart, ...))
