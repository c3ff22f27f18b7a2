"""Arabic words without what is written onto them: "and the migrants" is one word, and has to be found by "migrant".

Larkey's light stemming ("light10", SIGIR 2002), on folded words. PostgreSQL's own Arabic stemmer (Snowball) was tried
and takes apart what it should not: it leaves "والترحيل" whole, makes "السج" of "السجون" and keeps the plural's "ا" in
"مجتمعا". A single letter in front (و ف ب ل ك: and, so, with, for, like) may be a preposition or the word's own first
letter, and only a dictionary knows. So both readings are given, and two words match where one reading is the same.
"""

from __future__ import annotations

_ARTICLES = ("ال", "لل")
_LETTERS = "وفبلك"
# The longest first: suffix, and how many letters have to be left.
_PRONOUNS = (("هم", 3), ("هن", 3), ("كم", 3), ("نا", 3), ("ها", 3))
_ENDINGS = (("ات", 3), ("ان", 3), ("ون", 3), ("ين", 3), ("يه", 2), ("ه", 2), ("ي", 2))

# Folded words that say nothing about what a page is about. PostgreSQL has no such list for Arabic.
SMALL_WORDS = frozenset(
    {"في", "من", "علي", "الي", "عن", "مع", "هو", "هي", "هم", "ما", "لا", "لم", "لن", "ان", "او", "ثم", "كل", "قد"}
    | {"هذا", "هذه", "ذلك", "تلك", "التي", "الذي", "الذين"}
)


def is_arabic(word: str) -> bool:
    """Whether a word has Arabic letters in it."""
    return any("\u0620" <= letter <= "\u06ff" for letter in word)


def readings(word: str) -> list[str]:
    """The stems that a folded Arabic word may have, the likeliest first; at least one."""
    beginnings = [_without_article(word)]
    rest = word
    # Two letters can be joined ("and for the children"), hardly ever three.
    for _ in range(2):
        if rest[0] not in _LETTERS or len(rest) <= (2 if rest[0] == "و" else 3):
            break
        rest = rest[1:]
        beginnings.append(_without_article(rest))
    # An indefinite object ends in "ا", with or without the mark that says so: هاتفًا is هاتف.
    beginnings += [word[:-1] for word in beginnings if word.endswith("ا") and len(word) >= 4]
    return list(dict.fromkeys(_without_ending(beginning) for beginning in beginnings))


def without_article(word: str) -> str:
    """A folded word less the article, and less a joined letter in front of the article: "and the", "for the"."""
    joined = word[1:] if len(word) > 1 and word[0] in _LETTERS else word
    return next((rest for part in (word, joined) if (rest := _without_article(part)) != part), word)


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + 2:
            return word[len(article) :]
    return word


def _without_ending(word: str) -> str:
    for endings in (_PRONOUNS, _ENDINGS, _ENDINGS[4:]):
        for ending, letters in endings:
            if word.endswith(ending) and len(word) - len(ending) >= letters:
                word = word[: -len(ending)]
                break
    return word
