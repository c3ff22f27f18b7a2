"""A list on its way to becoming pages. It is kept whole, before and after: nothing is lost by leaving."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PartnerImportQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=PartnerImport.State.WAITING)

    def created(self):
        return self.filter(state=PartnerImport.State.CREATED)


def person_key(**kwargs) -> models.ForeignKey:
    """Who did something; unknown once the account is deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", **kwargs)


class PartnerImport(models.Model):
    """One list, as it arrived, for one partner index. `token` is made of the form's own and the text: a form
    that is sent twice makes one import. `version` counts the changes: a person who saw an older one is told so."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CREATED = "created", _("in review")
        SET_ASIDE = "set_aside", _("set aside")

    index = models.ForeignKey("stories.PartnerIndexPage", on_delete=models.CASCADE, related_name="partner_imports")
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    source_name = models.CharField(max_length=255, blank=True)
    source_text = models.TextField()
    unused_columns = models.JSONField(default=list)
    started_by = person_key()
    started_at = models.DateTimeField(auto_now_add=True)
    created_by = person_key()
    created_at = models.DateTimeField(null=True)

    objects = PartnerImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner import")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_import_says_when_it_created",
                condition=Q(state="created", created_at__isnull=False)
                | Q(state__in=["waiting", "set_aside"], created_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.index} ({self.started_at:%Y-%m-%d})"


class PartnerImportRow(models.Model):
    """One row of a list: `raw` as it arrived, never changed; the rest is text as a person types it, right or wrong.

    `decision` is empty until a person decides; it was made about `decided_about`, and no longer counts when the row
    has meanwhile become something else. `page` is what the row became: one page for one row."""

    class Decision(models.TextChoices):
        CREATE = "create", _("Create it")
        SAME = "same", _("It is the same: do not create it")
        LEAVE_OUT = "leave_out", _("Leave it out")

    partner_import = models.ForeignKey(PartnerImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    raw = models.TextField()
    notes = models.JSONField(default=list)
    name = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    places = models.TextField(blank=True)
    issues = models.TextField(blank=True)
    languages = models.TextField(blank=True)
    website = models.TextField(blank=True)
    written_by = person_key()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_about = models.CharField(max_length=80, blank=True)
    same_as = models.ForeignKey("stories.PartnerPage", null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.OneToOneField(
        "stories.PartnerPage", null=True, on_delete=models.SET_NULL, related_name="partner_import_row"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["partner_import", "position"], name="one_row_in_each_place_of_an_import")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name or self.raw}"

    @property
    def done_label(self) -> str:
        """What was decided about a row that became no page."""
        return str(_("existed already") if self.decision == self.Decision.SAME else _("left out"))
