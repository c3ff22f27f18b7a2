"""Background work of previews."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.models import Revision

from newsroom.authoring.references import references_in
from newsroom.web.pictures import forget_unshown
from newsroom.web.previews.models import PreviewLink


@task()
def forget_pictures(revision_id: int) -> None:
    """A preview had files of pictures made, whose addresses its readers know: those that nothing public shows go."""
    revision = Revision.objects.filter(pk=revision_id).first()
    if revision is not None:
        forget_unshown(references_in(revision).images)


@task()
def tell_of_a_comment(link_id: int) -> int:
    """Tell whoever made a link that somebody said something. What they said stays in the house: mail does not. Gives
    the number of mails."""
    link = PreviewLink.objects.select_related("made_by", "page").filter(pk=link_id).first()
    if link is None or link.made_by is None or not link.made_by.is_active or not link.made_by.email:
        return 0
    subject = _("A comment on a preview")
    body = _(
        "Somebody commented on a page by a preview link that you made. It is in the page's history:\n\n%(url)s"
    ) % {"url": f"{settings.WAGTAILADMIN_BASE_URL}{settings.ADMIN_PATH}pages/{link.page_id}/history/"}
    return send_mail(subject, body, None, [link.made_by.email])
