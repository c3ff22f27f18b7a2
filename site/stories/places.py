"""What may stand where a place is asked for: a city or something larger, never an address.

The people in these pages can be deported or jailed; whoever looks for them must not learn a street from us.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stories import gazetteer

REFUSAL = _("“%(place)s” looks like an address. Name the city or something larger, never a street or a number.")

# "Main St." ends with it, "St. Louis" begins with it.
_AT_THE_END = re.compile(
    r"\s(?:st|str|ave?|avenue|street|road|rd|lane|ln|blvd|boulevard|drive|dr|hwy|highway|alley|plaza|court"
    r"|pkwy|parkway|pl|terrace|circle|square|sq|trail|way)[.\s]*$"
)
_AT_THE_BEGINNING = re.compile(
    r"^(?:c/|calle|avenida|avda|av|carrera|callejon|carretera|colonia|barrio|rue|avenue|boulevard|blvd|ri|ruelle"
    r"|duong|pho|ngo|so nha|apt|apartment|suite|unit|room|floor|p\.?\s?o\.?\s?box)(?:\.|\s|$)"
)
# "Main St. (Chicago)" is an address as well: what stands apart is looked at by itself.
_APART = re.compile(r"[()\[\]{}<>;:|/\n–—（）【】；：／]|\s-\s")
_ANYWHERE = re.compile(
    r"\b(?:street|avenue|boulevard|apartment|calle|avenida)\b|\s(?:ave|rd|blvd|hwy|pkwy|apt)\b|شارع|طريق|زقاق|عمارة"
    r"|[路街巷弄].*[号號]|[号號]$|小[区區]|胡同|[栋棟]$|..(?:路|街|巷|弄|大道)$"
)


def refuse_addresses(text: str) -> None:
    """A field's validator: ValidationError if one of the places in a line, separated by commas, is an address."""
    for place in split_places(text):
        if is_address(place):
            raise ValidationError(REFUSAL, params={"place": place}, code="address")


def is_address(place: str) -> bool:
    """Whether this is not the name of a city or something larger, as far as its form tells. Digits of any script are
    house numbers, postal codes or parts of a city; a city that is called so is in the gazetteer."""
    if gazetteer.is_known(place):
        return False
    if any(unicodedata.category(letter).startswith("N") for letter in place):
        return True
    # Marks go, and what nobody sees: a word that has one within is read as the word.
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", place.casefold())
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    ).replace("đ", "d")
    parts = [plain, *(part.strip() for part in _APART.split(plain))]
    return any(form.search(part) for form in (_AT_THE_END, _AT_THE_BEGINNING, _ANYWHERE) for part in parts)


def split_places(text: str | None) -> list[str]:
    """Names of places out of one line: separated by commas, Latin, Arabic or Chinese."""
    for comma in "،，、":
        text = (text or "").replace(comma, ",")
    return [place.strip() for place in (text or "").split(",") if place.strip()]
