"""A person at the admin, through HTTP: signs in, reads forms, posts them back with changes."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import querydict_from_html


class Desk:
    """One signed-in person's desk."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.client = Client()
        self.client.force_login(person)

    def read(self, name: str, *args: Any) -> str:
        return self.client.get(reverse(name, args=args), follow=True).content.decode()

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(reverse(name, args=args), data)

    def open(self, page: Any) -> Any:
        """The editor's form, as the browser would send it back. (Its streams are made by script, so they are empty.)"""
        html = self.read("wagtailadmin_pages:edit", page.pk)
        form = querydict_from_html(html, form_id="page-edit-form").copy()
        form.update({f"{each.name}-count": "0" for each in page._meta.fields if isinstance(each, StreamField)})
        return form

    def send(self, page: Any, form: Any = None, **changes: Any) -> Any:
        """Post the editor's form with these changes."""
        form = (form if form is not None else self.open(page)).copy()
        form.update(
            {name.replace("_", "-") if name.startswith("action_") else name: value for name, value in changes.items()}
        )
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), dict(form.lists()))

    def submit(self, page: Any, **changes: Any) -> Any:
        return self.send(page, action_submit="1", **changes)

    def decide_in_editor(self, page: Any, action: str, comment: str = "", form: Any = None, **changes: Any) -> Any:
        extra = {"workflow-action-extra-data": json.dumps({"comment": comment})}
        return self.send(
            page, form, **{"action-workflow-action": "true", "workflow-action-name": action, **extra, **changes}
        )

    def decide(self, page: Any, action: str, comment: str = "", state: Any = None, dialogue: bool = False) -> Any:
        """Press the dashboard's button."""
        state = state or type(page).objects.get(pk=page.pk).current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        headers = {"x-requested-with": "XMLHttpRequest"} if dialogue else {}
        return self.client.post(url, {"comment": comment}, headers=headers)

    def autosave(self, page: Any, form: Any, **changes: Any) -> Any:
        """What the editor's script posts by itself while somebody types: (status, JSON)."""
        form = form.copy()
        form.update(changes)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = self.client.post(url, dict(form.lists()), headers={"accept": "application/json"})
        return answer.status_code, answer.json()


def said(answer: Any) -> str:
    """What the admin tells the person on their next screen."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))
