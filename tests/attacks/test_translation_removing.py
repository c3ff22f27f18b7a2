"""Taking something away from a translation makes one its last author: attack → what must happen."""

import pytest
from django.contrib.auth.models import Group
from wagtail_localize.models import Translation

from newsroom.authoring.visible import visible_pages
from newsroom.review import law
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

LINK = '<p>Read <a href="https://example.org/report">the report</a>.</p>'


def test_whoever_takes_an_override_away_last_does_not_approve_what_a_colleague_submits(client):
    page = factories.translated(factories.commitment(statement=LINK), "es", state="draft")
    both = factories.reviewer("es")
    both.groups.add(Group.objects.get(name="Translators (es)"))
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale_id=page.locale_id)
    link = translation.source.overridablesegment_set.get(context__path__startswith="statement")
    address = f"/admin/localize/translate/{translation.pk}/overrides/{link.pk}/edit/"
    client.force_login(both)
    put = {"data": "value=https%3A%2F%2Fexample.org%2Fes", "content_type": "application/x-www-form-urlencoded"}
    assert client.put(address, **put).status_code in (200, 201)
    assert client.delete(address).status_code == 200
    client.force_login(factories.translator("es"))
    client.post(f"/admin/pages/{page.pk}/edit/", {"action": "submit"})
    with pytest.raises(law.LawError, match="You made the last change"):
        factories.decide(page, "approve", both)
    assert not visible_pages().filter(pk=page.pk).exists()
