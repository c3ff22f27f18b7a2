"""Attacks on the doors: each test is "what is tried → what must happen"."""

from __future__ import annotations

import datetime
import re
import threading

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.settings import security
from newsroom.doors import throttle
from newsroom.doors.devices import device_of
from newsroom.doors.models import Attempt, StaffSession
from tests import factories
from tests.doors.person import HTML, AtTheDoor, code_for
from tests.staff import fields_of

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many attempts"
SOMEWHERE, ELSEWHERE = "9.9.9.9", "8.8.4.4"


@pytest.fixture
def edda():
    return factories.editor()


def wrong(person, times=1, **headers):
    answers = [AtTheDoor(person, **headers).sign_in(f"wrong {number}") for number in range(times)]
    return answers[-1].content.decode()


# Guessing


def test_twenty_wrong_passwords_lock_the_account_for_the_right_one_too_and_its_owner_is_told_once(edda):
    assert TOO_MANY not in wrong(edda, 19)
    assert mail.outbox == []
    wrong(edda)
    assert [message.to for message in mail.outbox] == [[edda.email]]
    assert "too many wrong passwords" in mail.outbox[0].body
    right = AtTheDoor(edda)
    assert TOO_MANY in right.sign_in().content.decode() and not right.is_in
    assert TOO_MANY in wrong(edda, 5) and len(mail.outbox) == 1
    # In other letters it is the same account; another one is not locked.
    assert (
        TOO_MANY
        in AtTheDoor(edda)
        .client.post("/admin/login/", {"username": edda.username.upper(), "password": "x"})
        .content.decode()
    )
    other = AtTheDoor(factories.writer())
    other.sign_in()
    assert other.is_in
    # Whoever goes on trying does not keep the owner out for longer.
    with time_machine.travel(timezone.now() + throttle.WINDOW, tick=True):
        right.sign_in()
        assert right.is_in


def account_form(person):
    """What the form of one's own account sends, a password apart."""
    page = BeautifulSoup(person.get("/admin/account/").content, "html.parser")
    form = next(form for form in page.select("form") if form.select_one("[name=password-old_password]"))
    return {**fields_of(form), "name_email-first_name": "Edda", "name_email-last_name": "Okonjo"}


def new_password(old, new):
    return {"password-old_password": old, "password-new_password1": new, "password-new_password2": new}


def test_whoever_sits_at_an_open_session_does_not_guess_the_password_there(edda):
    there = AtTheDoor(edda)
    there.sign_in()
    form = account_form(there)

    def change(old):
        return there.client.post("/admin/account/", form | new_password(old, "seven lanterns over Riverton"))

    for number in range(20):
        change(f"wrong {number}")
    assert [message.to for message in mail.outbox] == [[edda.email]]
    assert TOO_MANY in change(factories.PASSWORD).content.decode()
    edda.refresh_from_db()
    assert edda.check_password(factories.PASSWORD)


def test_a_new_password_by_mail_unlocks(edda):
    wrong(edda, 20)
    mail.outbox.clear()
    owner = AtTheDoor(edda)
    owner.client.post("/admin/password_reset/", {"email": edda.email})
    link = re.search(r"/admin/password_reset/confirm/\S+", mail.outbox[0].body)[0]
    form = owner.get(link, follow=True).request["PATH_INFO"]
    new = "a pass phrase that nobody tried"
    owner.client.post(form, {"new_password1": new, "new_password2": new})
    owner.sign_in(new)
    assert owner.is_in


