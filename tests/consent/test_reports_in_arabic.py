"""What the reports of take-downs and consents say to whoever works in Arabic."""

import pytest
from django.utils.translation import override
from wagtail.users.models import UserProfile

from newsroom.consent.consent_report import scope_of
from newsroom.consent.removal.erasing import erase
from newsroom.consent.take_down import take_down
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db


def in_arabic(person):
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": "ar"})
    return Desk(person)


def test_what_is_listed_is_counted_in_arabic_and_a_reason_runs_its_own_way():
    take_down(factories.partner(), factories.duty_editor(), "Somebody in it is at risk.")
    shown = in_arabic(factories.duty_editor()).read("newsroom_taken_down")
    assert "1 عملية سحب" in shown
    assert "<bdi>Somebody in it is at risk.</bdi>" in shown
    factories.consent("Ana")
    factories.consent("Bela")
    assert "2 موافقات" in in_arabic(factories.consent_keeper()).read("newsroom_consents")


def test_what_a_consent_covers_is_joined_by_the_readers_comma():
    consent = factories.consent("Ana", languages=["en", "es"])
    assert "English, Spanish" in scope_of(consent)
    with override("ar"):
        assert "الإنجليزيّة، الإسبانيّة" in scope_of(consent)


def test_what_was_erased_is_counted_by_names_that_are_translated():
    record = take_down(factories.partner(), factories.duty_editor(), "They asked us to.")
    keeper = factories.consent_keeper()
    erase(record, keeper)
    shown = in_arabic(keeper).read("newsroom_receipt", record.pk)
    assert "نصوص ترجمات: " in shown
    assert "lines of the log" not in shown
