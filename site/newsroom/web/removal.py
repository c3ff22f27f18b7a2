"""What this room keeps of a page, for the receipt of its take-down: each step looks, and mends what it can.

Nothing is assumed: addresses are asked of the application, files of their storage, messages of the outbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from newsroom.authoring.delivery import absolute_url, public_url
from newsroom.authoring.references import References, references_in
from newsroom.authoring.second_uploads import with_second_uploads
from newsroom.authoring.visible import visible_pages
from newsroom.consent.models import TakeDown
from newsroom.consent.removal.receipt import NotYet, Said, Step, pages_of, register
from newsroom.web import pictures
from newsroom.web.asking import ask
from newsroom.web.models import PreviewLink, PublishedDocument, WebhookDelivery, WebhookEvent
from newsroom.web.published import is_published
from newsroom.web.published_documents.forgetting import forget_everything, forget_what_is_over
from newsroom.web.redirects import ends_of_pages
from newsroom.web.webhooks.kinds import Kind

GONE, NOT_FOUND = 410, 404


def address_of(page: Any) -> str:
    """Where readers found a page, in its language."""
    return public_url(page.locale.language_code, page.url_path)


def was_approved(pages: Iterable[Any]) -> set[int]:
    """The ids of those that readers may ever have seen."""
    return set(
        Page.objects.filter(pk__in=[page.pk for page in pages], approvals__isnull=False).values_list("pk", flat=True)
    )


def _named_by(pages: Iterable[Any]) -> References:
    """What approved revisions of these pages showed, and other uploads of the same files."""
    found = References()
    shown = Revision.page_revisions.filter(approvals__page__in=[page.pk for page in pages]).distinct()
    for revision in shown.iterator(chunk_size=50):
        found |= references_in(revision)
    found.images = with_second_uploads(get_image_model(), found.images)
    found.documents = with_second_uploads(get_document_model(), found.documents)
    return found


def _answers(record: TakeDown, noted: dict[str, Any]) -> Said:
    pages = pages_of(record)
    approved, asked = was_approved(pages), 0
    for page in pages:
        # What nobody ever approved has no address that anybody knows: readers are told nothing of it.
        fine = {GONE} if page.pk in approved and page.alias_of_id is None else {GONE, NOT_FOUND}
        address = address_of(page)
        for each in (address, f"/api/v1/pages/{page.pk}/", f"/api/v1/pages/find/?{urlencode({'path': address})}"):
            status = ask(each).status
            asked += 1
            if status not in fine:
                raise NotYet(_("An address answers %(status)d and not 410."), status=status)
        # What belongs to it: its sheet, its PDF, its zip, its lists and their feeds. Another page may stand there.
        below = set(visible_pages().filter(url_path__startswith=page.url_path).values_list("slug", flat=True))
        # (What lies directly below a language is the language's.)
        for end in sorted(ends_of_pages()) if page.depth > 2 else ():
            asked += 1
            if end.rstrip("/") not in below and ask(address + end).status not in (GONE, NOT_FOUND):
                raise NotYet(_("Something that belongs to it still answers."))
    return Said(_("Asked at %(number)d addresses, as pages and as data: gone."), {"number": asked})


def _kept(record: TakeDown, noted: dict[str, Any]) -> Said:
    """Other pages' answers may name it too, so all of them went; what was made since is of the new generation."""
    pages = pages_of(record)
    forget_what_is_over()
    if PublishedDocument.objects.filter(page_id__in=[page.pk for page in pages]).exists():
        forget_everything()
        raise NotYet(_("An answer was kept. All kept answers are deleted now; it is looked at again."))
    return Said(_("No answer of it is kept."))


def _lists(record: TakeDown, noted: dict[str, Any]) -> Said:
    pages = pages_of(record)
    ids = [page.pk for page in pages]
    if visible_pages().filter(pk__in=ids).exists() or visible_pages().filter(alias_of__in=ids).exists():
        raise NotYet(_("Readers still find it."))
    asked = 0
    for page in pages:
        if page.depth == 2:
            continue  # Where a language begins, whatever stands there.
        names = _naming(address_of(page))
        for address in lists_that_named(page):
            asked += 1
            if names.search(ask(address).body):
                raise NotYet(_("A list, a feed or a sitemap still names it."))
    return Said(_("Looked into %(number)d lists, feeds and sitemaps: not named."), {"number": asked})


def _naming(url: str) -> re.Pattern[str]:
    """What names this address in HTML, XML or JSON; an address below it is another page's."""
    return re.compile(rf"(?:{re.escape(url)}|{re.escape(quote(url))})(?![\w%/\-])")


def lists_that_named(page: Any) -> list[str]:
    """The addresses of what names a page among others, in its language."""
    lang = page.locale.language_code
    above = page.get_parent()
    parent = [public_url(lang, above.url_path)] if above is not None and above.depth > 1 else []
    listed = [f"/api/v1/pages/?{urlencode({'locale': lang, 'child_of': above.pk})}"] if parent else []
    return [f"/{lang}/", *parent, *listed, f"/{lang}/feed.atom", f"/sitemap-{lang}.xml", "/llms.txt"]


def note_renditions(pages: Sequence[Any]) -> dict[str, Any]:
    """The names of all files of the pictures of these pages, which are deleted with a take-down: {"files": […]}."""
    renditions = get_image_model().get_rendition_model().objects
    shown = renditions.filter(image_id__in=_named_by(pages).images)
    return {"files": sorted(shown.values_list("file", flat=True))}


