"""A person at the admin over real HTTP: signs in with a password, reads forms, posts them with their token."""

from __future__ import annotations

from typing import Any

import requests
from bs4 import BeautifulSoup

from tests.factories import PASSWORD


class Staff:
    """One person's browser without JavaScript: cookies, forms, redirects. Every answer that is no success raises."""

    def __init__(self, site: str, person: Any) -> None:
        self.site, self.person = site, person
        self.session = requests.Session()
        page = self.get("/admin/login/")
        self.post("/admin/login/", {"username": person.username, "password": PASSWORD, "next": "/admin/"}, page=page)
        assert "sessionid" in self.session.cookies, f"{person.username} could not sign in"

    def get(self, path: str) -> BeautifulSoup:
        answer = self.session.get(self.site + path, timeout=60)
        answer.raise_for_status()
        return BeautifulSoup(answer.text, "html.parser")

    def post(self, path: str, data: dict[str, Any] | None = None, page: BeautifulSoup | None = None, **kwargs: Any):
        token = self.session.cookies.get("csrftoken") or self._token(page or self.get(path))
        headers = {"X-CSRFToken": token, "Referer": self.site + path}
        answer = self.session.post(self.site + path, data or {}, headers=headers, timeout=120, **kwargs)
        answer.raise_for_status()
        page = BeautifulSoup(answer.text, "html.parser")
        refusals = [found.get_text(" ", strip=True) for found in page.select(".error-message, .messages .error")]
        assert not any(refusals), f"{path}: {refusals}"
        return page

    def put(self, path: str, data: dict[str, Any]) -> requests.Response:
        headers = {"X-CSRFToken": self.session.cookies["csrftoken"], "Referer": self.site + path}
        answer = self.session.put(self.site + path, data, headers=headers, timeout=60)
        answer.raise_for_status()
        return answer

    def send(self, path: str, field: str, **changes: Any) -> str:
        """Fill in the page's form that has this field, with these changes, and send it: the address one is at then."""
        form = next(form for form in self.get(path).select("form") if form.select_one(f"[name={field}]"))
        data = {**fields_of(form), **changes}
        answer = self.session.post(self.site + path, data, headers={"Referer": self.site + path}, timeout=120)
        answer.raise_for_status()
        return answer.url.removeprefix(self.site)

    @staticmethod
    def _token(page: BeautifulSoup) -> str:
        field = page.find("input", {"name": "csrfmiddlewaretoken"})
        return str(field["value"]) if field else ""


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would send of a form without its buttons: names and values, lists where a name repeats."""
    values: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", "")
        if kind in ("submit", "button", "file") or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
            continue
        value = field.get("value", "on" if kind == "checkbox" else "")
        if field.name == "textarea":
            value = field.get_text()
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = chosen.get("value", "") if chosen else ""
        values.setdefault(field["name"], []).append(value)
    return {name: found if len(found) > 1 else found[0] for name, found in values.items()}
