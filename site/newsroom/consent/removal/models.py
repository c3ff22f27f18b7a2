"""What a take-down's receipt remembers."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The worker tries each step at once. What nobody tried for so long, nobody is at work on.
OVERDUE_AFTER = datetime.timedelta(minutes=1)


class ReceiptStep(models.Model):
    """A line of a take-down's receipt (`receipt.py`): what has to be gone, what was found, and when. `noted` is what
    the step wrote down for itself before the take-down: ids, and names of files that nobody can guess. What was found
    is kept as a message and its values, for readers of any language."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        FAILED = "failed", _("not yet")
        DONE = "done", _("done")

    take_down = models.ForeignKey("consent.TakeDown", on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    result = models.TextField(blank=True)
    values = models.JSONField(default=dict)
    noted = models.JSONField(default=dict)
    tries = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["take_down", "name"], name="a_step_once_a_receipt")]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def sentence(self) -> str:
        """What was found, in the reader's language. Receipts from before there were values hold whole sentences."""
        said = gettext(self.result)
        return said % self.values if self.values else said

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_overdue(self) -> bool:
        """Nobody has tried it, though it is time."""
        began, is_lifted = self.take_down.created_at, self.take_down.restored_at is not None
        return self.state == self.State.WAITING and not is_lifted and timezone.now() - began > OVERDUE_AFTER

    @property
    def is_red(self) -> bool:
        """Somebody may have to look. What begins in this minute is neither red nor green."""
        return self.state == self.State.FAILED or self.is_overdue


class Erasure(models.Model):
    """What was erased for good, by whom and when: numbers only. Those who keep the consents read it."""

    take_down = models.OneToOneField("consent.TakeDown", on_delete=models.PROTECT, related_name="erasure")
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("erased by")
    )
    created_at = models.DateTimeField(_("erased at"), auto_now_add=True)
    # How many of what: {"versions": 4, "texts of translations": 31}.
    counts = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"erasure of {self.created_at:%Y-%m-%d}"


class ErasedPage(models.Model):
    """A page that was erased, in one language, by its number: the API answers 410 for it."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="pages")
    page_id = models.BigIntegerField(unique=True)
    page_type = models.CharField(max_length=200)
    language = models.CharField(max_length=20)
    versions = models.IntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.page_type} {self.page_id}"


class ErasedAddress(models.Model):
    """A path that goes on answering 410 in every language. Only its keyed digest is kept: a slug is a title."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="addresses")
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest
