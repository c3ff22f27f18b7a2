"""What happens at the doors by itself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _

from newsroom.doors import letters, sessions

_OTHER_ADDRESS = _("The e-mail address of your account was changed. This is the last mail to the old one.")


def connect() -> None:
    """Listen to Django."""
    user_logged_in.connect(_begin_session, dispatch_uid="newsroom.doors.session")
    pre_save.connect(_tell_old_address, sender=get_user_model(), dispatch_uid="newsroom.doors.address")


def _begin_session(request: Any, **more: Any) -> None:
    if request is not None and hasattr(request, "session"):
        sessions.begin(request)


def _tell_old_address(instance: Any, raw: bool = False, update_fields: Any = None, **more: Any) -> None:
    """All other letters, and new passwords, go to the new address: nobody changes it behind the owner's back."""
    if raw or instance.pk is None or (update_fields is not None and "email" not in update_fields):
        return
    before = type(instance)._default_manager.filter(pk=instance.pk).first()
    if before is not None and before.email != instance.email:
        letters.tell(before, _OTHER_ADDRESS)
