"""When to compare what readers get with what receivers were told. Each is called within the transaction of the change;
whatever none of these hears of, `catch_up` finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from newsroom.authoring.visible import visible_pages
from newsroom.consent.keeping import consent_changed
from newsroom.consent.records import Consent
from newsroom.consent.take_down import page_taken_down
from newsroom.web.redirects import redirects_written
from newsroom.web.webhooks.announcing import announce, listening, pages_below
from newsroom.web.webhooks.kinds import Kind
from newsroom.web.webhooks.models import WebhookEndpoint, WebhookEvent
from newsroom.web.webhooks.outbox import write
from newsroom.web.webhooks.tasks import wake


@receiver([page_published, page_unpublished])
def tell_of_a_page(instance: Any, **kwargs: Any) -> None:
    """A page came, changed or went; with a source, its translations may be outdated or hidden."""
    if listening():
        announce(Page.objects.filter(translation_key=instance.translation_key).values_list("pk", flat=True))


@receiver(page_taken_down)
def tell_of_a_take_down(pages: Sequence[Any], **kwargs: Any) -> None:
    """Every language of a page is gone, for a reason of which nothing is said."""
    announce(page.pk for page in pages)


@receiver(consent_changed)
def tell_of_a_consent(consent: Consent, **kwargs: Any) -> None:
    """What rests on it is gone as of now; that somebody withdrew is nobody's business."""
    if consent.is_over and listening():
        announce(consent.reliances.values_list("approval__page_id", flat=True))


@receiver([page_slug_changed, post_page_move])
def tell_of_new_addresses(instance: Any, **kwargs: Any) -> None:
    """A page and all below it stand elsewhere."""
    if listening():
        announce(pages_below(instance))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def tell_of_a_restriction(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page and all below it are for some readers only, or for all again."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None and listening():
        announce(pages_below(page))


@receiver(post_delete, sender=Page)
def tell_of_a_deletion(instance: Page, **kwargs: Any) -> None:
    """The row is gone; what was said about it tells what is missed."""
    announce([instance.pk])


@receiver([post_save, post_delete], sender=Redirect)
def tell_of_a_redirect(instance: Redirect, **kwargs: Any) -> None:
    """Somebody wrote, changed or removed one."""
    redirects_changed([instance])


@receiver(redirects_written)
def redirects_changed(redirects: Sequence[Redirect], **kwargs: Any) -> None:
    """Say that these lead elsewhere now, or nowhere. What leads to a page that readers do not get is not said."""
    if not redirects or not listening():
        return
    pages = visible_pages().filter(pk__in=[each.redirect_page_id for each in redirects if each.redirect_page_id])
    public = {pk: (lang, key) for pk, lang, key in pages.values_list("pk", "locale__language_code", "translation_key")}
    events = []
    for each in redirects:
        if each.redirect_page_id and each.redirect_page_id not in public:
            continue
        lang, key = public.get(each.redirect_page_id, ("", None))
        event = WebhookEvent(kind=Kind.REDIRECT_CHANGED, subject=f"redirect:{each.pk}", redirect_id=each.pk)
        event.page_id, event.lang, event.translation_key = each.redirect_page_id, lang, key
        events.append(event)
    write(events)


@receiver(post_save, sender=WebhookEndpoint)
def wake_for_an_endpoint(instance: WebhookEndpoint, **kwargs: Any) -> None:
    """An endpoint that is switched on gets what waited for it, and the worker its beat."""
    if instance.is_active:
        wake()
