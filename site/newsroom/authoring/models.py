"""Pictures and documents, as the newsroom stores them. (The base page is abstract: see `page.py`.)"""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image
from wagtail.search import index

from newsroom.authoring import in_use, taking_in
from newsroom.authoring.sizes import require_size
from newsroom.consent.statement import HELP, StatementField
from newsroom.translation.languages import django_languages


class NewsroomImage(AbstractImage):
    """A picture with the credit that must be shown with it. Alt text belongs to each use, not to the picture."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)
    consents = StatementField(_("People in it"), help_text=HELP)
    # What the file said before it was cleaned. Nobody else ever sees it; it goes once its field says something.
    found_credit = models.CharField(
        _("credit found in the file"),
        max_length=255,
        blank=True,
        help_text=_("Shown to nobody. Copy it to the credit if everybody may read it, or empty this field."),
    )
    found_caption = models.CharField(
        _("caption found in the file"),
        max_length=255,
        blank=True,
        help_text=_("Shown to nobody. Copy it to the description or to a page if everybody may read it."),
    )
    # A page that is taken down showed it, and no other needs it (`withheld_files.py`).
    is_withheld = models.BooleanField(default=False, editable=False)
    stored_before_row = ""

    search_fields = [*AbstractImage.search_fields, index.FilterField("is_withheld")]
    admin_form_fields = (*Image.admin_form_fields, "credit", "found_credit", "found_caption", "consents")
    # What readers get of a picture by itself; alternative text and caption belong to the page. (A crop may leave
    # somebody out: where it goes is seen and approved like the picture.)
    shown_fields = (
        *("file", "credit", "consents"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    )
    # Nobody relied on what was not said: without this word no page with the picture is approved.
    said_later_fields = ("consents",)

    def clean(self) -> None:
        super().clean()
        in_use.clean_change_in_use(self, self.shown_fields)
        self._offer(taking_in.clean_taking_in(self, only_pictures=True))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's; but a picture comes in clean, and one that somebody approved stays the picture that they
        saw. Size and hash follow the file whoever saves it, as a document's do."""
        in_use.refuse_change_in_use(self, self.shown_fields)
        self._offer(taking_in.take_in(self, only_pictures=True))
        if taking_in.is_new(self):
            self._set_image_file_metadata()
        with taking_in.all_or_nothing(self):
            super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        require_size(filter.spec)
        return super().generate_rendition_file(filter, source=source)

    def _offer(self, clean: Any) -> None:
        """Offer what the new file said to whoever uploads it; forget it once the field it was for says something."""
        if clean is not None:
            self.found_credit, self.found_caption = clean.found.credit, clean.found.caption
            return
        self.found_credit = "" if self.credit else self.found_credit
        self.found_caption = "" if self.description else self.found_caption


class NewsroomRendition(AbstractRendition):
    """A picture in one size. Whoever holds its address sees it, so nobody can guess the address: a picture that is in
    no public page yet has renditions too (the admin makes them), and an upload is often called "photo.jpg"."""

    image = models.ForeignKey(NewsroomImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """A name that says nothing of the original's, which may name a person or a place."""
        return f"images/{uuid.uuid4()}{PurePath(filename).suffix}"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter_and_focus"
            )
        ]


class NewsroomDocument(AbstractDocument):
    """A file that others may use: a sample policy, captions, a video."""

    language = models.CharField(
        _("language"),
        max_length=20,
        blank=True,
        choices=django_languages,
        help_text=_("Captions must say it: a video is approved with captions in the language of its page."),
    )
    consents = StatementField(
        _("People in it"), help_text=_("For pictures and videos to take away: without this word no page offers them.")
    )
    is_withheld = models.BooleanField(default=False, editable=False)

    search_fields = [*AbstractDocument.search_fields, index.FilterField("is_withheld")]
    admin_form_fields = (*Document.admin_form_fields, "language", "consents")
    # What readers get of a document by itself.
    shown_fields = ("file", "title", "language", "consents")
    # Nobody relied on what was not said: an upload from before these fields may say it while it is in use.
    said_later_fields = ("language", "consents")
    stored_before_row = ""

    def clean(self) -> None:
        if self.file:  # Wagtail asks how it is called, and a refused one is not there any more.
            super().clean()
        in_use.clean_change_in_use(self, self.shown_fields)
        in_use.clean_leaving_privacy(self)
        taking_in.clean_taking_in(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's; but a file that somebody approved stays the file that they saw. Size and hash follow the file
        whoever saves it: Wagtail sets them in its forms only, an import would not. It comes in clean."""
        in_use.refuse_change_in_use(self, self.shown_fields)
        in_use.refuse_leaving_privacy(self)
        taking_in.take_in(self)
        if taking_in.is_new(self):
            self._set_document_file_metadata()
        with taking_in.all_or_nothing(self):
            super().save(*args, **kwargs)
