"""What this room remembers: for speed, and to tell others."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from newsroom.web.previews.models import PreviewLink
from newsroom.web.webhooks.models import (
    AnnouncedPage,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
)

__all__ = [
    "AnnouncedPage",
    "Generation",
    "PreviewLink",
    "PublishedDocument",
    "RevisionFiles",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]


class RevisionFiles(models.Model):
    """The ids of the documents and pictures that an approved revision refers to. An approved revision never changes, so
    neither does this; rows are made when they are first needed (`published.py`), and deleting all of them is safe."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, primary_key=True, related_name="referred_files"
    )
    documents = ArrayField(models.IntegerField())
    images = ArrayField(models.IntegerField())

    class Meta:
        indexes = [
            GinIndex(fields=["documents"], name="revisions_by_document"),
            GinIndex(fields=["images"], name="revisions_by_image"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.pk}: documents {self.documents}"


class Generation(models.Model):
    """The one row that is another one after every change that readers could notice: `published_documents`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_generation")]

    def __str__(self) -> str:
        return str(self.value)


class PublishedDocument(models.Model):
    """The bytes that answered an address: given again only in the generation, and by the release, that made them, and
    (where they are one page's) only while that page is public on the same revision. Deleting any is safe."""

    address = models.TextField(primary_key=True)
    generation = models.UUIDField()
    release = models.CharField(max_length=32)
    page_id = models.IntegerField(null=True)
    revision_id = models.IntegerField(null=True)
    good_until = models.DateTimeField(null=True)
    headers = models.TextField()
    etag = models.CharField(max_length=64)
    made_of = models.CharField(max_length=32, null=True)
    body = models.BinaryField()
    gzip = models.BinaryField()
    br = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["generation"], condition=models.Q(page_id=None), name="kept_lists")]

    def __str__(self) -> str:
        return self.address
