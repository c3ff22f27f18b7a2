"""What Consent keepers do: record a consent, move its end, revoke it, and read a name. Each leaves a line in the log
that says who did it to which number, and nothing of the person."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from newsroom.consent.records import Consent, Evidence, may_keep_consents
from newsroom.consent.sealing import CannotOpen, open_sealed, seal

# A consent is over as of now, or its end is another one. Sent within the transaction, with `consent`.
consent_changed = Signal()


class ConsentRefused(PermissionDenied):
    """Its text is one sentence for the person who tried."""


class Identity(NamedTuple):
    """Who it is, and how to reach them."""

    legal_name: str
    contact: str


# Gives a document as it may be kept, and its name; raises ValidationError. The room that knows files says what it does.
Gate = Callable[[bytes, str], tuple[bytes, str]]
_gates: list[Gate] = []


def take_documents_through(gate: Gate) -> None:
    """Called once, when that room is ready."""
    _gates.append(gate)


def _require_keeper(person) -> None:
    if not may_keep_consents(person):
        raise ConsentRefused(_("Only a Consent keeper may do this."))


@transaction.atomic
def record(consent: Consent, person, *, legal_name: str = "", contact: str = "") -> Consent:
    """Save a new consent, with its name and contact sealed. Raises ConsentRefused for anybody but a Consent keeper."""
    _require_keeper(person)
    consent.recorded_by = person
    consent.sealed_name, consent.sealed_contact = (seal(text.strip().encode()) for text in (legal_name, contact))
    consent.save()
    log(instance=consent, action="newsroom.consent_recorded", user=person)
    consent_changed.send(sender=Consent, consent=consent)
    return consent


@transaction.atomic
def revoke(consent: Consent, person, reason: str) -> Consent:
    """End a consent now, for a reason. What rests on it is gone for readers from the next request on."""
    _require_keeper(person)
    if not (reason or "").strip():
        raise ConsentRefused(_("Write down why it is revoked: “they asked us to” is enough."))
    held = Consent.objects.select_for_update().get(pk=consent.pk)
    if held.revoked_at is not None:
        return held
    held.revoked_at, held.revoked_by, held.revoked_reason = timezone.now(), person, reason.strip()
    held.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    log(instance=held, action="newsroom.consent_revoked", user=person)
    consent_changed.send(sender=Consent, consent=held)
    return held


@transaction.atomic
def move_end(consent: Consent, person, until: datetime.datetime | None) -> Consent:
    """Let a consent end at another time, as the person agreed. What is over stays over: that takes a new consent."""
    _require_keeper(person)
    held = Consent.objects.select_for_update().get(pk=consent.pk)
    if held.is_over:
        raise ConsentRefused(_("This consent is over. If they agree again, record that as a new one."))
    if until is not None and until < held.valid_from:
        raise ConsentRefused(_("It ends before it begins: check the two dates."))
    held.valid_until, held.told_days_before = until, None
    held.save(update_fields=["valid_until", "told_days_before"])
    log(instance=held, action="newsroom.consent_end_moved", user=person)
    consent_changed.send(sender=Consent, consent=held)
    return held


@transaction.atomic
def identity(consent: Consent, person) -> Identity:
    """Who it is. That somebody asked is written down before they are told. Raises ConsentRefused."""
    _require_keeper(person)
    log(instance=consent, action="newsroom.consent_identity_read", user=person)
    try:
        return Identity(*(open_sealed(text).decode() for text in (consent.sealed_name, consent.sealed_contact)))
    except CannotOpen:
        raise ConsentRefused(_("No key of this site opens it. Ask whoever keeps CONSENT_KEYS.")) from None


@transaction.atomic
def forget(consent: Consent, person) -> Consent:
    """Delete who it was, and what showed it, of a consent that is over: they asked for it. Number and dates stay,
    so that nothing comes back. Raises ConsentRefused."""
    _require_keeper(person)
    held = Consent.objects.select_for_update().get(pk=consent.pk)
    if not held.is_over:
        raise ConsentRefused(_("This consent is not over. Revoke it first: pages rest on what you would delete."))
    held.evidence.all().delete()
    held.pseudonym = _("forgotten")
    held.sealed_name = held.sealed_contact = held.how_given = held.revoked_reason = ""
    held.save(update_fields=["pseudonym", "sealed_name", "sealed_contact", "how_given", "revoked_reason"])
    log(instance=held, action="newsroom.consent_forgotten", user=person)
    return held


@transaction.atomic
def keep_document(consent: Consent, person, name: str, data: bytes) -> Evidence:
    """Seal a document that shows how a consent was given: a form, a recording. It is nowhere but in this record. Raises
    ConsentRefused for what a scanner knows, and for everything while the scanner is away."""
    _require_keeper(person)
    try:
        for gate in _gates:
            data, name = gate(data, name)
    except ValidationError as refused:
        raise ConsentRefused(refused.messages[0]) from None
    kept = Evidence.objects.create(
        consent=consent, sealed_name=seal(name.encode()), sealed=seal(data), added_by=person, size=len(data)
    )
    log(instance=consent, action="newsroom.consent_document_added", user=person)
    return kept


@transaction.atomic
def read_document(kept: Evidence, person) -> tuple[str, bytes]:
    """Its file name and what it holds. That somebody asked is written down. Raises ConsentRefused."""
    _require_keeper(person)
    log(instance=kept.consent, action="newsroom.consent_document_read", user=person)
    try:
        return open_sealed(kept.sealed_name).decode(), open_sealed(kept.sealed)
    except CannotOpen:
        raise ConsentRefused(_("No key of this site opens it. Ask whoever keeps CONSENT_KEYS.")) from None
