"""Everything outside a page that its words refer to, loaded in a constant number of queries for any number of pages.

`Delivery.load` takes the references of all the pages to be delivered and answers, per language: what does this page
id mean to a reader of that language, which files does this picture have, what is behind this link?
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote, urljoin

import nh3
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, OuterRef, Q, Value
from django.utils.html import escape
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import Page
from wagtail.rich_text import LinkRewriter

from newsroom.authoring.compiled import Compiled
from newsroom.authoring.references import References
from newsroom.authoring.schemas import Captions, Card, File, FocalPoint, Picture, Source
from newsroom.authoring.visible import public_documents, visible_q

PICTURE_WIDTHS = (400, 800, 1600)
SIZES: dict[Literal["small", "medium", "large"], int] = dict(
    zip(("small", "medium", "large"), PICTURE_WIDTHS, strict=True)
)
_WEBP = tuple(Filter(f"width-{width}|format-webp") for width in PICTURE_WIDTHS)
# AVIF takes a second or two to write: it is made once a page is public (`make_pictures`), never while a reader waits.
_AVIF = tuple(Filter(f"width-{width}|format-avif") for width in PICTURE_WIDTHS)
# A card never needs the long text, so the database leaves it out.
_CARD_CONTENT = Func(
    "live_revision__content", Value("body"), template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField()
)
# What rich text may hold when it leaves. Wagtail's editor writes no more than this, but an import, a translated string
# or a PO file might, and Wagtail renders those raw.
_TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "sup", "sub"}
_ATTRIBUTES = {"a": {"href", "hreflang"}}
# A link whose address went. (HTML has no link within a link, and the cleaner sees to that.)
_LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_CARD_FIELDS = (
    "id", "translation_key", "locale__language_code", "url_path", "content_type_id", "first_published_at", "content",
)  # fmt: skip


class Rendition(Source):
    """One file of a picture, by the name of its size."""

    size: Literal["small", "medium", "large"]


def public_url(locale_code: str, url_path: str) -> str:
    """A page's address on the site: its language, then its path below that language's home page."""
    return f"/{locale_code}/{url_path.split('/', 2)[2]}"


def absolute_url(url: str) -> str:
    """An address as other sites need it, from the public address of this one, never from the request's headers."""
    return _joined(settings.WAGTAILADMIN_BASE_URL, url)


_joined = lru_cache(maxsize=10_000)(urljoin)


def cards(pages: Any, limit: int | None = None) -> list[Card]:
    """The visible ones among a queryset of pages as cards, in the queryset's order, the first `limit` of them: one
    query."""
    return [card_of(row) for row in _card_rows(pages)[:limit]]


class CompiledCards:
    """As `cards`, for a queryset with open places (`Compiled`)."""

    def __init__(self, build: Callable[..., Any], **samples: Any) -> None:
        self._rows = Compiled(lambda **values: _card_rows(build(**values)), **samples)

    def __call__(self, **values: Any) -> list[Card]:
        return [card_of(row) for row in self._rows(**values)]


def _card_rows(pages: Any, *more: str) -> Any:
    return pages.filter(visible_q()).annotate(content=_CARD_CONTENT).values(*_CARD_FIELDS, *more)


def card_of(row: dict[str, Any]) -> Card:
    """The card of a visible row, from its `_CARD_FIELDS`: no query."""
    model = _model_of(row["content_type_id"])
    content, code = row["content"], row["locale__language_code"]
    return Card(
        id=row["id"],
        type=model.type_name(),
        title=content["title"],
        summary=content.get("summary") or "",
        url=public_url(code, row["url_path"]),
        lang=code,
        published_at=row["first_published_at"],
        details=model.card_details(content),
    )


def _model_of(content_type_id: int) -> Any:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_id(content_type_id).model_class()


class Delivery:
    """See the module. `lang` is the language that is being read."""

    def __init__(self, cards_by_id: dict, images: dict, documents: dict) -> None:
        self._cards, self._images, self._documents = cards_by_id, images, documents

    @classmethod
    def load(cls, references: References, languages: Iterable[str], *, withheld: bool = False) -> Delivery:
        """Everything that is referred to, for readers of these languages; pictures and files of what is taken down only
        for who may see what is `withheld`."""
        return cls(
            _load_pages(references.pages, languages),
            _open(_load_images(references.images), withheld),
            _open(_load_documents(references.documents), withheld),
        )

    def card(self, pk: Any, lang: str) -> Card | None:
        """The page as a reader of `lang` may see it: in that language, else as it was chosen, else not at all."""
        in_languages = self._cards.get(pk, {})
        return in_languages.get(lang) or in_languages.get(None)

    def card_list(self, pks: Iterable[Any], lang: str) -> list[Card]:
        found = (self.card(pk, lang) for pk in pks)
        return [card for card in found if card is not None]

    def picture(self, pk: Any, *, alt: str, caption: str = "") -> Picture | None:
        image = self._images.get(pk)
        if image is None:
            return None
        sources = [source for media_type, made in _made(image) for source in _sources(made, media_type)]
        return Picture(
            id=image.pk,
            alt=alt,
            caption=caption,
            credit=image.credit,
            focal_point=focal_point(image),
            sources=sources,
        )

    def file(self, pk: Any) -> File | None:
        document = self._documents.get(pk)
        if document is None:
            return None
        return File(
            id=document.pk,
            title=document.title,
            url=f"/files/{document.pk}/{quote(document.filename)}",
            media_type=document.content_type,
            size=document.file_size or 0,
        )

    def captions(self, pk: Any) -> Captions | None:
        file = self.file(pk)
        return Captions(**file.model_dump(), lang=self._documents[pk].language) if file else None

    def html(self, source: str | None, lang: str) -> str:
        """Rich text as HTML: links lead to the page in the reader's language, and vanish (their words stay) where
        nothing is public behind them."""

        def page_link(attrs: dict[str, str]) -> str:
            card = self.card(_as_int(attrs.get("id")), lang)
            if card is None:
                return "<a>"  # The words stay, the link goes.
            other = f' hreflang="{card.lang}"' if card.lang != lang else ""
            return f'<a href="{escape(card.url)}"{other}>'

        def file_link(attrs: dict[str, str]) -> str:
            file = self.file(_as_int(attrs.get("id")))
            return f'<a href="{escape(file.url)}">' if file else "<a>"

        def other_link(attrs: dict[str, str]) -> str:
            return f'<a href="{escape(attrs.get("href", ""))}">'

        rules = {"page": page_link, "document": file_link, "external": other_link, "email": other_link}
        linked = LinkRewriter(rules)(source or "")
        clean = nh3.clean(
            linked, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"}
        )
        return _LEADS_NOWHERE.sub(r"\1", clean)


