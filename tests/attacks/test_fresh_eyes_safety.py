"""Attacks on consents, media, doors and the audit that a reviewer with fresh eyes tried: each name says what must
happen."""

import pytest
from django.core.cache import cache
from django.test import Client

from newsroom.doors.models import StaffSession
from tests import factories
from tests.doors.person import AtTheDoor, code_for

pytestmark = pytest.mark.django_db


# Doors


def test_a_stolen_database_opens_nobody_s_session():
    edda = AtTheDoor(factories.editor())
    edda.sign_in()
    assert edda.is_in
    (stolen,) = StaffSession.objects.values_list("pk", flat=True)
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/admin/").status_code == 302
    assert edda.is_in
    edda.client.post("/admin/logout/")
    assert not StaffSession.objects.exists()


def test_a_code_that_was_used_is_no_code_with_a_space_in_it(settings):
    edda = factories.editor()
    settings.SECOND_FACTOR_FOR = edda.username
    owner, thief = AtTheDoor(edda), AtTheDoor(edda)
    owner.sign_in()
    owner.set_up_app()
    owner.client.logout()
    owner.sign_in()
    code = code_for(owner.secret, later=1)
    owner.show_code(code)
    assert owner.is_in
    cache.clear()  # As in another process.
    thief.sign_in()
    thief.show_code(f"{code[:3]} {code[3:]}")
    assert not thief.is_in
