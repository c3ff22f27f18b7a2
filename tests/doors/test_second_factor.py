"""Nobody works in the newsroom with a password alone."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from newsroom.doors import gate
from newsroom.doors.models import StaffSession
from tests import factories
from tests.doors.person import AtTheDoor, code_for
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SET_UP = "/admin/account/second-factor/"


@pytest.fixture(autouse=True)
def everybody(settings):
    """As in production: nobody is exempt."""
    settings.SECOND_FACTOR_FOR = "everybody"


def admin_addresses() -> list[tuple[str, str]]:
    """(name, path) of each address below /admin/, with something in place of what it asks for."""

    def walk(patterns, prefix="", namespace=""):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, path, inner)
            elif isinstance(pattern, URLPattern):
                yield namespace + (pattern.name or ""), path

    found = []
    for name, path in walk(get_resolver().url_patterns):
        if path.startswith("admin/"):
            path = re.sub(r"<(?:path|str|slug):[^>]+>", "x", path)
            path = re.sub(r"<uuid:[^>]+>", "9e3ab8a1-54e4-4a3b-9f0e-6e5f6f3d2c11", path)
            path = re.sub(r"<(?:int:)?[^>]+>", "1", path)
            if not re.search(r"[\\^$()?]", path):
                found.append((name, "/" + path))
    return found


def test_a_password_alone_leads_from_every_address_to_the_set_up_page():
    person = AtTheDoor(factories.superuser())
    assert person.sign_in()["Location"] == "/admin/"
    addresses = admin_addresses()
    assert len(addresses) > 200
    open_to_all = gate.ALWAYS_OPEN | gate.SET_UP
    wrong = [
        (name, path)
        for name, path in addresses
        if name not in open_to_all
        and not path.startswith(("/admin/password_reset/", "/admin/login/"))
        and ((answer := person.get(path)).status_code, answer.get("Location")) not in [(302, SET_UP), (404, None)]
    ]
    assert wrong == []
    # A program is told no, and so is whoever sends a form.
    for headers in ({"Accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"}):
        assert person.get("/admin/pages/", headers=headers).status_code == 403
    assert person.client.post("/admin/pages/1/delete/").status_code == 403
    # Nor does anything that exists let somebody take off what is not on.
    for path in ("app/remove/", "codes/", "codes/new/", "codes/file/", "passkeys/1/remove/"):
        assert person.get(SET_UP + path)["Location"] == SET_UP


def test_an_app_is_set_up_and_from_then_on_asked_for(django_capture_on_commit_callbacks):
    first = AtTheDoor(factories.editor())
    first.sign_in()
    with django_capture_on_commit_callbacks(execute=True):
        codes = first.set_up_app()
    assert len(codes) == 10 and first.is_in
    assert [message.subject for message in mail.outbox] == ["Your account at North Star"]
    assert "authenticator app was added" in mail.outbox[0].body
    assert first.secret not in str(list(first.person.authenticator_set.values_list("data", flat=True)))

    again = AtTheDoor(first.person)
    assert again.sign_in(next="/admin/reports/")["Location"] == "/admin/login/second-factor/"
    assert again.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    # Who has no security key is not offered to use one.
    assert "security key" not in again.get("/admin/login/second-factor/").content.decode()
    assert again.show_code("000000").status_code == 200 and not again.is_in
    # In this half minute's code that was used to set it up there is no second way in; the next one is good.
    code = code_for(first.secret, later=1)
    assert again.show_code(code)["Location"] == "/admin/reports/" and again.is_in
    # What was read over a shoulder is good for nothing.
    thief = AtTheDoor(first.person)
    thief.sign_in()
    assert thief.show_code(code).status_code == 200 and not thief.is_in
    # Each recovery code is good once.
    assert thief.show_code(codes[0]).status_code == 302 and thief.is_in
    other = AtTheDoor(first.person)
    other.sign_in()
    assert other.show_code(codes[0]).status_code == 200 and not other.is_in


def test_a_security_key_asks_for_a_name_and_every_page_of_the_second_factor_leads_back():
    person = AtTheDoor(factories.editor())
    person.sign_in()
    # Also before the first one is set up, when nothing else is open.
    page = BeautifulSoup(person.get(SET_UP + "passkeys/add/").content, "html.parser")
    assert not page.select_one("input[name=name]").get("value")
    assert "key ring" in page.get_text()
    person.set_up_app()
    for path in ("app/remove/", "passkeys/", "passkeys/add/", "codes/", "codes/new/"):
        page = BeautifulSoup(person.get(SET_UP + path).content, "html.parser")
        assert page.find("a", string="Back to the second factor")["href"] == SET_UP, path
    assert "Back to the second factor" not in person.get(SET_UP).content.decode()


def test_a_session_from_before_has_to_show_what_there_is_now():
    before, person = AtTheDoor(factories.editor()), factories.editor()
    before.sign_in()
    now = AtTheDoor(person)
    now.sign_in()
    now.set_up_app()
    assert before.get("/admin/")["Location"] == "/admin/account/confirm/code/"
    # It cannot add a factor of its own, nor take the owner's away.
    for path in ("app/", "passkeys/add/", "codes/new/", "app/remove/"):
        assert before.get(SET_UP + path)["Location"] == "/admin/account/confirm/code/"
    before.client.post("/admin/account/confirm/", {"password": PASSWORD})
    assert not before.is_in
    before.client.post("/admin/account/confirm/code/", {"code": code_for(now.secret, later=1)})
    assert before.is_in


def test_the_only_factor_stays():
    person = AtTheDoor(factories.editor())
    person.sign_in()
    person.set_up_app()
    answer = person.client.post(SET_UP + "app/remove/")
    assert "only second factor" in answer.content.decode()
    assert person.person.authenticator_set.filter(type="totp").exists()


def test_a_new_password_by_mail_does_not_lift_it():
    person = AtTheDoor(factories.editor())
    person.sign_in()
    person.set_up_app()
    thief = AtTheDoor(person.person)
    mail.outbox.clear()
    thief.client.post("/admin/password_reset/", {"email": person.person.email})
    link = re.search(r"/admin/password_reset/confirm/\S+", mail.outbox[0].body)[0]
    form = thief.get(link, follow=True)
    new = "quite another pass phrase 1"
    thief.client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    assert not person.is_in  # Sessions end with the password.
    assert thief.sign_in(new)["Location"] == "/admin/login/second-factor/"
    assert not thief.is_in
    assert "set anew by e-mail" in mail.outbox[-1].body and mail.outbox[-1].to == [person.person.email]


def test_an_administrator_resets_a_colleagues_on_the_record():
    ada, lost = AtTheDoor(factories.administrator()), AtTheDoor(factories.editor())
    for person in (ada, lost):
        person.sign_in()
        person.set_up_app()
    mail.outbox.clear()
    page = f"/admin/users/{lost.person.pk}/doors/"
    assert "Reset the second factor" in ada.get(page).content.decode()
    assert page in ada.get("/admin/users/").content.decode()
    # Nobody else may, nobody may for themselves, and a superuser's is a superuser's business.
    assert lost.client.post(page, {"what": "second-factor"}).status_code == 302 and lost.is_in
    for other in (ada.person, factories.superuser()):
        ada.client.post(f"/admin/users/{other.pk}/doors/", {"what": "second-factor"})
    assert ada.person.authenticator_set.exists()

    ada.client.post(page, {"what": "second-factor"})
    assert not lost.person.authenticator_set.exists()
    assert {message.to[0] for message in mail.outbox} == {ada.person.email, lost.person.email}
    assert not StaffSession.objects.filter(user=lost.person).exists()
    assert lost.sign_in()["Location"] == "/admin/"
    assert lost.get("/admin/")["Location"] == SET_UP
    # The last Administrator's is reset on the server.
    call_command("reset_second_factor", ada.person.username, stdout=StringIO())
    assert ada.get("/admin/").status_code == 302 and not ada.person.authenticator_set.exists()
    ada.sign_in()
    ada.set_up_app()
    assert "Second factor reset" in ada.get("/admin/reports/site-history/").content.decode()


def test_being_marked_as_signed_in_is_not_a_second_factor(client):
    """What the other tests do to save time (`force_login`) opens nothing by itself: they also name nobody who needs
    one, in `config.settings.test`."""
    client.force_login(factories.editor())
    assert client.get("/admin/")["Location"] == SET_UP
