"""Consent: one person's yes, its scope and its end; and what was approved in reliance on it.

A pseudonym is enough. A legal name and a contact are sealed (`sealing.py`), and only whoever keeps consents opens them.
Nothing here goes into a revision, an answer, the index, a message or a log: those say its number, or nothing at all."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALL_LANGUAGES = "*"
SOON = datetime.timedelta(days=30)


class ConsentQuerySet(models.QuerySet):
    """The states of a consent, by the database's clock."""

    def over(self):
        """Revoked, or past their end: nothing that rests on them may be read."""
        return self.filter(over_q())

    def valid(self):
        return self.exclude(over_q()).filter(valid_from__lte=Now())

    def ahead(self):
        return self.exclude(over_q()).filter(valid_from__gt=Now())

    def ending_soon(self):
        return self.valid().filter(valid_until__lte=timezone.now() + SOON)

    def revoked(self):
        return self.filter(revoked_at__isnull=False)

    def ended(self):
        return self.filter(revoked_at__isnull=True, valid_until__lte=Now())


def over_q(prefix: str = "") -> Q:
    """The condition that a consent is over, for any queryset that reaches it by `prefix`. A date on which it was
    revoked counts whatever it says: nobody's yes comes back by a clock."""
    return Q(**{f"{prefix}revoked_at__isnull": False}) | Q(**{f"{prefix}valid_until__lte": Now()})


class Consent(models.Model):
    """One person's yes. Once something was approved that rests on it, its scope stays as it was given; its end may be
    moved as long as it lies ahead; what is over stays over (triggers see to that: migration 0002)."""

    class Covers(models.TextChoices):
        TEXT = "text", _("what they said or what is told of them")
        PHOTO = "photo", _("photos")
        VIDEO = "video", _("video")
        VOICE = "voice", _("their voice")
        NAME = "name", _("their real name")
        PLACE = "place", _("where they live")

    class Use(models.TextChoices):
        WEB = "web", _("this website")
        OFFLINE = "offline", _("what people take away: files, sheets, an offline edition")
        SOCIAL = "social", _("social media")

    pseudonym = models.CharField(
        _("pseudonym"),
        max_length=120,
        help_text=_(
            "What colleagues call them here: a first name that is not theirs, or a word. Readers never see it."
        ),
    )
    sealed_name = models.TextField(blank=True, editable=False)
    sealed_contact = models.TextField(blank=True, editable=False)
    covers = ArrayField(models.CharField(max_length=10, choices=Covers.choices), verbose_name=_("covers"))
    languages = ArrayField(
        models.CharField(max_length=20), verbose_name=_("languages"), help_text=_("In which languages it may be told.")
    )
    uses = ArrayField(models.CharField(max_length=10, choices=Use.choices), verbose_name=_("where"))
    how_given = models.TextField(
        _("how it was given"), help_text=_("When, where and in whose presence. Name nobody here: use the pseudonym.")
    )
    valid_from = models.DateTimeField(_("from"), default=timezone.now)
    valid_until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: until it is revoked."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    revoked_reason = models.TextField(_("why it was revoked"), blank=True, editable=False)
    # How many days before its end people were told, last.
    told_days_before = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["pseudonym", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        default_permissions = ()
        permissions = [("keep_consents", _("Keep consents: record and revoke them, and see names and contacts"))]
        indexes = [models.Index(fields=["valid_until"], name="consents_by_end")]
        constraints = [
            models.CheckConstraint(condition=~Q(covers=[]), name="a_consent_covers_something"),
            models.CheckConstraint(condition=~Q(languages=[]), name="a_consent_names_languages"),
            models.CheckConstraint(condition=~Q(uses=[]), name="a_consent_names_where"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="a_consent_ends_after_it_begins",
                violation_error_message=_("It ends before it begins: check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        """A number: this is what Wagtail's log keeps."""
        return f"Consent {self.pk}"

    @property
    def state(self) -> str:
        """One of "revoked", "ended", "ahead", "ends_soon", "valid"."""
        now = timezone.now()
        if self.revoked_at is not None:
            return "revoked"
        if self.valid_until is not None and self.valid_until <= now:
            return "ended"
        if self.valid_from > now:
            return "ahead"
        return "ends_soon" if self.valid_until is not None and self.valid_until <= now + SOON else "valid"

    @property
    def is_over(self) -> bool:
        return self.state in ("revoked", "ended")

    def speaks(self, language: str) -> bool:
        """Whether it may be told in a language."""
        return ALL_LANGUAGES in self.languages or language in self.languages


class Evidence(models.Model):
    """A document that shows how a consent was given, sealed as a whole. It lies here and not among the files: those can
    be chosen by everybody who writes, and are served."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="evidence")
    sealed_name = models.TextField()
    sealed = models.TextField()
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Document {self.pk} of consent {self.consent_id}"


class Reliance(models.Model):
    """An approval rests on a consent: written with the approval, never changed. Readers no longer get the revision as
    soon as one consent that it rests on is over (`newsroom.consent.ends`)."""

    approval = models.ForeignKey("review.Approval", on_delete=models.CASCADE, related_name="reliances")
    # Once more, so that what readers must not get is found without the approvals.
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="reliances")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["approval", "consent"], name="an_approval_rests_on_it_once")]

    def __str__(self) -> str:
        return f"revision {self.revision_id} rests on consent {self.consent_id}"


def may_keep_consents(person: Any) -> bool:
    """Consent keepers record and revoke consents, and see names and contacts."""
    return bool(person.is_active and person.has_perm("consent.keep_consents"))