def test_an_address_that_tries_every_account_is_stopped_and_is_written_nowhere(edda, settings):
    settings.TRUSTED_PROXIES = 1
    behind = {"X-Forwarded-For": f"6.6.6.6, {SOMEWHERE}"}
    for number in range(100):
        throttle.Try(throttle.PASSWORD, f"somebody-{number}", _request(behind))
    assert TOO_MANY in AtTheDoor(edda, **behind).sign_in().content.decode()
    # What a visitor claims before what the proxy saw changes nothing.
    forged = {"X-Forwarded-For": f"{ELSEWHERE}, {SOMEWHERE}"}
    assert TOO_MANY in AtTheDoor(edda, **forged).sign_in().content.decode()
    elsewhere = AtTheDoor(edda, **{"X-Forwarded-For": ELSEWHERE})
    elsewhere.sign_in()
    assert elsewhere.is_in
    with connection.cursor() as cursor:
        for table in ("doors_attempt", "doors_staffsession"):
            cursor.execute(f"SELECT string_agg({table}::text, ' ') FROM {table}")
            kept = cursor.fetchone()[0]
            assert not re.search(r"9\.9\.9|8\.8\.4|somebody|edith", kept), kept
    with time_machine.travel(timezone.now() + throttle.WINDOW, tick=True):
        throttle.forget()
        assert not Attempt.objects.exists()


def test_a_claimed_address_counts_for_nothing_where_no_proxy_is_named():
    assert throttle.address_of(_request({"X-Forwarded-For": ELSEWHERE})) == ""
    assert throttle.address_of(_request({"X-Forwarded-For": ELSEWHERE}, REMOTE_ADDR=SOMEWHERE)) == SOMEWHERE
    # One visitor has a whole network of the new kind.
    both = {throttle.address_of(_request({}, REMOTE_ADDR=f"2606:4700:1:2::{end}")) for end in (1, 2)}
    assert both == {"2606:4700:1:2::/64"}


def test_guessing_codes_is_stopped_and_the_owner_learns_that_their_password_is_known(edda, settings):
    settings.SECOND_FACTOR_FOR = "everybody"
    owner = AtTheDoor(edda)
    owner.sign_in()
    owner.set_up_app()
    mail.outbox.clear()
    thief = AtTheDoor(edda)
    thief.sign_in()
    for number in range(10):
        assert thief.show_code(f"{number:06}").status_code == 200
    assert "somebody knows your password" in mail.outbox[0].body and len(mail.outbox) == 1
    assert TOO_MANY in thief.show_code(code_for(owner.secret, later=1)).content.decode() and not thief.is_in


def test_nobody_is_flooded_with_mails_and_nobody_learns_whose_addresses_are_known(edda):
    door = AtTheDoor(edda)
    known = [door.client.post("/admin/password_reset/", {"email": edda.email}) for _ in range(8)]
    unknown = door.client.post("/admin/password_reset/", {"email": "nobody@example.org"})
    assert len(mail.outbox) == throttle.RESET.of_account
    assert {(answer.status_code, answer["Location"]) for answer in [*known, unknown]} == {
        (302, "/admin/password_reset/done/")
    }


