"""What waits for a person, on their dashboard."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from stories.partner_import import batch, steps
from stories.partner_import.models import PartnerImport


class PartnerImportsPanel(Component):
    """Lists that wait to be decided about, and batches that wait for this person's approval."""

    name = "partner_imports"
    template_name = "stories/partner_import/panel.html"
    order = 112  # Before the lists of single pages: a batch stands there with each of its pages.

    def __init__(self, person: Any) -> None:
        self.person = person

    @cached_property
    def lists(self) -> list[PartnerImport]:
        indexes = steps.indexes_for(self.person)
        waiting = PartnerImport.objects.waiting().filter(index__in=indexes).select_related("index", "started_by")
        return list(steps.with_counts(waiting)[:20])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"lists": self.lists, "batches": batch.waiting_for(self.person)[:20] if self.may_look else []}

    @cached_property
    def may_look(self) -> bool:
        return bool(steps.indexes_for(self.person))
