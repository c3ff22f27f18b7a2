"""What the doors remember: attempts for an hour, and sessions for as long as they last. No address is in either."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class Attempt(models.Model):
    """One try at a door. `key` is a keyed hash of the door and of the account, or of the address, that it came from:
    nobody who reads this table learns which. It is forgotten after `throttle.WINDOW`."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="doors_attempt_of_a_key")]

    def __str__(self) -> str:
        return f"{self.key[:8]}… at {self.at:%H:%M}"


class StaffSession(AbstractBaseSession):
    """A session in the admin, which its owner can see and end. `device` is a browser and a system in two words."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    began = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from newsroom.doors.sessions import SessionStore

        return SessionStore

    @property
    def seen(self):
        """When it was last used, to the minute."""
        return self.expire_date - datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
