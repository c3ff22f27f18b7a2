"""What the database itself refuses, whoever asks and with whatever tool."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError
from wagtail.models import Revision

from newsroom.authoring.visible import visible_pages
from newsroom.review import law
from newsroom.review.models import Approval, name_of
from tests import factories

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def approval_by(revision, person, **fields):
    return Approval.objects.create(
        page_id=int(revision.object_id),
        revision=revision,
        author_id=revision.user_id,
        approved_by=person,
        digest=law.digest(revision.content),
        **fields,
    )


def test_an_approval_names_who_wrote_who_submitted_and_who_approved():
    page = factories.about()
    approval = page.approvals.get()
    assert (approval.author, approval.submitted_by) == (factories.writer(), factories.writer())
    assert approval.approved_by == factories.editor()
    assert approval.digest == law.digest(page.live_revision.content)


def test_an_approval_is_never_changed():
    approval = factories.about().approvals.get()
    with pytest.raises(IntegrityError):
        sql("UPDATE review_approval SET approved_by_id = %s WHERE id = %s", factories.superuser().pk, approval.pk)


def test_an_approved_version_is_never_changed():
    page = factories.about()
    with pytest.raises(IntegrityError):
        sql("UPDATE wagtailcore_revision SET content = '{}' WHERE id = %s", page.live_revision_id)
    with pytest.raises(IntegrityError):
        sql("UPDATE wagtailcore_revision SET object_id = '1' WHERE id = %s", page.live_revision_id)


def test_nobody_is_recorded_as_approving_their_own_words():
    page = factories.about("draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        approval_by(page.latest_revision, factories.writer())


def test_nobody_is_recorded_as_approving_what_they_submitted():
    page = factories.about("draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        approval_by(page.latest_revision, factories.editor(), submitted_by=factories.editor())


def test_an_approval_needs_an_author():
    page = factories.about("draft")
    Revision.objects.filter(pk=page.latest_revision_id).update(user=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        approval_by(Revision.objects.get(pk=page.latest_revision_id), factories.editor())


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_emergency_needs_a_reason(reason):
    page = factories.about("draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        approval_by(page.latest_revision, factories.administrator(), kind="emergency", reason=reason)


def test_purging_old_versions_keeps_the_approved_ones():
    page = factories.publish(factories.about(), title="About the network")
    page = factories.publish(page, title="About all of us")
    factories.edit(page, title="A draft")
    approved = set(page.approvals.values_list("revision_id", flat=True))
    call_command("purge_revisions", verbosity=0)
    left = set(Revision.page_revisions.for_instance(page).values_list("pk", flat=True))
    assert approved <= left
    assert visible_pages().filter(pk=page.pk).exists()


def test_an_approved_version_is_not_deleted_alone():
    page = factories.about()
    with pytest.raises(ProtectedError):
        page.live_revision.delete()


def test_a_page_that_is_deleted_takes_its_approvals_with_it():
    page = factories.about()
    pk = page.pk
    page.delete()
    assert not Approval.objects.filter(page_id=pk).exists()


def test_the_record_outlives_the_accounts_of_those_on_it():
    page, editor, writer = factories.about(), factories.editor(), factories.writer()
    numbers = (writer.pk, editor.pk)
    factories.editor().delete()
    factories.writer().delete()
    approval = page.approvals.get()
    assert (approval.author_id, approval.approved_by_id) == numbers
    assert "deleted" in name_of(approval.approved_by_id)
    assert visible_pages().filter(pk=page.pk).exists()
