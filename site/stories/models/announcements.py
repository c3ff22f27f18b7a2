"""An announcement: what a newsroom sends out on a day."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from newsroom.authoring.blocks import BodyStream, DeliveredBlock
from newsroom.authoring.blocks.body import deliver_stream
from newsroom.authoring.fields import chosen_ids, chosen_pages_field
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import Card, PageDocument
from stories.places import refuse_addresses

# The last part of the address of their list, below that of the stories.
ANNOUNCEMENTS = "announcements"


class AnnouncementDocument(PageDocument):
    """An announcement: `dateline_date` is a day, `contact_email` whom the press may write to."""

    type: Literal["announcement"]
    dateline_place: str
    dateline_date: datetime.date
    contact_name: str
    contact_email: str
    body: list[DeliveredBlock]
    campaigns: list[Card]
    partners: list[Card]


class AnnouncementPage(NewsroomPage):
    """News, with a dateline and a contact."""

    dateline_place = models.CharField(_("place"), max_length=120, blank=True, validators=[refuse_addresses])
    dateline_date = models.DateField(_("date"))
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    body = StreamField(BodyStream(), verbose_name=_("body"))
    campaigns = chosen_pages_field("stories.CampaignStoryPage", _("Campaigns"))
    partners = chosen_pages_field("stories.PartnerPage", _("Partners"))

    content_panels = [
        *NewsroomPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("dateline_place"), FieldPanel("dateline_date")]),
                FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_email")]),
            ],
            _("Dateline and contact"),
        ),
        FieldPanel("body"),
        FieldPanel("campaigns"),
        FieldPanel("partners"),
    ]
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []

    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        SynchronizedField("dateline_date"),
        SynchronizedField("contact_name"),
        SynchronizedField("contact_email"),
    ]

    search_fields = [*NewsroomPage.search_fields, index.SearchField("dateline_place"), index.SearchField("body")]

    document = AnnouncementDocument
    in_feed = True

    class Meta:
        verbose_name = _("announcement")
        # A story finds the announcements that name it.
        indexes = [GinIndex(fields=["campaigns"], opclasses=["jsonb_path_ops"], name="announcements_by_campaign")]

    @classmethod
    def card_details(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {name: content.get(name) or "" for name in ("dateline_place", "dateline_date")}

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {
            "dateline_place": self.dateline_place,
            "dateline_date": self.dateline_date,
            "contact_name": self.contact_name,
            "contact_email": self.contact_email,
            "body": deliver_stream(self.body, world, lang),
            "campaigns": world.card_list(chosen_ids(self.campaigns), lang),
            "partners": world.card_list(chosen_ids(self.partners), lang),
        }


def newest_announcements(pages: Any) -> Any:
    """The announcements among a queryset of pages, by the day that their approved revision says, the newest first."""
    day = KeyTextTransform("dateline_date", "live_revision__content")
    return pages.type(AnnouncementPage).annotate(day=day).order_by("-day", "-pk")
