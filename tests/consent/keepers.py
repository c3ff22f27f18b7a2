"""People who keep the consents, whatever else they do."""

from typing import Any

from newsroom.review import roles
from tests import factories


def keeper(*groups: str) -> Any:
    """Somebody who keeps the consents, and is in these groups as well."""
    return factories.person(roles.CONSENT_KEEPERS, *groups, username=f"kim-keeps-consents-{len(groups)}")