def test_how_long_it_takes_does_not_tell_whose_addresses_are_known(edda, settings):
    """What is done for an account is the worker's: the request does the same for every address."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    door, asked = AtTheDoor(edda), []
    for email in ("first@example.org", edda.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            door.client.post("/admin/password_reset/", {"email": email})
        asked.append([re.sub(r"'[^']*'|\d+", "…", query["sql"]) for query in queries])
    assert asked[1] == asked[2] != []
    assert mail.outbox == []
    assert DBTaskResult.objects.filter(task_path__endswith="send_reset_mail").count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_hundred_tries_at_once_are_a_hundred(settings):
    def attempt():
        barrier.wait()
        refused.append(throttle.Try(throttle.CODE, "ada", None).refused)
        connection.close()

    refused: list[bool] = []
    barrier = threading.Barrier(8)
    for _ in range(4):
        threads = [threading.Thread(target=attempt) for _ in range(8)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert refused.count(False) <= throttle.CODE.of_account


# Sessions


def test_sessions_are_seen_and_ended_by_their_owner(edda):
    phone = AtTheDoor(edda, **{"User-Agent": "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"})
    desk = AtTheDoor(
        edda, **{"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.7 Safari/1"}
    )
    for each in (phone, desk):
        each.sign_in()
    seen = phone.get("/admin/account/sessions/").content.decode()
    assert "Firefox, Android" in seen and "Chrome, Linux" in seen and "This one" in seen
    assert not [key for key in StaffSession.objects.values_list("pk", flat=True) if key in seen]
    name = re.search(r'name="session" value="(\w+)"', seen)[1]
    # It is nobody else's to end.
    stranger = AtTheDoor(factories.writer())
    stranger.sign_in()
    stranger.client.post("/admin/account/sessions/", {"session": name})
    assert desk.is_in
    phone.client.post("/admin/account/sessions/", {"session": name})
    assert phone.is_in and not desk.is_in and stranger.is_in
    desk.sign_in()
    phone.client.post("/admin/account/sessions/")
    assert phone.is_in and not desk.is_in and stranger.is_in


def test_a_new_password_ends_all_other_sessions(edda):
    here, there = AtTheDoor(edda), AtTheDoor(edda)
    for each in (here, there):
        each.sign_in()
    new = "an altogether new pass phrase"
    answer = here.client.post("/admin/account/", account_form(here) | new_password(factories.PASSWORD, new))
    assert answer.status_code == 302, re.findall(r"error-message.*?</", answer.content.decode(), re.S)
    edda.refresh_from_db()
    assert edda.check_password(new)
    assert here.is_in and not there.is_in
    assert "Unknown device" in here.get("/admin/account/sessions/").content.decode()
    assert StaffSession.objects.filter(user=edda).count() == 1


def test_a_session_that_nobody_uses_ends_and_an_open_editor_is_no_use(edda, settings):
    here = AtTheDoor(edda)
    here.sign_in()
    idle, began = settings.SESSION_COOKIE_AGE, timezone.now()

    def after(seconds):
        return time_machine.travel(began + datetime.timedelta(seconds=seconds), tick=True)

    with after(idle * 0.6):
        assert here.is_in
    with after(idle * 1.2):
        assert here.is_in
    with after(idle * 2):
        page = factories.home()
        pinged = here.client.post(f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/999/")
        assert pinged.status_code == 200
    with after(idle * 2.3):
        assert not here.is_in
    here.sign_in()
    with after(settings.SESSION_HOURS * 3600 + idle * 3):
        assert not here.is_in
        call_command("clearsessions")
        assert not StaffSession.objects.exists()


def test_signing_in_gives_another_session_than_the_one_that_somebody_planted(edda):
    victim = AtTheDoor(edda)
    planted = victim.client.session.session_key
    victim.client.cookies["sessionid"] = planted
    victim.sign_in()
    assert victim.client.cookies["sessionid"].value != planted and victim.is_in


def test_a_device_is_two_words():
    assert (
        device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1") == "Safari, iPhone"
    )
    assert device_of("<script>alert(1)</script>") == ""


@pytest.mark.parametrize(
    "password",
    [
        "short-7xq",
        "passwordpassword",
        "Password12345!",
        "qwertyuiop123",
        "edith-the-editor-1",
    ],
)
def test_a_password_that_leaks_and_habits_lead_to_is_refused(edda, password):
    with pytest.raises(ValidationError):
        validate_password(password, edda)


def test_a_password_of_words_is_enough_and_is_kept_by_argon2(edda):
    validate_password("lantern orbit mosaic cedar", edda)
    assert security.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")


# Being led elsewhere


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        "\t//evil",
    ],
)
def test_signing_in_leads_nowhere_but_here(edda, target, settings):
    person = AtTheDoor(edda)
    assert person.sign_in(next=target)["Location"] == "/admin/"
    settings.SECOND_FACTOR_FOR = "everybody"
    person.set_up_app()
    again = AtTheDoor(edda)
    again.sign_in(next=target)
    assert again.show_code(code_for(person.secret, later=1))["Location"] == "/admin/"
    answer = again.client.post("/admin/account/confirm/", {"password": factories.PASSWORD, "next": target})
    assert answer["Location"] == "/admin/"
    out = again.client.post("/admin/logout/", {"next": target})
    assert out["Location"] == "/admin/login/"


def _request(headers, **meta):
    from django.test import RequestFactory

    return RequestFactory(headers=HTML | headers).get("/admin/login/", **meta)
