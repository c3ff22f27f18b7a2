"""Where pages are indexed, and how each language is searched. PostgreSQL, until a site outgrows it."""

from newsroom.translation.languages import LANGUAGES as _LANGUAGES

# One index, kept by "default"; the backend of a language asks it in that language's analysis.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backend"},
    **{
        language.code: {"BACKEND": "search.backend", "LANGUAGE": language.code, "AUTO_UPDATE": False}
        for language in _LANGUAGES
    },
}
