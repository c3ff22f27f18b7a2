"""What search keeps beside Wagtail's index: the words and the places of each public page.

Like the index, it is a copy that is made anew at every indexing. Nothing in it is believed without asking
`visible_q()`, and only while `revision_id` is the revision that readers get.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from wagtail.models import Page


class PublicWords(models.Model):
    """The folded words of a page's approved revision that somebody could mistype, and the places that it names, as
    they are written (`places`) and folded (`place_keys`).

    `parts` is what an answer shows of the page (`parts.py`), if that was made: of which code and which state of the
    revision's row says `parts_made_of`, and `parts_digest` names it to who has it already."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="public_words")
    revision_id = models.BigIntegerField()
    language = models.CharField(max_length=20)
    words = ArrayField(models.TextField())
    places = ArrayField(models.TextField())
    place_keys = ArrayField(models.TextField())
    parts = models.TextField(null=True)
    parts_digest = models.BigIntegerField(null=True)
    parts_made_of = models.TextField(null=True)

    # No page becomes one that is "in use" because it can be found.
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="pages_by_word"),
            GinIndex(fields=["place_keys"], name="pages_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {len(self.words)}"


class Word(models.Model):
    """A word that some page of a language has, once. `key` is how it sounds in ASCII letters, which trigrams are made
    of in a database of any locale."""

    language = models.CharField(max_length=20)
    word = models.TextField()
    key = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_word_once_a_language")]
        indexes = [GistIndex(fields=["key"], opclasses=["gist_trgm_ops"], name="words_by_likeness")]

    def __str__(self) -> str:
        return self.word
