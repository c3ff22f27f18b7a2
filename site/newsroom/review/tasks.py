"""Background work of the review room. Each is enqueued in the transaction it belongs to, so none is lost."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Revision

from newsroom.review import roles
from newsroom.review.later import enqueue_at

TRY_AGAIN_AFTER = datetime.timedelta(minutes=5)


@task()
def mail_emergency(approval_id: int) -> int:
    """Tell every Editor that a page was published without review. Gives the number of mails sent."""
    from newsroom.review.models import Approval, name_of

    approval = Approval.objects.select_related("page").get(pk=approval_id)
    editors = Group.objects.get(name=roles.EDITORS).user_set.filter(is_active=True).exclude(email="")
    subject = _("Published without approval: %(title)s") % {"title": approval.page.title}
    body = _("%(name)s published “%(title)s” without a review and gave this reason:\n\n%(reason)s\n\n%(url)s") % {
        "name": name_of(approval.approved_by_id),
        "title": approval.page.title,
        "reason": approval.reason,
        "url": f"{settings.WAGTAILADMIN_BASE_URL}/admin/pages/{approval.page_id}/history/",
    }
    return sum(send_mail(subject, body, None, [person.email]) for person in editors)


@task()
def publish_due(*_ignored) -> dict[str, int]:
    """Publish what is due and end what has expired. Enqueued for the hour itself; a cron job may run it too."""
    from newsroom.review.schedule import run_schedule

    counts = run_schedule()
    if counts["failed"]:
        enqueue_at(publish_due, timezone.now() + TRY_AGAIN_AFTER)
    return counts


def wake_for(revision: Revision) -> None:
    """Have the worker woken at the hours at which a version that may go live starts and ends."""
    for name in ("go_live_at", "expire_at"):
        hour = parse_datetime(revision.content.get(name) or "")
        if hour and hour > timezone.now():
            enqueue_at(publish_due, hour)
