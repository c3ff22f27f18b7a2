"""`python -m bench.ours.filling 200`: an empty database of our site gets its stories."""

import sys
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Locale, Page, Site  # noqa: E402

from bench.filling import columns, fill  # noqa: E402
from bench.options import LOCALES  # noqa: E402
from home.models import HomePage  # noqa: E402
from newsroom.review import approvals, law, roles  # noqa: E402
from newsroom.review.models import Approval  # noqa: E402
from stories.models import CampaignStoryPage, StoryIndexPage  # noqa: E402


def person(username: str, *groups: Group) -> Any:
    """Somebody who may write, or somebody who may approve."""
    found = get_user_model().objects.create(username=username, is_staff=True)
    found.groups.add(*groups)
    return found


def main(pages: int) -> None:
    """Home and the list of stories go the way of every page; the stories are copied."""
    writer = person("writer", Group.objects.get(name=roles.WRITERS))
    editor = person("editor", Group.objects.get(name=roles.EDITORS))

    @transaction.atomic
    def publish(page: Page) -> Page:
        revision = page.save_revision(user=writer)
        approvals.approve(revision, editor, submitted_by_id=None)
        revision.publish(user=editor, skip_permission_checks=True)
        return type(page).objects.get(pk=page.pk)

    first = HomePage.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    first.title, first.lead = "Open Gate Network", "We close detention centres, one town at a time."
    first = publish(first)
    index = StoryIndexPage(title="Stories", slug="stories", introduction="", show_in_menus=True, locale=first.locale)
    first.add_child(instance=index)
    parents = {first.locale.language_code: publish(index)}
    for code in LOCALES[1:]:
        # A new language gets its sections by itself, as drafts.
        locale, _ = Locale.objects.get_or_create(language_code=code)
        for section in (first, index):
            page = section.get_translation_or_none(locale)
            page = publish(page.specific if page else section.copy_for_translation(locale))
        parents[code] = page
    # A new language gets its own reviewers too; this editor is of all of them.
    editor.groups.set(Group.objects.exclude(name=roles.WRITERS))

    def approve(page_id: int, revision_id: int, content: dict[str, Any]) -> dict[str, Any]:
        row["page_id"], row["revision_id"], row["digest"] = page_id, revision_id, law.digest(content)
        return row

    yes = Approval(author=writer, submitted_by=writer, approved_by=editor, created_at=timezone.now())
    row = columns(yes)
    fill(
        parents,
        pages,
        lambda: CampaignStoryPage(issues=["detention"], status="won", consents={"who": "nobody"}),
        (Approval, approve),
    )
    call_command("update_index", backend_name="default", verbosity=0)


main(int(sys.argv[1]))
