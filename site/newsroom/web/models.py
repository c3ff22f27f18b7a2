"""What this room remembers for speed. All of it can be made again from approved revisions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class RevisionFiles(models.Model):
    """The ids of the documents that an approved revision refers to. An approved revision never changes, so neither
    does this; rows are made when they are first needed (`published.py`), and deleting all of them is safe."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, primary_key=True, related_name="referred_files"
    )
    documents = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["documents"], name="revisions_by_document")]

    def __str__(self) -> str:
        return f"Revision {self.pk}: documents {self.documents}"
