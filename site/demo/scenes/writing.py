"""Writing pages the way the newsroom does: a writer writes and submits, an editor approves."""

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Site

from demo.scenes import content
from demo.scenes.files import Library
from demo.scenes.registry import Scene
from newsroom.consent.take_down import take_down

REJECTION = (
    "The second sentence and the quote lead straight to her window. Take the corner, the floor and the bakery out, "
    "and tell us that she has read the quote and agrees to it."
)
REMOVAL = "One of the people in this story asked us to take it back: it can be recognised by those it is hiding from."
HOURS_AHEAD = 70


def person(username: str) -> Any:
    """One of the cast, who exists."""
    return get_user_model().objects.get(username=username)


def begin(scene: Scene, library: Library) -> None:
    """Make a scene's page as a draft. Links to pages that do not exist yet are left out for now."""
    values = content.fields(scene, content.words(scene), library, check=False)
    if scene.parent is None:
        page = scene.model.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    else:
        page = scene.model(slug=scene.name, show_in_menus=scene.in_menu, owner=person("writer"))
        _put(page, values)
        parent = library.pages[scene.parent]
        type(parent).objects.get(pk=parent.pk).add_child(instance=page)
    library.pages[scene.name] = page


def bring(scene: Scene, library: Library) -> None:
    """Write the whole page, and bring it as far as its scene says (a take-down comes after its translation)."""
    page = fresh(library.pages[scene.name])
    _put(page, content.fields(scene, content.words(scene), library))
    if scene.state == "scheduled":
        page.go_live_at = timezone.now() + datetime.timedelta(hours=HOURS_AHEAD)
    page.save_revision(user=person("writer"), log_action=True)
    if scene.state != "draft":
        submit(page, "writer")
    if scene.state in ("public", "scheduled", "taken_down"):
        decide(page, "approve", "editor")
    elif scene.state == "rejected":
        decide(page, "reject", "editor", comment=REJECTION)


def rewrite(scene: Scene, library: Library) -> None:
    """What was added to a public page afterwards, reviewed and approved again."""
    page = fresh(library.pages[scene.name]).get_latest_revision_as_object()
    _put(page, content.fields(scene, content.words(scene, later=True), library))
    page.save_revision(user=person("writer"), log_action=True)
    submit(page, "writer")
    decide(page, "approve", "editor")


def remove(scene: Scene, library: Library) -> None:
    """The Duty editor takes a page down."""
    take_down(fresh(library.pages[scene.name]), person("duty-editor"), REMOVAL)


def submit(page: Any, username: str) -> None:
    """Hand a page's latest revision in for review."""
    page.get_workflow().start(fresh(page), person(username))


def decide(page: Any, action: str, username: str, **kwargs: Any) -> None:
    """Approve or reject what is under review."""
    task_state = fresh(page).current_workflow_task_state
    task_state.task.specific.on_action(task_state, person(username), action, **kwargs)


def fresh(page: Any) -> Any:
    """The page as the database has it now."""
    return type(page).objects.get(pk=page.pk)


def _put(page: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(page, name, value)
