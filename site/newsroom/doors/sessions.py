"""Sessions that know whose they are: Django's own in the database, with an owner, a device and a beginning.

`settings.SESSION_ENGINE` names this module. A session ends when its row is gone, when nobody used it for
`SESSION_IDLE_MINUTES`, when it is older than `SESSION_HOURS`, and when its owner's password changes (Django's hash).
"""

from __future__ import annotations

import datetime
import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from newsroom.doors.devices import device_of

DEVICE, BEGAN, SEEN = "device", "began", "seen"


def row_of(key: str) -> str:
    """Where a session lies in the database: its key itself would let in whoever has a copy of that."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Keeps beside the data of a session what its owner is shown of it, and of its key a hash only."""

    @classmethod
    def get_model_class(cls) -> Any:
        from newsroom.doors.models import StaffSession

        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.session_key = row_of(row.session_key)
        row.user_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        if BEGAN in data:
            row.began = datetime.datetime.fromtimestamp(data[BEGAN], datetime.UTC)
        return row

    def _get_session_from_db(self) -> Any:
        now = timezone.now()
        found = self.model.objects.filter(pk=row_of(self.session_key or ""), expire_date__gt=now).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(row_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(row_of(key))


def begin(request: HttpRequest) -> None:
    """Note when a session begins, and on what kind of device."""
    now = int(time.time())
    request.session.update({DEVICE: device_of(request.headers.get("User-Agent", "")), BEGAN: now, SEEN: now})


def is_over(request: HttpRequest) -> bool:
    """Whether a session has lasted longer than any may. (The store itself forgets those that nobody uses.)"""
    return time.time() - request.session.get(BEGAN, time.time()) > settings.SESSION_HOURS * 3600


def note_use(request: HttpRequest) -> None:
    """Put off the end of a session that is used. At most once a minute: each time is a write."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= 60:
        request.session[SEEN] = now


def sessions_of(person: Any) -> Any:
    """A person's sessions that are not over, the one used last first."""
    return person.sessions.filter(expire_date__gt=timezone.now()).order_by("-expire_date")


def end(person: Any, *, but: str | None = None, only: str | None = None) -> int:
    """End a person's sessions, all of them but this one, or only that one: how many."""
    found = person.sessions.exclude(pk=but or "")
    if only is not None:
        found = found.filter(pk=only)
    return found.delete()[0]
