"""A partner's page is deleted or erased: what an import said of it goes too, as it arrived and as it was mended."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from stories.models import PartnerPage
from stories.partner_import.models import PartnerImportRow


@receiver(pre_delete, sender=PartnerPage)
def forget_rows(instance: PartnerPage, **kwargs: Any) -> None:
    """The row stays in its place, empty."""
    for row in PartnerImportRow.objects.filter(Q(page=instance) | Q(same_as=instance)).select_related("partner_import"):
        batch = row.partner_import
        if row.raw:
            batch.source_text = batch.source_text.replace(row.raw, "")
            batch.save(update_fields=["source_text"])
        row.raw = row.name = row.places = row.issues = row.website = row.kind = row.languages = ""
        row.notes = []
        row.save()
