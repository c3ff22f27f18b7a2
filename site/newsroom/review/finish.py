"""What happens when the last task of a workflow is approved.

Named by WAGTAIL_FINISH_WORKFLOW_ACTION and imported while Wagtail's models load, so no model is imported up here.
Wagtail would publish the page's *latest* revision; we publish the one that was reviewed, or nothing.
"""

from django.utils.translation import gettext as _


def publish_approved(workflow_state, user=None):
    """Record the approval of exactly the reviewed revision and publish it. Raises LawError, which undoes the
    approval as a whole: Wagtail calls this within the transaction of `TaskState.approve`."""
    from newsroom.review import approvals, law
    from newsroom.review.models import names_on

    task_state = workflow_state.current_task_state
    if task_state is None or task_state.status != task_state.STATUS_APPROVED:
        raise law.NotApproved(_("Nobody approved this version: a workflow needs at least one review task."))
    revision = task_state.revision
    approval = approvals.approve(revision, user, submitted_by_id=names_on(task_state, user)["submitted_by_id"])
    approval.revision.publish(user=user, skip_permission_checks=True)