def needed(files: Iterable[str]) -> set[str]:
    """Those among these files of pictures that other pages show."""
    model = get_image_model().get_rendition_model()
    return set(model.objects.filter(file__in=files).values_list("file", flat=True))


def _renditions(record: TakeDown, noted: dict[str, Any]) -> Said:
    pictures.forget_unshown(_named_by(pages_of(record)).images)
    storage = get_image_model().get_rendition_model()._meta.get_field("file").storage
    files = noted.get("files", [])
    needed_elsewhere = needed(files)
    for name in set(files) - needed_elsewhere:
        if storage.exists(name):
            storage.delete(name)
            if storage.exists(name):
                raise NotYet(_("The file of a picture is still in the storage."))
    return Said(
        _("%(gone)d files of pictures are deleted; %(kept)d are shown by other public pages."),
        {"gone": len(files) - len(needed_elsewhere), "kept": len(needed_elsewhere)},
    )


def _originals(record: TakeDown, noted: dict[str, Any]) -> Said:
    """Originals are never public. What the storage can be told to close is closed all the same, and the addresses are
    asked."""
    named = _named_by(pages_of(record))
    images = get_image_model().objects.filter(pk__in=named.images)
    documents = get_document_model().objects.filter(pk__in=named.documents)
    files = [each.file for each in (*images, *documents)]
    for file in files:
        close = getattr(file.storage, "make_private", None)
        if close is not None:
            close(file.name)
        # Another host's address is signed, for minutes.
        for address in {f"{settings.MEDIA_URL}{quote(file.name)}", file.url}:
            if address.startswith("/") and ask(address).status == 200:
                raise NotYet(_("An original answers to anybody."))
    return Said(_("%(number)d originals of pictures and files: not reachable."), {"number": len(files)})


def _files(record: TakeDown, noted: dict[str, Any]) -> Said:
    addresses, asked = addresses_of_files(pages_of(record)), 0
    for address, used_elsewhere in addresses:
        asked += 1
        if not used_elsewhere and ask(address).status not in (GONE, NOT_FOUND):
            raise NotYet(_("A picture or a file of it still answers."))
    elsewhere = sum(used for _address, used in addresses)
    return Said(
        _("Asked for %(number)d pictures and files: gone, but for %(used)d that other public pages show."),
        {"number": asked, "used": elsewhere},
    )


def addresses_of_files(pages: Sequence[Any]) -> list[tuple[str, bool]]:
    """Where pictures and files are given out as data, and files as such; whether another public page has them too."""
    named = _named_by(pages)
    addresses = [(f"/api/v1/images/{pk}/", pictures.is_shown(pk)) for pk in sorted(named.images)]
    for document in get_document_model().objects.filter(pk__in=named.documents):
        used = is_published(document.pk)
        addresses += [
            (f"/api/v1/documents/{document.pk}/", used),
            (reverse("published_file", args=[document.pk, document.filename]), used),
        ]
    return addresses


def _sharing(record: TakeDown, noted: dict[str, Any]) -> Said:
    pages = pages_of(record)
    for page in pages:
        quoted = urlencode({"url": absolute_url(address_of(page))})
        for address in (reverse("poster", args=[page.pk]), f"{reverse('oembed')}?{quoted}"):
            if ask(address).status not in (GONE, NOT_FOUND):
                raise NotYet(_("A picture or a quotation for sharing still answers."))
    return Said(_("Posters and quotations of %(number)d languages: gone."), {"number": len(pages)})


def _previews(record: TakeDown, noted: dict[str, Any]) -> Said:
    links = PreviewLink.objects.filter(page_id__in=[page.pk for page in pages_of(record)])
    if links.open().filter(created_at__lte=record.created_at).exists():
        raise NotYet(_("A preview link is open."))
    return Said(_("%(number)d preview links, all ended."), {"number": links.count()})


def _webhooks(record: TakeDown, noted: dict[str, Any]) -> Said:
    events = WebhookEvent.objects.filter(
        translation_key=record.translation_key, kind=Kind.TAKEN_DOWN, created_at__gte=record.created_at
    )
    deliveries = WebhookDelivery.objects.filter(event__in=events)
    waiting = deliveries.filter(state=WebhookDelivery.State.WAITING).count()
    dead = deliveries.filter(state=WebhookDelivery.State.DEAD).count()
    if dead:
        raise NotYet(_("%(number)d messages were given up: send them again in Settings, Webhooks."), number=dead)
    if waiting:
        raise NotYet(_("%(number)d messages wait for their receivers."), number=waiting)
    told = deliveries.count()
    return Said(_("%(number)d messages delivered."), {"number": told}) if told else Said(_("Nobody to tell."))


def connect() -> None:
    """Called once, when all rooms are there."""
    for step in (
        Step("answers", gettext_lazy("Every language answers “410 Gone”, as a page and as data"), _answers, 20),
        Step("kept", gettext_lazy("Kept answers deleted"), _kept, 30),
        Step("lists", gettext_lazy("Lists, menus, feeds and sitemaps do not name it"), _lists, 40),
        Step("pictures", gettext_lazy("Files of its pictures deleted"), _renditions, 60, note_renditions),
        Step("files", gettext_lazy("Its pictures, documents and toolkit are not given out"), _files, 70),
        Step("originals", gettext_lazy("Originals private"), _originals, 80),
        Step("sharing", gettext_lazy("Pictures and quotations for sharing gone"), _sharing, 90),
        Step("previews", gettext_lazy("Preview links ended"), _previews, 100),
        Step("webhooks", gettext_lazy("Other programs told"), _webhooks, 120),
    ):
        register(step)
