"""What a message may say."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    PUBLISHED = "published", _("Published: a page is public that was not")
    UPDATED = "updated", _("Updated: a public page has another version or another address")
    UNPUBLISHED = "unpublished", _("Unpublished: a page is not public any more")
    TAKEN_DOWN = "taken_down", _("Taken down: a page is gone in every language")
    TRANSLATION_OUTDATED = "translation_outdated", _("Outdated: a public translation's source says something else")
    REDIRECT_CHANGED = "redirect_changed", _("Redirect: an old address leads elsewhere, or nowhere")


# Sent by a button, to one endpoint, whatever that listens to.
TEST = "test"
