"""Attacks by asking: what the site must not tell, in its answers and in its logs. Each is "what is asked → silence"."""

from __future__ import annotations

import logging
import re

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, resolve
from wagtail_localize.models import StringTranslation

from config.log_format import JsonLines
from newsroom.doors import throttle
from tests import factories
from tests.attacks.outside import ask
from tests.doors.person import AtTheDoor

pytestmark = pytest.mark.django_db

SOMEWHERE, BROWSER = "9.9.9.9", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
OURS = (
    "owner", "owner__email", "live_revision__content", "latest_revision__user__email", "approvals__approved_by__email",
    "workflow_states", "locked_by", "draft_title", "consents", "password",
)  # fmt: skip


def test_whose_a_page_is_and_what_is_done_with_it_by_no_field_order_or_filter():
    story = factories.campaign_story()
    owner = story.live_revision.user
    everything = ask(f"/api/v1/pages/{story.pk}/").content.decode()
    for secret in (owner.username, owner.email, "@example.org"):
        assert secret not in everything
    for name in OURS:
        for question in ({"fields": name}, {"fields": f"title,{name}"}, {"order": name}, {"order": f"-{name}"},
                         {name: "1"}, {f"{name}__startswith": "a"}, {"include": name}):  # fmt: skip
            for path in ("/api/v1/pages/", f"/api/v1/pages/{story.pk}/"):
                said = ask(path, question)
                if said.status_code == 200:
                    # A name that is a field of what everybody sees, too (`path`), or that nothing asks for.
                    assert not re.search(r"@example\.org|argon2|md5\$", said.content.decode()), (path, question)
                    assert owner.username not in said.content.decode()
                else:
                    assert said.status_code == 400, (path, question, said.status_code)


def test_no_door_of_django_allauth_is_open_but_those_that_are_named():
    closed = ("signup/", "email/", "confirm-email/", "password/reset/", "password/change/", "login/code/", "3rdparty/")
    for prefix in ("/", "/accounts/", "/account/", "/admin/accounts/", "/admin/account/", "/en/accounts/"):
        for door in closed:
            try:
                found = resolve(prefix + door)
            except Resolver404:
                continue
            assert "allauth" not in found.func.__module__, prefix + door


def test_a_day_at_the_doors_leaves_no_address_no_browser_and_nobodys_name_in_the_logs(caplog, settings):
    settings.TRUSTED_PROXIES = 1
    edda = factories.editor()
    edda.first_name, edda.last_name = "Xiomara", "Quintanilla-Reyes"
    edda.save()
    with caplog.at_level(logging.DEBUG):
        person = AtTheDoor(edda, **{"X-Forwarded-For": SOMEWHERE, "User-Agent": BROWSER})
        for number in range(throttle.PASSWORD.of_account + 2):
            person.sign_in(f"wrong {number}")
        throttle.unlock(throttle.PASSWORD, edda.username)
        person.sign_in()
        for path in (
            "/admin/",
            "/admin/account/sessions/",
            "/admin/pages/999999/",
            "/admin/users/",
            "/en/none/",
            "/preview/x/",
        ):
            person.get(path, REMOTE_ADDR=SOMEWHERE)
        person.client.post("/admin/password_reset/", {"email": edda.email})
        person.client.post("/admin/logout/")
        person.get("/en/", headers={"host": "evil.example"})
    logged = "\n".join(
        JsonLines().format(record) for record in caplog.records if not record.name.startswith("django.db")
    )
    assert logged
    for secret in (SOMEWHERE, "Firefox", "Android", "Xiomara", "Quintanilla", edda.email, edda.username, "wrong 1"):
        assert secret not in logged, [line for line in logged.split("\n") if secret in line][:3]


@pytest.mark.usefixtures("spanish")
def test_markup_in_a_po_file_reaches_nobody_and_the_source_is_kept(client):
    translation = factories.started(factories.commitment())
    client.force_login(factories.translator("es"))
    base = f"/admin/localize/translate/{translation.pk}/pofile"
    catalogue = polib.pofile(client.get(f"{base}/download/").content.decode())
    for entry, hostile in zip(
        catalogue,
        ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>'] * 9,
        strict=False,
    ):
        entry.msgstr = hostile
    page = translation.get_target_instance()
    data = {"file": SimpleUploadedFile("es.po", str(catalogue).encode()), "next": f"/admin/pages/{page.pk}/edit/"}
    said = client.post(f"{base}/upload/", data, follow=True).content.decode()
    assert "<script>alert(1)" not in said and 'onerror="alert(1)' not in said
    kept = StringTranslation.objects.filter(locale__language_code="es", has_error=False).values_list(
        "data", "context__path"
    )
    # A title is text, and shown as text; in rich text no such markup is kept as good.
    assert not [text for text, path in kept if path != "title" and re.search("<(script|img)|javascript:", text)]
    assert translation.source.stringsegment_set.filter(string__data="Listen first").exists()
