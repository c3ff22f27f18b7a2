"""What somebody without an account says about a preview: a line in the page's history, and nowhere else."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from newsroom.web.previews.links import Preview
from newsroom.web.previews.tasks import tell_of_a_comment

ACTION = "newsroom.preview_comment"
MOST_AN_HOUR, MOST_OF_ALL = 10, 200
LONGEST, LONGEST_NAME = 2000, 80
# How long a form may stand open.
FORM_AGE = datetime.timedelta(days=1)
_SALT = "newsroom.web.previews.comment"


class CommentForm(forms.Form):
    """`form_key` shows that whoever sends the form was shown it: in place of a cookie, of which readers get none."""

    name = forms.CharField(
        label=_("Your name, if you like"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    comment = forms.CharField(
        label=_("What do you want to say about it?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6, "dir": "auto", "maxlength": LONGEST}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("That is too long: 2,000 characters at most."),
        },
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, preview: Preview) -> None:
        super().__init__(data, auto_id="preview-%s-text", initial={"form_key": _signer().sign(str(preview.link.pk))})
        self.preview = preview

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self._was_shown(self.data.get("form_key", "")):
            raise forms.ValidationError(_("Please load the page again, then send your comment."))
        return cleaned

    def _was_shown(self, key: str) -> bool:
        try:
            return _signer().unsign(key, max_age=FORM_AGE) == str(self.preview.link.pk)
        except BadSignature:
            return False


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sends this."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def is_too_much(preview: Preview) -> bool:
    """Whether so many came by this link that somebody is not commenting but flooding."""
    said = PageLogEntry.objects.filter(page_id=preview.page.pk, action=ACTION, data__link=preview.link.pk)
    an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
    return said.filter(timestamp__gt=an_hour_ago).count() >= MOST_AN_HOUR or said.count() >= MOST_OF_ALL


@transaction.atomic
def keep(preview: Preview, name: str, comment: str) -> None:
    """Write it into the page's history, beside the revision that it is about, and tell whoever made the link."""
    log(
        instance=preview.page,
        action=ACTION,
        revision=preview.link.revision,
        data={"link": preview.link.pk, "name": name, "comment": comment},
    )
    tell_of_a_comment.enqueue(preview.link.pk)


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=_SALT)
