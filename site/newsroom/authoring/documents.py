"""From page rows to typed documents: the one place where what the public gets is put together.

The words come from the approved revision (`visible.py`), never from the page row. The number of queries is the same
for one page and for a hundred.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from wagtail.models import Page

from newsroom.authoring.blocks.base import BlockShape
from newsroom.authoring.blocks.talking_points import say_where_sheets_are
from newsroom.authoring.delivery import Delivery, public_url
from newsroom.authoring.public_links import CompiledLinks
from newsroom.authoring.references import References, references_of
from newsroom.authoring.schemas import Link, PageDocument, Passage, TranslationLink, TranslationState
from newsroom.authoring.visible import visible_pages
from newsroom.consent.reach import not_for
from newsroom.consent.records import Consent
from newsroom.review.approvals import reviewed_at
from newsroom.translation.freshness import machine_made, outdated_q
from newsroom.translation.languages import SOURCE, get_language


class _Translation(NamedTuple):
    """A page in a language in which it is public, and when that version went out."""

    link: TranslationLink
    updated_at: datetime.datetime | None


def visible_rows():
    """The rows to build documents from: visible pages with the revision that readers get, when that was reviewed,
    whether its source has gone on since, where a machine had a hand in it, and how far it may go."""
    return (
        visible_pages()
        .select_related("live_revision", "locale")
        .annotate(is_outdated=outdated_q(), machine_made=machine_made(), reviewed_at=reviewed_at())
        .annotate(is_to_stay_here=not_for(Consent.Use.OFFLINE), is_to_stay_unshared=not_for(Consent.Use.SOCIAL))
    )


def approved_page(row: Any) -> Any:
    """The page as its live revision says it, as an instance of its own type that must not be saved: no query."""
    model = row.specific_class
    page = model.from_serializable_data(row.live_revision.content, check_fks=False)
    page.pk = page.id = row.pk
    for name in ("path", "depth", "numchild", "url_path", "translation_key", "locale", "content_type_id"):
        setattr(page, name, getattr(row, name))
    page.first_published_at, page.last_published_at = row.first_published_at, row.last_published_at
    page.live, page.live_revision_id = row.live, row.live_revision_id
    # The search index reads words only, and does not ask.
    page.is_outdated, page.machine_made = getattr(row, "is_outdated", False), getattr(row, "machine_made", None) or []
    page.reviewed_at = getattr(row, "reviewed_at", None)
    page.is_to_stay_here = getattr(row, "is_to_stay_here", True)
    page.is_to_stay_unshared = getattr(row, "is_to_stay_unshared", True)
    return page


def build(rows: Sequence[Any]) -> list[PageDocument]:
    """Documents for visible rows, in their order."""
    return build_from([approved_page(row) for row in rows])


def build_from(pages: Sequence[Any], *, withheld: bool = False) -> list[PageDocument]:
    """Documents for page instances of their own type. Public pages come through `build`; a preview comes straight
    here with what is being edited. What is `withheld` is in it only for who may see that."""
    for model in {type(page): None for page in pages}:
        model.look_around([page for page in pages if type(page) is model])
    references = References()
    for page in pages:
        references |= references_of(page)
        references.pages |= {pk for pks in page.near.values() for pk in pks}
    world = Delivery.load(references, {page.locale.language_code for page in pages}, withheld=withheld)
    ancestors, translations = _ancestors(pages), _translations(pages)
    return [_document(page, world, ancestors, translations.get(page.translation_key, [])) for page in pages]


def _document(page: Any, world: Delivery, ancestors: dict, translations: list[_Translation]) -> PageDocument:
    lang = page.locale.language_code
    url, delivered = public_url(lang, page.url_path), page.deliver(world, lang)
    if page.is_to_stay_here:
        delivered.update({"toolkit_url": None} if "toolkit_url" in delivered else {})
    else:
        say_where_sheets_are(delivered.get("body", []), url, lang)
    by_machine = _by_machine(page)
    _mark_blocks(delivered, {passage.block for passage in by_machine})
    document = page.document(
        id=page.pk or 0,
        type=page.type_name(),
        lang=lang,
        direction=get_language(lang).direction,
        translation_key=page.translation_key,
        title=page.title,
        summary=page.summary,
        url=url,
        published_at=page.first_published_at,
        updated_at=page.last_published_at,
        search_description=page.search_description or page.summary,
        ancestors=[ancestors[path] for path in _parent_paths(page) if path in ancestors],
        translations=[link for link, _ in translations if link.lang != lang],
        translation=_state(page, translations, by_machine),
        **delivered,
    )
    document._is_to_stay_unshared = page.is_to_stay_unshared
    return document


def _state(page: Any, translations: list[_Translation], by_machine: list[Passage]) -> TranslationState:
    is_by_machine = bool(page.machine_made)
    return TranslationState(
        status="outdated" if page.is_outdated else "machine" if is_by_machine else "current",
        is_machine_translated=is_by_machine,
        machine_translated=by_machine,
        source_updated_at=next((updated for link, updated in translations if link.lang == SOURCE), None),
        reviewed_at=page.reviewed_at,
    )


def _by_machine(page: Any) -> list[Passage]:
    """The passages that a machine translated. A path is a field, in a stream followed by a block's id and by what is
    within; what is no part of the document (a title for search engines) is left out."""
    passages = []
    for path in page.machine_made:
        field, *within = path.split(".")
        passage = Passage(field=field, block=within[0] if within else None)
        if field in page.document.model_fields and passage not in passages:
            passages.append(passage)
    return passages


def _mark_blocks(delivered: dict[str, Any], ids: set[str | None]) -> None:
    for value in delivered.values():
        for block in value if isinstance(value, list) else []:
            if isinstance(block, BlockShape) and block.id in ids:
                block.mark_as_made_by_machine()


def _parent_paths(page: Any) -> list[str]:
    """The tree paths above a page, below the root of all sites, from the top."""
    step = Page.steplen
    return [page.path[:end] for end in range(2 * step, len(page.path), step)]


_at_paths = CompiledLinks(lambda paths: Page.objects.filter(path__any_of=paths), paths=["paths"])


def _ancestors(pages: Sequence[Any]) -> dict[str, Link]:
    paths = {path for page in pages for path in _parent_paths(page)}
    if not paths:
        return {}
    return {link.path: Link(title=link.title, url=link.url) for link in _at_paths(paths=list(paths))}


_in_all_languages = CompiledLinks(
    lambda keys: Page.objects.filter(translation_key__any_of=keys).order_by("locale__language_code"), keys=["keys"]
)


def _translations(pages: Sequence[Any]) -> dict[Any, list[_Translation]]:
    """What is public of each page in all languages, its own included, by translation key."""
    found: dict[Any, list[_Translation]] = {}
    for page in _in_all_languages(keys=list({page.translation_key for page in pages})):
        link = TranslationLink(lang=page.lang, title=page.title, url=page.url, id=page.id)
        found.setdefault(page.translation_key, []).append(_Translation(link, page.updated_at))
    return found
