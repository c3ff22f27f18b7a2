"""The rule of consent, as sentences: what a use needs, against what each consent gives.

Pure, but for the words: a use that somebody did not agree to is named with the person's pseudonym and the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from newsroom.consent.records import Consent
from newsroom.consent.statement import Statement
from newsroom.consent.words import listed

# Every page is read here. What is made of one to go further (`reach.py`) is made of those only that may.
ON_THE_SITE, TAKEN_AWAY = Consent.Use.WEB, Consent.Use.OFFLINE


@dataclass(frozen=True)
class Use:
    """Something that shows people or tells of them: `what` names it in a sentence, a consent must cover `needs`, and
    let it be taken away where `is_taken_away`. `file` is the picture or file that says it of itself."""

    what: str
    needs: frozenset[str]
    statement: Statement
    is_taken_away: bool = False
    file: Any = None

    @property
    def must_cover(self) -> frozenset[str]:
        return self.needs | self.statement.says


def why_not(use: Use, consents: Mapping[int, Consent], language: str) -> Iterator[str]:
    """A part of a sentence for each reason why a use may not be read in a language; none where it may."""
    if not use.statement.is_said:
        yield _("%(what)s does not say whom it shows") % {"what": use.what}
    for number in use.statement.consents:
        why = _why_not_consent(consents.get(number), use, language)
        if why:
            yield _("%(what)s rests on consent %(consent)s, which %(why)s") % {
                "what": use.what,
                "consent": named(consents.get(number), number),
                "why": why,
            }


def _why_not_consent(consent: Consent | None, use: Use, language: str) -> str:
    if consent is None:
        return _("does not exist")
    if consent.state == "revoked":
        return _("was revoked")
    if consent.state == "ended":
        return _("ended on %(day)s") % {"day": _day(consent.valid_until)}
    if consent.state == "ahead":
        return _("is valid from %(day)s only") % {"day": _day(consent.valid_from)}
    if ON_THE_SITE not in consent.uses:
        return _("is not for this website")
    if use.is_taken_away and TAKEN_AWAY not in consent.uses:
        return _("is not for what people take away")
    if not consent.speaks(language):
        return _("is not for %(language)s") % {"language": language_name(language)}
    lacks = [str(Consent.Covers(each).label) for each in Consent.Covers.values if each in use.must_cover]
    lacks = [label for label in lacks if label not in _covered(consent)]
    return _("does not cover: %(what)s") % {"what": listed(lacks)} if lacks else ""


def _covered(consent: Consent) -> set[str]:
    return {str(Consent.Covers(each).label) for each in consent.covers if each in Consent.Covers.values}


def named(consent: Consent | None, number: int) -> str:
    """A consent as colleagues know it: by its pseudonym and its number."""
    return f"“{consent.pseudonym}” ({number})" if consent else str(number)


def language_name(code: str) -> str:
    """A language as people call it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(dict(settings.LANGUAGES).get(code, code))


def _day(moment: object) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")  # type: ignore[arg-type]
