"""How OpenSearch is to read each language: its settings and its mapping, as plain data."""

from __future__ import annotations

from typing import Any

from newsroom.translation.languages import get_language

# What has no language: pictures, documents.
LOOSE = "und"
# The parts of an object by how much a match in them weighs.
PARTS = {"title": 10, "summary": 4, "body": 2, "transcript": 1}

_FOLDED = ["lowercase", "asciifolding"]
# By the name in the language table. Another name there is that of an analyzer of OpenSearch's own ("french").
_FILTERS = {
    "simple": _FOLDED,
    "english": ["english_possessive", *_FOLDED, "english_small", "english_stems"],
    # The stemmer needs the accents of "deportación" and takes them away; those of words it leaves alone go after it.
    "spanish": ["lowercase", "spanish_small", "spanish_stems", "asciifolding"],
    "arabic": ["lowercase", "decimal_digit", "arabic_small", "arabic_normalization", "arabic_stems"],
    # Single characters too, so that one of them can be looked for.
    "bigram": ["cjk_width", "lowercase", "pairs"],
}

ANALYSIS: dict[str, Any] = {
    "settings": {
        "analysis": {
            "filter": {
                "english_possessive": {"type": "stemmer", "language": "possessive_english"},
                "english_small": {"type": "stop", "stopwords": "_english_"},
                "english_stems": {"type": "stemmer", "language": "english"},
                "spanish_small": {"type": "stop", "stopwords": "_spanish_"},
                "spanish_stems": {"type": "stemmer", "language": "light_spanish"},
                "arabic_small": {"type": "stop", "stopwords": "_arabic_"},
                "arabic_stems": {"type": "stemmer", "language": "arabic"},
                "pairs": {"type": "cjk_bigram", "output_unigrams": True},
                "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": 15},
            },
            "analyzer": {
                **{
                    f"north_star_{name}": {"type": "custom", "tokenizer": "standard", "filter": filters}
                    for name, filters in _FILTERS.items()
                },
                "north_star_exact": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase"]},
                "north_star_beginnings": {
                    "type": "custom", "tokenizer": "standard", "filter": [*_FOLDED, "beginnings"],
                },
            },
        },
    }
}  # fmt: skip


def analyzer_for(code: str) -> str:
    """The name of a language's analyzer."""
    config = "simple" if code == LOOSE else get_language(code).search_config
    return f"north_star_{config}" if config in _FILTERS else config


def mapping(codes: list[str]) -> dict[str, Any]:
    """What an indexed object has: words in these languages, by part, each as its analyzer reads it and as it is."""
    return {
        "dynamic": "strict",
        "properties": {
            "pk": {"type": "keyword"},
            "_django_content_type": {"type": "keyword"},
            "beginnings": {"type": "text", "analyzer": "north_star_beginnings", "search_analyzer": "north_star_simple"},
            "words": {"properties": {code: _words_in(code) for code in [*codes, LOOSE]}},
        },
    }


def _words_in(code: str) -> dict[str, Any]:
    field = {
        "type": "text",
        "analyzer": analyzer_for(code),
        "fields": {"exact": {"type": "text", "analyzer": "north_star_exact"}},
    }
    return {"properties": dict.fromkeys(PARTS, field)}
