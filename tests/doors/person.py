"""Somebody at the doors: signs in with a password, sets up or shows a second factor, by the pages alone."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import PASSWORD

HTML = {"Accept": "text/html,application/xhtml+xml"}


def code_for(secret: str, *, later: int = 0) -> str:
    """What an authenticator app shows, now or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


class AtTheDoor:
    """One browser of one person."""

    def __init__(self, person: Any, **headers: str) -> None:
        self.person, self.secret = person, ""
        self.client = Client(headers=HTML | headers)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(path, **kwargs)

    def sign_in(self, password: str = PASSWORD, **fields: str) -> Any:
        answer = self.client.post(
            "/admin/login/", {"username": self.person.get_username(), "password": password, **fields}
        )
        return answer

    def set_up_app(self) -> list[str]:
        """Set up an authenticator app; the recovery codes that are shown then."""
        page = self.get("/admin/account/second-factor/app/")
        self.secret = BeautifulSoup(page.content, "html.parser").select_one("#authenticator_secret")["value"]
        answer = self.client.post("/admin/account/second-factor/app/", {"code": code_for(self.secret)}, follow=True)
        shown = BeautifulSoup(answer.content, "html.parser").select_one("#recovery_codes")
        assert shown, answer.content.decode()
        return re.findall(r"\d{8}", shown.get_text())

    def show_code(self, code: str) -> Any:
        return self.client.post("/admin/login/second-factor/", {"code": code})

    @property
    def is_in(self) -> bool:
        return self.get("/admin/").status_code == 200
