"""Take-down: removal everywhere, at once, on the record. Consents are in `records.py`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from newsroom.consent.records import Consent, Evidence, Reliance

__all__ = ["Consent", "Evidence", "Reliance", "TakeDown", "TakeDownQuerySet"]


class TakeDownQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(restored_at__isnull=True)

    def with_receipts(self):
        """Together with the lines of their receipts: two queries, however many they are."""
        return self.annotate(is_erased=Exists(Erasure.objects.filter(take_down=OuterRef("pk")))).prefetch_related(
            "steps"
        )

    def of(self, page):
        """All take-downs of a page, in whatever language it was found."""
        return self.filter(translation_key=page.translation_key)


class TakeDown(models.Model):
    """One page, in every language, taken off the site by a Duty editor, for a written reason.

    It names the page by its translation key, so that translations made later are covered too, and it outlives the
    page. An approval given before a take-down never counts again, also after the take-down is lifted."""

    translation_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)
    reason = models.TextField(_("reason"))
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("taken down by"),
    )
    created_at = models.DateTimeField(_("taken down at"), auto_now_add=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    restored_at = models.DateTimeField(null=True, blank=True)
    # Whoever took that one down saw that the same people are on this page.
    taken_down_with = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="taken_down_too"
    )

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("take-down")
        verbose_name_plural = _("take-downs")
        permissions = [("take_down", _("Take pages down, in every language at once"))]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key"], condition=Q(restored_at__isnull=True), name="one_take_down_in_force"
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="a_take_down_has_a_reason"),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True) | Q(restored_at__gte=F("created_at")),
                name="restored_after_taken_down",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.created_at:%Y-%m-%d})"

    @property
    def erased(self) -> Any:
        """The record of its erasure, if it was erased."""
        return Erasure.objects.filter(take_down=self).select_related("erased_by").first()

    def together(self) -> TakeDownQuerySet:
        """The other take-downs of the same act."""
        first = self.taken_down_with_id or self.pk
        act = TakeDown.objects.filter(Q(pk=first) | Q(taken_down_with=first)).exclude(pk=self.pk)
        return act.prefetch_related("steps").order_by("pk")

    @property
    def is_complete(self) -> bool:
        """Whether every line of its receipt is green. (Of one from before there were receipts, nobody knows.)"""
        lines = list(self.steps.all())
        return bool(lines) and all(line.is_done for line in lines)


from newsroom.consent.removal.models import (  # noqa: E402, F401  (they name TakeDown)
    ErasedAddress,
    ErasedPage,
    Erasure,
    ReceiptStep,
)
