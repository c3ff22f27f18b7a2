"""Where to look for stories like a story: see `near.py`."""

from __future__ import annotations

from django.db import models


class SharedTrait(models.Model):
    """A place, the region or an issue that the row of a campaign story has: the newest stories of each are found at
    once, however many there are. Triggers of the database write these, so they are true whatever road a row came by.
    They only say where to look: what a story shares is read from its approved revision."""

    page_id = models.IntegerField()
    locale_id = models.IntegerField()
    kind = models.TextField()
    value = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locale_id", "kind", "value", "page_id"], name="a_story_has_a_trait_once")
        ]
        indexes = [models.Index(fields=["page_id"], name="traits_by_story")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.kind} {self.value}"
