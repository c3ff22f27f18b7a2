"""What happens by itself: a language's room comes and goes with its locale, and languages follow what is published."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.log_actions import log
from wagtail.models import Locale, Page, TaskState
from wagtail.signals import copy_for_translation_done, page_published
from wagtail_localize.models import LocaleSynchronization, TranslationSource

from newsroom.translation.following import follow
from newsroom.translation.freshness import hidden_q
from newsroom.translation.languages import SOURCE
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.rooms import open_room, require_known
from newsroom.translation.seats import clear_seats
from newsroom.translation.sources import is_public, source_page
from newsroom.translation.submissions import record
from newsroom.translation.tasks import follow_published


@receiver(pre_save, sender=Locale)
def keep_to_the_table(instance: Locale, raw: bool = False, **kwargs: Any) -> None:
    """A locale is a line of the language table, and stays that line: its groups and workflow are named after it."""
    if raw:
        return
    require_known(instance.language_code)
    stored = Locale.all_objects.filter(pk=instance.pk).values_list("language_code", flat=True).first()
    if stored is not None and stored != instance.language_code:
        raise TranslationRefused(_("A language is not turned into another one: add the other one."))


@receiver(post_save, sender=Locale)
def open_with_the_locale(instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A language that is added has its room at once."""
    if created and not raw:
        open_room(instance)


@receiver(post_delete, sender=Locale)
def clear_with_the_locale(instance: Locale, **kwargs: Any) -> None:
    """A language that is gone leaves no group behind that would let somebody in when it comes back."""
    clear_seats(instance.language_code)


@receiver(page_published)
def follow_what_is_published(instance: Any, **kwargs: Any) -> None:
    """Translators see what changed, and a new section gets its drafts, soon after the source is public."""
    if instance.locale.language_code != SOURCE:
        return
    is_section = getattr(instance, "is_section", False)
    if is_section or TranslationSource.objects.get_for_instance_or_none(instance) is not None:
        follow_published.enqueue(instance.pk)


@receiver(page_published)
def tell_what_is_hidden(instance: Any, **kwargs: Any) -> None:
    """The history of a translation says since when its readers do not get it."""
    if instance.locale.language_code == SOURCE:
        others = Page.objects.filter(translation_key=instance.translation_key, live=True).exclude(pk=instance.pk)
        for page in others.filter(hidden_q()):
            log(instance=page.specific, action="newsroom.hidden_outdated")


@receiver(copy_for_translation_done, sender=CopyPageForTranslationAction)
def no_alias_parents(target_obj: Any, **kwargs: Any) -> None:
    """A page above, made on the way as an alias, becomes a draft that can be translated."""
    if target_obj.alias_of_id is None:
        return
    source = source_page(target_obj)
    if source is not None and is_public(source):
        follow(source, target_obj.locale)


@receiver(post_save, sender=TaskState)
def remember_the_source(instance: TaskState, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every translation that is handed in, whichever way, says which version of its source it follows."""
    if created and not raw:
        record(instance)


@receiver(pre_save, sender=LocaleSynchronization)
def no_aliases_by_synchronisation(raw: bool = False, **kwargs: Any) -> None:
    """Locale synchronisation fills a language with aliases: the source's words, which nobody translated."""
    if not raw:
        raise TranslationRefused(
            _("A language is not filled with copies of another one: its pages are translated and reviewed.")
        )