def renditions(image: Any) -> list[Rendition]:
    """Every file of a picture that readers may have, by media type, from small to large."""
    return [
        Rendition(size=size, url=file.url, media_type=media_type, width=file.width, height=file.height)
        for media_type, made in _made(image)
        for size, file in zip(SIZES, made, strict=True)
    ]


def with_renditions(images: Any) -> Any:
    """The pictures of a queryset with their files: one query more, however many they are."""
    return images.prefetch_renditions(*_WEBP, *_AVIF)


def load_file(pk: int) -> Captions | None:
    """A document, unless an editor keeps it private, as `captions` gives it: one query."""
    return Delivery({}, {}, _load_documents({pk})).captions(pk)


def make_pictures(references: References) -> None:
    """Make every file of the pictures that are referred to, less those that are there."""
    for image in _load_images(references.images).values():
        image.get_renditions(*_WEBP, *_AVIF)


def _made(image: Any) -> list[tuple[str, list[Any]]]:
    """(media type, its files from small to large) of a picture."""
    avif = image.find_existing_renditions(*_AVIF)
    # Of one type only when all of its sizes are there: a reader's browser would take the small one for all.
    made = [("image/avif", [avif[each] for each in _AVIF])] if len(avif) == len(_AVIF) else []
    return [*made, ("image/webp", list(image.get_renditions(*_WEBP).values()))]


def _sources(files: list[Any], media_type: str) -> list[Source]:
    """A picture that is smaller than the largest width comes once in its own."""
    by_width = {made.width: made for made in files}
    return [
        Source(url=made.url, media_type=media_type, width=made.width, height=made.height)
        for _, made in sorted(by_width.items())
    ]


def focal_point(image: Any) -> FocalPoint | None:
    """What of a picture must stay in view, or None where nobody chose it."""
    point = image.get_focal_point()
    if point is None or not image.width or not image.height:
        return None
    x, y = point.centroid
    return FocalPoint(x=_fraction(x, image.width), y=_fraction(y, image.height))


def _fraction(part: float, whole: int) -> float:
    return round(min(max(part / whole, 0), 1), 3)


def _as_int(text: str | None) -> int | None:
    # As `references.py` reads one: what is no number there is none here.
    return int(text) if text and text.isascii() and text.isdigit() and not text.startswith("0") else None


def _rows_for(ids: Any, languages: Any) -> Any:
    """The pages that were chosen, and what readers of these languages get in their place, with the chosen ones' ids."""
    chosen = Page.objects.filter(pk__any_of=ids)
    alike = chosen.filter(translation_key=OuterRef("translation_key")).order_by().values("pk")
    pages = Page.objects.filter(translation_key__in=chosen.values("translation_key"))
    return (
        pages.filter(Q(locale__language_code__any_of=languages) | Q(pk__any_of=ids))
        .annotate(chosen=ArraySubquery(alike))
        .order_by()
    )


_chosen_rows = Compiled(
    lambda ids, languages: _card_rows(_rows_for(ids, languages), "chosen"), ids=[-9001], languages=["languages"]
)


def _load_pages(ids: set[int], languages: Iterable[str]) -> dict[int, dict[str | None, Card]]:
    """{chosen id: {language: card, None: the card of the page that was chosen}}, for what is visible."""
    loaded: dict[int, dict[str | None, Card]] = {}
    for row in _chosen_rows(ids=list(ids), languages=list(languages)) if ids else ():
        card = card_of(row)
        for pk in row["chosen"]:
            loaded.setdefault(pk, {})[card.lang] = card
        if card.id in ids:
            loaded[card.id][None] = card
    return loaded


def _open(loaded: dict[int, Any], withheld: bool) -> dict[int, Any]:
    return {pk: each for pk, each in loaded.items() if withheld or not each.is_withheld}


def _load_images(ids: set[int]) -> dict[int, Any]:
    if not ids:
        return {}
    return with_renditions(get_image_model().objects.filter(pk__in=ids)).in_bulk()


def _load_documents(ids: set[int]) -> dict[int, Any]:
    # What is kept in a private collection is offered nowhere: its link would lead to nothing.
    return public_documents().in_bulk(ids) if ids else {}
