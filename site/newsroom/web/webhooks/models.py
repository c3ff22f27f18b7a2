"""What the outbox holds: ids, languages and times. No title and no address: an address is looked up when it is sent,
so that a message which waits while its page is taken down names nothing that is gone."""

from __future__ import annotations

import datetime
import secrets
import uuid
from base64 import b64encode
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.web.webhooks.kinds import TEST, Kind

# How long the secret before is valid, after a new one is made.
CHANGE_OVER = datetime.timedelta(days=7)


def new_secret() -> str:
    """A key as Standard Webhooks writes it: 32 random bytes in base64."""
    return f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"


class WebhookEndpointQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class WebhookEndpoint(models.Model):
    """Where messages go. The signature needs the secret itself, so it is kept; the admin shows it once."""

    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(
        _("address"), max_length=500, help_text=_("Begins with https:// and leads to a server on the internet.")
    )
    kinds = ArrayField(
        models.CharField(max_length=30, choices=Kind.choices),
        verbose_name=_("events"),
        blank=True,
        default=list,
        help_text=_("None chosen means all of them."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("While it is not, nothing is sent there, and nothing new is kept for it."),
    )
    switched_off_because = models.TextField(blank=True)
    secret = models.CharField(max_length=200, default=new_secret)
    previous_secret = models.CharField(max_length=200, blank=True)
    previous_secret_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("manage_webhooks", _("Send news of public changes to other programs"))]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        from newsroom.web.webhooks.announcing import begin

        nobody_listened = self.is_active and not WebhookEndpoint.objects.active().exists()
        super().save(*args, **kwargs)
        if nobody_listened:
            begin()

    def secrets_now(self) -> list[str]:
        """The keys that sign today: while receivers change over, the one before as well."""
        until = self.previous_secret_until
        return [self.secret, *([self.previous_secret] if until and until > timezone.now() else [])]

    def rotate(self) -> str:
        """Sign with a new secret, and with the one before for another week. Gives the new one."""
        self.previous_secret, self.previous_secret_until = self.secret, timezone.now() + CHANGE_OVER
        self.secret = new_secret()
        self.save()
        return self.secret

    def wants(self, kind: str) -> bool:
        return kind == TEST or not self.kinds or kind in self.kinds


class AnnouncedPage(models.Model):
    """What receivers were last told about a page that is public. The page may be gone: this is what it is missed by."""

    page_id = models.BigIntegerField(primary_key=True)
    page_type = models.CharField(max_length=100)
    lang = models.CharField(max_length=20)
    translation_key = models.UUIDField()
    revision_id = models.BigIntegerField()
    url_path = models.TextField()
    is_outdated = models.BooleanField()

    def __str__(self) -> str:
        return f"page {self.page_id} as of revision {self.revision_id}"


def new_uid() -> str:
    """The id of a message, by which a receiver knows what it has had."""
    return f"msg_{uuid.uuid4().hex}"


class WebhookEvent(models.Model):
    """Something that happened. Messages about one `subject` arrive in the order of their ids."""

    uid = models.CharField(max_length=40, unique=True, default=new_uid)
    kind = models.CharField(_("event"), max_length=30)
    subject = models.CharField(max_length=60, db_index=True)
    page_id = models.BigIntegerField(null=True)
    page_type = models.CharField(max_length=100, blank=True)
    lang = models.CharField(max_length=20, blank=True)
    translation_key = models.UUIDField(null=True)
    revision_id = models.BigIntegerField(null=True)
    redirect_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} ({self.subject})"


class WebhookDelivery(models.Model):
    """One message for one endpoint. `lease` is the worker's that sends it now; a worker that dies loses it at
    `leased_until`, and the next one sends again. The time in which it is tried begins with the first try."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("given up")

    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.IntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    give_up_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["event", "endpoint"], name="a_message_once_for_an_endpoint")]
        indexes = [
            models.Index(fields=["event", "due_at"], condition=models.Q(state="waiting"), name="webhooks_that_wait")
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}"


class WebhookAttempt(models.Model):
    """The log: one try, and what came of it. `status` is the receiver's, null where there was no answer."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    status = models.IntegerField(null=True)
    outcome = models.CharField(max_length=200)
    milliseconds = models.IntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.outcome
