"""What a page's history says about take-downs and consents, and the log of a consent itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from newsroom.consent.words import listed


def why_over(consents: Iterable[int]) -> str:
    """By number: a page's history is exported, and stays."""
    return gettext("Consent %(numbers)s is over.") % {"numbers": listed(sorted(set(consents)))}


class OverFormatter(LogFormatter):
    """Why a page went, in the reader's language. A line from before it held the numbers has the sentence only."""

    def format_comment(self, log_entry: Any) -> str:
        consents = log_entry.data.get("consents")
        return why_over(consents) if consents else log_entry.data.get("reason", "")


def register(actions: Any) -> None:
    """Tell Wagtail's log about our actions; it refuses those that it does not know."""

    @actions.register_action("newsroom.take_down")
    class TakenDown(LogFormatter):
        label = _("Take down")
        message = _("Taken down in every language")

        def format_comment(self, log_entry: Any) -> str:
            return log_entry.data.get("reason", "")

    @actions.register_action("newsroom.erase")
    class Erased(LogFormatter):
        label = _("Erase for good")
        message = _("Erased for good")

    @actions.register_action("newsroom.read_withheld")
    class Read(LogFormatter):
        label = _("Read a taken-down page")
        message = _("Read while it is taken down")

    @actions.register_action("newsroom.restore")
    class Lifted(LogFormatter):
        label = _("Lift a take-down")
        message = _("Take-down lifted: a draft again, which needs a new review")

    @actions.register_action("newsroom.consent_over")
    class ConsentOver(OverFormatter):
        label = _("A consent is over")
        message = _("Not public any more: a consent that it rests on is over")

    @actions.register_action("newsroom.consent_over_before")
    class ConsentOverBefore(OverFormatter):
        label = _("A consent is over")
        message = _("Review or schedule ended: a consent that it rests on is over")

    for action, label in OF_A_CONSENT.items():
        actions.register_action(action, label, label)


# Of a consent, the log knows its number, who did it and when. Nothing of the person in it.
OF_A_CONSENT = {
    "newsroom.consent_recorded": _("Consent recorded"),
    "newsroom.consent_revoked": _("Consent revoked"),
    "newsroom.consent_end_moved": _("End of a consent moved"),
    "newsroom.consent_identity_read": _("Name and contact of a consent read"),
    "newsroom.consent_forgotten": _("Who gave a consent forgotten"),
    "newsroom.consent_document_added": _("Document of a consent added"),
    "newsroom.consent_document_read": _("Document of a consent read"),
}
