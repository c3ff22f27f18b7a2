"""What campaigns and partners work on: one vocabulary for both."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ISSUES = [
    ("detention", _("Immigrant detention")),
    ("deportation", _("Deportation")),
    ("policing", _("Policing")),
    ("surveillance", _("Surveillance and databases")),
    ("jails", _("Jails and prisons")),
    ("courts", _("Courts and bail")),
    ("records", _("Criminal records")),
    ("youth", _("Youth")),
]
