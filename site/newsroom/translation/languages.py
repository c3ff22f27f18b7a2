"""The one language table. Settings, templates, search and tests read it; adding a language is one line here.

`code` is a plain BCP 47 tag in lower case (never dotted: wagtail-localize's URLs and groups use it as it is),
`autonym` what its readers call it, `search_config` its analysis: a text search configuration of
PostgreSQL's, or one that `search/analysis.py` does itself, such as `"bigram"` where no spaces separate words,
`open_graph` what Open Graph's readers know it by: they want a country, and know a fixed list of them.
"""

from typing import Literal, NamedTuple

SOURCE = "en"


class Language(NamedTuple):
    code: str
    autonym: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    search_config: str = "simple"
    script: str = "Latn"
    open_graph: str = "en_US"


LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "English", search_config="english"),
    Language("es", "Español", "Spanish", search_config="spanish", open_graph="es_ES"),
    Language("ar", "العربية", "Arabic", "rtl", "arabic", "Arab", "ar_AR"),
    Language("zh-hans", "简体中文", "Simplified Chinese", search_config="bigram", script="Hans", open_graph="zh_CN"),
    Language("vi", "Tiếng Việt", "Vietnamese", open_graph="vi_VN"),
    Language("ht", "Kreyòl ayisyen", "Haitian Creole", open_graph="ht_HT"),
)

_BY_CODE = {language.code: language for language in LANGUAGES}


def get_language(code: str) -> Language:
    """The table's line for a BCP 47 code; KeyError for a language that is not in the table."""
    return _BY_CODE[code.lower()]


def is_known(code: str) -> bool:
    """Whether a BCP 47 code, in any case, is in the table."""
    return code.lower() in _BY_CODE


def django_languages() -> list[tuple[str, str]]:
    """The table as Django's LANGUAGES and Wagtail's WAGTAIL_CONTENT_LANGUAGES want it: (code, autonym)."""
    return [(language.code, language.autonym) for language in LANGUAGES]
