"""What the audit remembers of each line of Wagtail's log, and where its chain ends."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One line of Wagtail's log, without words: who (a number), what, to what, in which language, from which way in.

    `mark` is a keyed digest of all of that, written in the transaction of the line itself. `note` is one of the reason
    that the line carries. `position` and `link` follow after the commit (`chain.seal`): each link is made of the one
    before, so that nothing can be taken out, put in or changed unseen."""

    log = models.CharField(max_length=10)  # "page" or "model": which of Wagtail's two tables.
    log_id = models.BigIntegerField()
    at = models.DateTimeField(_("when"))
    action = models.CharField(_("what"), max_length=255)
    person_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=200)
    object_id = models.CharField(max_length=255)
    revision_id = models.BigIntegerField(null=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    way = models.CharField(_("way in"), max_length=100)
    note = models.CharField(max_length=64, blank=True)
    mark = models.CharField(max_length=64)
    position = models.BigIntegerField(null=True, unique=True)
    link = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("line of the audit")
        verbose_name_plural = _("lines of the audit")
        default_permissions = ()
        permissions = [("read_audit", _("Read and export who did what"))]
        constraints = [models.UniqueConstraint(fields=["log", "log_id"], name="a_line_once_in_the_audit")]
        indexes = [models.Index(fields=["id"], condition=models.Q(position=None), name="audit_not_sealed")]

    def __str__(self) -> str:
        return f"{self.action} on {self.object_type} {self.object_id}"


class AuditHead(models.Model):
    """The one row that says where the chain begins (what is before was pruned) and where it ends, with a keyed digest
    of its own. Lines up to the floors are older than the audit."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    first_position = models.BigIntegerField(default=0)
    first_link = models.CharField(max_length=64, blank=True)
    position = models.BigIntegerField(default=0)
    link = models.CharField(max_length=64, blank=True)
    page_floor = models.BigIntegerField(default=0)
    model_floor = models.BigIntegerField(default=0)
    mark = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_audit_head")]

    def __str__(self) -> str:
        return f"{self.position}:{self.link}"
