"""The second pair of eyes, in every view where somebody can decide."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from newsroom.authoring.documents import build, visible_rows
from newsroom.review import roles
from newsroom.review.law import LawError
from tests import factories
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return Desk(factories.writer())


@pytest.fixture
def editor():
    return Desk(factories.editor())


@pytest.fixture
def second_editor():
    return Desk(factories.person(roles.EDITORS, username="esteban-the-editor"))


def public_title(page):
    """What readers see of the page: its title, or nothing."""
    documents = build(list(visible_rows().filter(pk=page.pk)))
    return documents[0].title if documents else None


def buttons(html):
    soup = BeautifulSoup(html, "html.parser")
    return {each.get("data-workflow-action-name") for each in soup.select("[data-workflow-action-name]")}


def test_an_editor_approves_what_a_writer_submitted_in_the_editor(writer, editor):
    page = factories.partner("draft")
    writer.submit(page, title="About us all")
    assert public_title(page) is None
    answer = editor.decide_in_editor(page, "approve")
    assert "“About us all” is approved and public." in said(answer)
    assert public_title(page) == "About us all"


def test_a_reviewer_who_opens_a_page_is_told_that_it_waits_for_them_and_others_are_not(editor, second_editor):
    page = factories.partner("draft")
    factories.edit(page, second_editor.person, title="Written by an editor")
    factories.submit(page)
    told = "it waits for your decision"
    assert told in editor.read("wagtailadmin_pages:edit", page.pk)
    assert told not in second_editor.read("wagtailadmin_pages:edit", page.pk)
    assert told not in Desk(factories.writer()).read("wagtailadmin_pages:edit", page.pk)


def test_an_editor_approves_from_the_dashboard(editor):
    page = factories.partner("in_review", title="About us all")
    editor.decide(page, "approve")
    assert public_title(page) == "About us all"


def test_a_writer_is_offered_no_decision_and_can_post_none(writer):
    page = factories.partner("in_review")
    assert buttons(writer.read("wagtailadmin_pages:edit", page.pk)) == set()
    writer.decide(page, "approve")
    writer.decide_in_editor(page, "approve")
    assert public_title(page) is None


def test_an_editor_is_not_offered_their_own_page_and_hears_why(editor):
    page = factories.partner("draft")
    editor.submit(page, title="My own words")
    assert buttons(editor.read("wagtailadmin_pages:edit", page.pk)) == {"reject"}
    answer = editor.decide(page, "approve")
    assert "Somebody else has to approve it" in said(answer)
    assert public_title(page) is None


def test_an_editor_cannot_approve_their_own_page_in_the_editor_either(editor):
    page = factories.partner("draft")
    editor.submit(page, title="My own words")
    answer = editor.decide_in_editor(page, "approve")
    assert "Somebody else has to approve it" in said(answer)
    assert public_title(page) is None


def test_who_submitted_words_of_another_cannot_approve_them(editor):
    page = factories.partner("draft")
    factories.submit(page, by=factories.editor())
    answer = editor.decide(page, "approve")
    assert "You submitted this version" in said(answer) or "Somebody else" in said(answer)
    assert public_title(page) is None


def test_a_superuser_obeys_too():
    root = Desk(factories.superuser())
    page = factories.partner("draft")
    root.submit(page, title="From the top")
    answer = root.decide(page, "approve")
    assert "Somebody else has to approve it" in said(answer)
    assert public_title(page) is None


def test_a_rejection_needs_a_reason_in_the_dashboard(editor):
    page = factories.partner("in_review")
    answer = editor.decide(page, "reject", comment="  ")
    assert "Say what has to change" in said(answer)
    dialogue = editor.decide(page, "reject", comment="", dialogue=True)
    assert "Say what has to change" in dialogue.json()["html"]
    assert type(page).objects.get(pk=page.pk).workflow_in_progress


def test_a_rejection_needs_a_reason_in_the_editor(editor):
    page = factories.partner("in_review")
    answer = editor.decide_in_editor(page, "reject")
    assert "Say what has to change" in said(answer)
    assert type(page).objects.get(pk=page.pk).workflow_in_progress


def test_the_editor_s_dialogue_asks_for_the_reason_before_it_closes(editor):
    page = factories.partner("in_review")
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, "reject", state.pk])
    assert "What has to change?" in editor.client.get(url).json()["html"]
    answer = editor.client.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    assert "Say what has to change" in answer.json()["html"]


def test_the_author_reads_the_reason_fixes_it_resubmits_and_the_history_tells_all_of_it(writer, editor):
    page = factories.partner("in_review", title="First words")
    answer = editor.decide(page, "reject", comment="Name the source of the figure.")
    assert "went back to its author" in said(answer)
    assert "Name the source of the figure." in writer.read("wagtailadmin_pages:edit", page.pk)
    writer.submit(page, title="Better words")
    assert "Name the source" not in writer.read("wagtailadmin_pages:edit", page.pk)
    editor.decide(page, "approve", comment="Thank you.")
    assert public_title(page) == "Better words"
    history = editor.read("wagtailadmin_pages:history", page.pk)
    assert "Name the source of the figure." in history
    assert "Published" in history


def test_a_resubmission_is_done_as_a_whole_or_not_at_all(writer, editor, monkeypatch):
    page = factories.partner("in_review")
    editor.decide(page, "reject", comment="Not yet.")
    before = page.current_workflow_state

    def halfway(*args, **kwargs):
        raise InterruptedError

    monkeypatch.setattr(WorkflowState, "update", halfway)
    with pytest.raises(InterruptedError):
        writer.submit(page, title="Better words")
    after = WorkflowState.objects.get(pk=before.pk)
    assert (after.status, after.current_task_state_id) == ("needs_changes", before.current_task_state_id)


def test_a_rejected_version_stays_away_from_readers(editor):
    page = factories.partner(title="Public words")
    factories.edit(page, title="New words")
    factories.submit(page)
    editor.decide(page, "reject", comment="Not yet.")
    assert public_title(page) == "Public words"


def test_an_edit_after_submission_restarts_the_review_and_the_reviewer_sees_why(editor, second_editor):
    page = factories.partner("in_review")
    first = page.current_workflow_task_state
    editor.send(page, title="Changed on the way")
    why = "after it was submitted"
    assert why in second_editor.read("wagtailadmin_pages:edit", page.pk)
    assert why in second_editor.read("wagtailadmin_pages:history", page.pk)
    assert why in second_editor.read("wagtailadmin_home")
    assert TaskState.objects.get(pk=first.pk).status == TaskState.STATUS_CANCELLED
    editor.decide(page, "approve")
    assert public_title(page) is None
    second_editor.decide(page, "approve")
    assert public_title(page) == "Changed on the way"


def test_a_history_says_why_a_review_starts_again_in_the_language_of_whoever_reads_it(editor, second_editor):
    page = factories.partner("in_review")
    editor.send(page, title="Changed on the way")
    UserProfile.objects.update_or_create(user=second_editor.person, defaults={"preferred_language": "es"})
    assert "cambió la página después de que se envió" in second_editor.read("wagtailadmin_pages:history", page.pk)


def test_a_link_to_an_old_version_decides_nothing_and_says_why(editor, second_editor):
    page = factories.partner("in_review")
    old = page.current_workflow_task_state
    editor.send(page, title="Changed on the way")
    answer = second_editor.decide(page, "approve", state=old)
    assert "Nothing was decided" in said(answer)
    assert "after it was submitted" in said(answer)
    assert public_title(page) is None


def test_a_link_to_a_decided_version_decides_nothing_and_says_so(editor, second_editor):
    page = factories.partner("in_review")
    old = page.current_workflow_task_state
    editor.decide(page, "reject", comment="Not yet.")
    assert "no longer waiting" in said(second_editor.decide(page, "approve", state=old))
    assert public_title(page) is None


def test_a_link_that_mixes_two_pages_leads_nowhere(editor):
    mine, other = factories.partner("in_review"), factories.vision("in_review")
    editor.decide(mine, "approve", state=other.current_workflow_task_state)
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 2
    assert public_title(mine) is None
    assert public_title(other) is None


def test_an_outdated_screen_approves_nothing(editor, second_editor):
    page = factories.partner("in_review")
    screen = second_editor.open(page)
    editor.send(page, title="Changed on the way")
    answer = second_editor.decide_in_editor(page, "approve", form=screen, comment="Well done.")
    assert "changed after you opened it" in said(answer)
    assert "Well done." in said(answer)
    assert public_title(page) is None
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().title == "Changed on the way"


def test_a_screen_from_before_the_decision_approves_nothing(editor, second_editor):
    page = factories.partner("in_review")
    screen = second_editor.open(page)
    editor.decide(page, "reject", comment="Not yet.")
    answer = second_editor.decide_in_editor(page, "approve", form=screen)
    assert "nothing was decided" in said(answer)
    assert public_title(page) is None


def test_approving_with_a_change_saves_the_change_and_leaves_the_approval_to_somebody_else(editor, second_editor):
    page = factories.partner("in_review")
    answer = editor.decide_in_editor(page, "approve", title="Just one comma")
    assert "Your change is saved. You made the last change" in said(answer)
    assert public_title(page) is None
    second_editor.decide(page, "approve")
    assert public_title(page) == "Just one comma"


def test_asking_for_changes_keeps_what_the_reviewer_typed(writer, editor):
    page = factories.partner("in_review")
    editor.decide_in_editor(page, "reject", comment="See my title.", title="A suggestion")
    assert "See my title." in writer.read("wagtailadmin_pages:edit", page.pk)
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().title == "A suggestion"


def test_autosave_keeps_the_editor_s_script_working_and_never_touches_a_submitted_version(editor):
    page = factories.partner("in_review", title="Submitted words")
    submitted = page.latest_revision
    form = editor.open(page)
    status, answer = editor.autosave(page, form, title="Typing")
    assert (status, answer["success"]) == (200, True)
    form["overwrite_revision_id"] = answer["revision_id"]
    first = answer["revision_id"]
    assert first != submitted.pk
    assert Revision.objects.get(pk=submitted.pk).content["title"] == "Submitted words"
    # The new version is under review now, so the next second's typing makes another one.
    status, answer = editor.autosave(page, form, title="Typing on")
    assert (status, answer["success"]) == (200, True)
    assert answer["revision_id"] != first
    assert Revision.objects.get(pk=first).content["title"] == "Typing"


def test_autosave_overwrites_its_own_draft_and_nothing_else(writer):
    page = factories.partner("draft")
    form = writer.open(page)
    _, answer = writer.autosave(page, form, title="Typing")
    form["overwrite_revision_id"] = draft = answer["revision_id"]
    status, answer = writer.autosave(page, form, title="Typing on")
    assert (status, answer["revision_id"]) == (200, draft)
    assert public_title(page) is None


def test_autosave_never_touches_what_is_public(writer):
    page = factories.partner(title="Public words")
    approved = page.live_revision_id
    form = writer.open(page)
    form["overwrite_revision_id"] = approved
    status, _ = writer.autosave(page, form, title="Typing")
    assert status in (200, 400)
    assert Revision.objects.get(pk=approved).content["title"] == "Public words"
    assert public_title(page) == "Public words"


def test_a_page_in_review_is_locked_for_its_writer_and_autosave_says_so(writer):
    page = factories.partner("draft")
    form = writer.open(page)
    factories.submit(page)
    status, answer = writer.autosave(page, form, title="One more thing")
    assert (status, answer["success"], answer["error_code"]) == (400, False, "locked")


def test_of_two_decisions_at_the_same_moment_the_second_is_told_that_it_came_too_late(editor, second_editor):
    page = factories.partner("in_review", title="Twice")
    first, second = (TaskState.objects.get(pk=page.current_workflow_task_state.pk) for _ in range(2))
    task = first.task.specific
    task.on_action(first, editor.person, "approve")
    with pytest.raises(LawError, match="no longer waiting"):
        task.on_action(second, second_editor.person, "reject", comment="Not yet.")
    assert public_title(page) == "Twice"
    assert page.approvals.count() == 1


@pytest.mark.parametrize(
    "report", ["workflow", "workflow_tasks", "site_history", "locked_pages", "aging_pages"], ids=lambda name: name
)
def test_no_report_offers_a_decision(editor, report):
    page = factories.partner("in_review")
    html = editor.read(f"wagtailadmin_reports:{report}")
    assert "workflow/action" not in html
    assert public_title(page) is None


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_no_bulk_action_reaches_past_the_law(editor, action):
    public, draft = factories.partner(title="Public words"), factories.vision("in_review")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    editor.client.post(f"{url}?id={public.pk}&id={draft.pk}&next=/admin/", {"include_descendants": "on"})
    assert public_title(public) == "Public words"
    assert public_title(draft) is None


def imported(**fields):
    """A page whose words came from an import, without the marks that the editor gives to blocks and paragraphs."""
    return factories.partner("in_review", description="<p>Neighbours who drive to every hearing.</p>", **fields)


def test_the_editor_s_marks_on_an_imported_page_are_no_change_so_who_opens_it_may_approve_it(editor):
    page = imported(title="Imported")
    marked = '<p data-block-key="a1b2c">Neighbours who drive to every hearing.</p>'
    converter = ContentstateConverter(features=["bold"])
    editor.decide_in_editor(page, "approve", description=converter.from_database_format(marked))
    assert public_title(page) == "Imported"


def test_a_comment_changes_no_word_so_the_review_goes_on_and_its_author_may_approve(editor):
    page = factories.partner("in_review", title="Commented")
    state = page.current_workflow_task_state
    comment = {
        "comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0",
        "comments-0-text": "Which hearing?", "comments-0-contentpath": "title",
        "comments-0-position": "", "comments-0-resolved": "", "comments-0-DELETE": "", "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    editor.send(page, **comment)
    assert page.wagtail_admin_comments.get().text == "Which hearing?"
    page = type(page).objects.get(pk=page.pk)
    assert page.current_workflow_task_state.pk == state.pk
    editor.decide(page, "approve")
    assert public_title(page) == "Commented"


def test_typing_on_calls_the_other_reviewers_once_and_moves_the_review_along(editor, second_editor):
    page = factories.partner("in_review")
    mail.outbox.clear()
    form = editor.open(page)
    for words in ("T", "Ty", "Typing", "Typing on"):
        _, answer = editor.autosave(page, form, title=words)
        form["overwrite_revision_id"] = answer["revision_id"]
    called = [message for message in mail.outbox if second_editor.person.email in message.to]
    assert len(called) == 1
    assert "after it was submitted" in second_editor.read("wagtailadmin_pages:edit", page.pk)
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    assert [state.revision.content["title"] for state in waiting] == ["Typing on"]
    second_editor.decide(page, "approve")
    assert public_title(page) == "Typing on"


def test_who_typed_and_then_asks_for_changes_is_not_told_that_the_page_changed(editor):
    page = factories.partner("in_review")
    form = editor.open(page)
    editor.autosave(page, form, title="Typing")
    form["title"] = "Typing"
    answer = editor.decide_in_editor(page, "reject", comment="See my title.", form=form)
    assert "went back to its author" in said(answer)


def test_an_approval_takes_no_more_statements_however_often_the_page_was_approved_before():
    page, taken = factories.campaign_story(), []
    for number in range(3):
        factories.edit(page, summary=f"Said for the {number}th time.")
        factories.submit(page)
        with CaptureQueriesContext(connection) as asked:
            factories.decide(page, "approve")
        taken.append(len(asked))
    assert taken[1] == taken[2] <= 110
