"""A language's seats: its groups, its workflow, and their place on the language's own tree. Each function may run
again and again; it makes what is missing."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from newsroom.translation import roles
from newsroom.translation.languages import SOURCE


def seat(locale: Locale) -> None:
    """Give a language its groups and its workflow; let its people into its tree and put the workflow there, once its
    home page exists."""
    code = locale.language_code
    if code == SOURCE:
        return
    groups, workflow, home = groups_of(code), workflow_of(code), home_of(locale)
    if home is None:
        return
    change = _permission("wagtailcore", "change_page")
    for group in groups:
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=change)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})


def groups_of(code: str) -> list[Group]:
    """The two groups of a language, each with what it may do everywhere."""
    translators, _made = Group.objects.get_or_create(name=roles.translators(code))
    reviewers, _made = Group.objects.get_or_create(name=roles.reviewers(code))
    translators.permissions.add(_permission("wagtail_localize", "submit_translation"))
    root, access = Collection.get_first_root_node(), _permission("wagtailadmin", "access_admin")
    # Wagtail asks for its own models' permissions, also where a site has its own picture and document models.
    choices = [_permission("wagtailimages", "choose_image"), _permission("wagtaildocs", "choose_document")]
    for group in (translators, reviewers):
        group.permissions.add(access)
        for choose in choices:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=choose)
    return [translators, reviewers]


def workflow_of(code: str) -> Workflow:
    """The language's workflow: one task, for its reviewers."""
    name = roles.language_workflow(code)
    task = _task_model().objects.filter(name=name).first() or _task_model().objects.create(name=name)
    task.groups.add(Group.objects.get(name=roles.reviewers(code)))
    workflow, _made = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=Task.objects.get(pk=task.pk), defaults={"sort_order": 0})
    return workflow


def home_of(locale: Locale) -> Page | None:
    """The language's own front page, public or not."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return None
    return Page.objects.filter(translation_key=site.root_page.translation_key, locale=locale).first()


def clear_seats(code: str) -> None:
    """Remove a language's groups, workflow and task."""
    Group.objects.filter(name__in=[roles.translators(code), roles.reviewers(code)]).delete()
    Workflow.objects.filter(name=roles.language_workflow(code)).delete()
    _task_model().objects.filter(name=roles.language_workflow(code)).delete()


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _task_model() -> Any:
    return apps.get_model("review", "LanguageReviewTask")
