"""Handing in what is taken down: refused in one sentence, by every door, and what was typed is kept."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail_localize.models import StringTranslation, Translation

from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import restore, take_down
from newsroom.translation.submissions import submit
from tests import factories
from tests.consent.keepers import keeper
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

REFUSAL = "It can be submitted for review as soon as a Duty editor lifts the take-down."


def under_review(page):
    return type(page).objects.get(pk=page.pk).workflow_in_progress


def lift():
    restore(TakeDown.objects.get(), factories.duty_editor())


def test_the_words_of_who_may_still_read_it_are_saved_but_not_handed_in_until_the_take_down_is_lifted():
    page, desk = factories.partner(state="taken_down"), Desk(keeper("Writers"))
    assert Desk(factories.writer()).get("wagtailadmin_pages:edit", page.pk).status_code == 403
    answer = desk.submit(page, title="Without the name")
    assert REFUSAL in said(answer)
    assert type(page).objects.get(pk=page.pk).get_latest_revision().content["title"] == "Without the name"
    assert not under_review(page)
    lift()
    desk.submit(page)
    assert under_review(page)


@pytest.mark.usefixtures("spanish")
def test_a_translator_neither_reads_nor_translates_nor_hands_in_until_the_take_down_is_lifted(client):
    promise = factories.commitment()
    page = factories.translated(promise, "es", state="draft")
    translation = Translation.objects.get(source__object_id=promise.translation_key)
    take_down(promise, factories.duty_editor(), "Somebody in it is at risk.")
    client.force_login(factories.translator("es"))
    edit = f"/admin/pages/{page.pk}/edit/"
    segment = translation.source.stringsegment_set.order_by("order").first()
    address = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
    answer = client.put(address, "value=Escuchar", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 403
    assert not StringTranslation.objects.filter(data="Escuchar").exists()
    assert "Taken down in every language" in client.get(edit).content.decode()
    assert client.post(edit, {"action": "submit"}).status_code == 403
    with pytest.raises(PermissionDenied, match="taken down"):
        submit(translation.pk, factories.translator("es"))
    assert not under_review(page)
    lift()
    factories.publish(promise)
    submit(translation.pk, factories.translator("es"))
    assert under_review(page)


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_no_other_door_hands_it_in_either(state):
    page = factories.partner(state=state)
    TakeDown.objects.create(translation_key=page.translation_key, title=page.title, reason="Somebody is at risk.")
    with pytest.raises(PermissionDenied, match="taken down"):
        factories.submit(page)
    assert not under_review(page)
