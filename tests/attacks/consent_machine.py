"""The law machine with consents: recorded, revoked, ended by time or by hand, in any order beside all the rest.

It remembers on which consents the latest, the scheduled and the public version of each page rest. Readers must get
nothing that rests on one that is over, from the moment it is, and nobody may hand such a version in or approve it.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from newsroom.consent import keeping
from newsroom.consent.records import Consent
from tests import factories
from tests.attacks.law_machine import PAGES, PEOPLE, LawMachine, Remembered

CONSENTS = st.integers(0, 20)


class ConsentLawMachine(LawMachine):
    """See the module."""

    @initialize()
    def open_the_newsroom(self) -> None:
        super().open_the_newsroom()
        self.is_over: dict[int, bool] = {}
        self.rests: dict[int, dict[str, int | None]] = {}
        for name in ("Ana", "Bel"):
            self.is_over[factories.consent(name).pk] = False
        # Readers get something that rests on a consent from the start: a few steps seldom come as far.
        page, known = self.pick(0)
        number = self.pick_consent(0)
        token = next(self.tokens)
        factories.publish(page, title=token, consents={"who": "consents", "which": [number], "says": []})
        self.wrote(known, token, factories.writer())
        self.of(known)["latest"] = number
        self._goes_live(known)

    def of(self, known: Remembered) -> dict[str, int | None]:
        """What the versions of a page rest on: a consent's number, or None for nobody."""
        return self.rests.setdefault(id(known), {"latest": None, "scheduled": None, "public": None})

    def is_lost(self, known: Remembered, version: str) -> bool:
        """Whether what this version rests on is over."""
        number = self.of(known)[version]
        return number is not None and self.is_over[number]

    def pick_consent(self, consent: int) -> int:
        return list(self.is_over)[consent % len(self.is_over)]

    def may_be_approved(self, page: Any, known: Remembered) -> bool:
        return super().may_be_approved(page, known) and not self.is_lost(known, "latest")

    def is_hidden(self, pk: int, known: Remembered) -> str:
        return "yes" if self.is_lost(known, "public") else super().is_hidden(pk, known)

    def _goes_live(self, known: Remembered) -> None:
        super()._goes_live(known)
        self.of(known)["scheduled" if known.latest_is_scheduled else "public"] = self.of(known)["latest"]

    @rule(command=st.sampled_from(["publish_scheduled", "publish_due"]))
    def the_hour_comes(self, command):
        for known in self.memory.values():
            if known.scheduled and self.is_lost(known, "scheduled"):
                known.scheduled = None
            elif known.scheduled:
                self.of(known)["public"] = self.of(known)["scheduled"]
        super().the_hour_comes(command)

    # The ways of a consent

    @rule(name=st.sampled_from(["Cleo", "Dua"]))
    def somebody_agrees(self, name):
        if len(self.is_over) < 6:
            self.is_over[factories.consent(name).pk] = False

    @rule(person=PEOPLE, page=PAGES, consent=CONSENTS)
    def rest_on_a_consent(self, person, page, consent):
        page, known = self.pick(page)
        number, token = self.pick_consent(consent), next(self.tokens)
        statement = {"who": "consents", "which": [number], "says": []}
        factories.edit(page, self.who(person), title=token, consents=statement, go_live_at=None)
        self.wrote(known, token, self.who(person))
        self.of(known)["latest"] = number

    @rule(person=PEOPLE, page=PAGES)
    def show_nobody(self, person, page):
        page, known = self.pick(page)
        token = next(self.tokens)
        factories.edit(page, self.who(person), title=token, consents=factories.NOBODY, go_live_at=None)
        self.wrote(known, token, self.who(person))
        self.of(known)["latest"] = None

    @rule(consent=CONSENTS, way=st.sampled_from(["desk", "sql", "time"]))
    def it_is_over(self, consent, way):
        number = self.pick_consent(consent)
        if self.is_over[number]:
            return
        self.is_over[number] = True
        if way == "desk":
            keeping.revoke(Consent.objects.get(pk=number), factories.consent_keeper(), "They asked us to.")
            self.pages_follow()
        elif way == "sql":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE consent_consent SET revoked_at = now() WHERE id = %s", [number])
        else:
            passed = timezone.now() - datetime.timedelta(hours=1)
            Consent.objects.filter(pk=number).update(valid_until=passed)

    @rule()
    def the_worker_looks(self):
        call_command("end_consents", verbosity=0)
        self.pages_follow()

    def pages_follow(self) -> None:
        """What is over takes its pages off, with their schedules, and ends the reviews of what rests on it."""
        for known in self.memory.values():
            if known.public and self.is_lost(known, "public"):
                known.public = known.scheduled = None
            if known.scheduled and self.is_lost(known, "scheduled"):
                known.scheduled = None
            if known.under_review and self.is_lost(known, "latest"):
                known.under_review = known.rejected = False
