"""Who may do what, named by meaning. Nobody but the law publishes: no role carries Wagtail's publish permission."""

from __future__ import annotations

WRITERS = "Writers"
EDITORS = "Editors"
DUTY_EDITORS = "Duty editors"
CONSENT_KEEPERS = "Consent keepers"
ADMINISTRATORS = "Administrators"

EDITORIAL_WORKFLOW = "Editorial review"
