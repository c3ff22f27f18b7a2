"""What an Administrator may do about a colleague's doors: on the record, and both are told by mail."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log

from newsroom.doors import letters, sessions

RESET, ENDED = "newsroom.second_factor_reset", "newsroom.sessions_ended"


def may_help(person: Any, colleague: Any) -> bool:
    """Whoever edits accounts; a superuser's doors are a superuser's business, and nobody resets their own: that would
    make one factor of two."""
    if not person.is_active or not person.has_perm("auth.change_user") or person.pk == colleague.pk:
        return False
    return person.is_superuser or not colleague.is_superuser


@transaction.atomic
def reset_second_factor(colleague: Any, *, by: Any = None) -> None:
    """Forget a colleague's second factor and recovery codes, and end their sessions. Without `by`, the operator did."""
    Authenticator.objects.filter(user=colleague).delete()
    sessions.end(colleague)
    log(instance=colleague, action=RESET, user=by)
    administrator = by.get_username() if by else _("whoever runs the server")
    names = {"colleague": colleague.get_username(), "administrator": administrator}
    said = _("The second factor of %(colleague)s was reset by %(administrator)s.") % names
    for person in filter(None, (colleague, by)):
        letters.tell(person, said, advice=_("If neither of you wanted that, tell another administrator at once."))


@transaction.atomic
def end_sessions(colleague: Any, *, by: Any) -> None:
    """Sign a colleague out everywhere."""
    sessions.end(colleague)
    log(instance=colleague, action=ENDED, user=by)


def register(actions: Any) -> None:
    """Tell Wagtail's log about our actions; it refuses those that it does not know."""

    @actions.register_action(RESET)
    class Reset(LogFormatter):
        label = gettext_lazy("Reset a second factor")
        message = gettext_lazy("Second factor reset")

    @actions.register_action(ENDED)
    class Ended(LogFormatter):
        label = gettext_lazy("End sessions")
        message = gettext_lazy("Signed out everywhere")
