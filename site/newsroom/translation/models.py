"""What this room remembers: which approved version of the source a translation was made from."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SourceReading(models.Model):
    """The approved revision from which wagtail-localize's copy of a source text was last read."""

    source = models.OneToOneField(
        "wagtail_localize.TranslationSource", on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"source {self.source_id} as of revision {self.revision_id}"


class Removal(models.Model):
    """The last time that somebody took an override away, so that the source's link, picture or file is back. That is a
    change like any other, and the row that named its author is gone. The fields are called as wagtail-localize's."""

    translation = models.OneToOneField(
        "wagtail_localize.Translation", on_delete=models.CASCADE, primary_key=True, related_name="removal"
    )
    last_translated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"override taken from translation {self.translation_id}"


class Submission(models.Model):
    """A translation that was handed in for review: its revision, the source's revision that it says, and which of its
    texts a machine translated and nobody changed since (their paths in the page's content)."""

    revision = models.OneToOneField("wagtailcore.Revision", on_delete=models.CASCADE, related_name="submission")
    source_revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    machine_made = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"revision {self.revision_id} says source revision {self.source_revision_id}"
