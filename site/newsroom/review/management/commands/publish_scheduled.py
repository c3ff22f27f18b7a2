"""Wagtail's name for the same work, so that an old cron line does it our way: Wagtail's own command stops at the
first version that the law refuses, and loses schedules when it is killed."""

from __future__ import annotations

from newsroom.review.management.commands.publish_due import Command

__all__ = ["Command"]
