"""People who keep the consents, whatever else they do."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from newsroom.consent.models import TakeDown
from tests import factories


def keeper(*groups: str) -> Any:
    """Somebody in these groups who keeps the consents as well."""
    person = factories.person(*(groups or ("Duty editors",)), username=f"kim-keeps-consents{len(groups)}")
    found = Permission.objects.filter(codename="keep_consents", content_type__app_label="consent").first()
    person.user_permissions.add(
        found
        or Permission.objects.create(
            codename="keep_consents", content_type=ContentType.objects.get_for_model(TakeDown), name="Keep consents"
        )
    )
    return type(person).objects.get(pk=person.pk)
