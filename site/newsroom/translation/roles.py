"""Who translates and who reviews in a language: its groups, its workflow, and what its people may do."""

from __future__ import annotations

from typing import Any

from wagtail.models import GroupPagePermission, Page

from newsroom.translation.languages import LANGUAGES


def translators(code: str) -> str:
    """The name of the group that translates into a language."""
    return f"Translators ({code})"


def reviewers(code: str) -> str:
    """The name of the group that reviews translations into a language."""
    return f"Reviewers ({code})"


def language_workflow(code: str) -> str:
    """The name of a language's workflow, and of the one task in it."""
    return f"Language review ({code})"


_LANGUAGE_OF = {name(language.code): language.code for language in LANGUAGES for name in (translators, reviewers)}


def languages_of(person: Any) -> set[str]:
    """The codes of the languages whose groups a person is in; empty for everybody who has no language of their own."""
    names = person.groups.values_list("name", flat=True)
    return {_LANGUAGE_OF[name] for name in names if name in _LANGUAGE_OF}


def may_ask_for(person: Any, code: str) -> bool:
    """Who may send pages for translation into a language: a translator into their own languages only, and somebody
    without a language of their own (an editor, an administrator) into every one."""
    if not person.has_perm("wagtail_localize.submit_translation"):
        return False
    own = languages_of(person)
    return code in own or not own or person.is_superuser


def may_stop(person: Any) -> bool:
    """Who may end the side-by-side translation of a page: those who also arrange the site's languages."""
    return person.is_active and person.has_perm("wagtailcore.change_locale")


def may_enter(person: Any, page: Page) -> bool:
    """Whether a person has any business with a page in the admin: they hold some permission in its tree. Whoever
    holds none in a language's tree stays out of that language."""
    if person.is_superuser or page.depth == 1:
        return True
    held = GroupPagePermission.objects.filter(group__user=person).values_list("page__path", flat=True)
    return any(page.path.startswith(path) for path in held)
