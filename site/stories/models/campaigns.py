"""A campaign story: what a community did and won in a place, and the toolkit others need to do it too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from newsroom.authoring.blocks import BodyStream, DeliveredBlock, FileBlock, MilestoneBlock, PublishedFile, VideoBlock
from newsroom.authoring.blocks.body import deliver_stream
from newsroom.authoring.blocks.files import toolkit_url
from newsroom.authoring.blocks.media import VideoShape
from newsroom.authoring.blocks.records import Milestone
from newsroom.authoring.delivery import public_url
from newsroom.authoring.fields import ChoiceListField, chosen_ids, chosen_pages_field
from newsroom.authoring.page import NewsroomPage, SourcePanel
from newsroom.authoring.schemas import Card, PageDocument
from newsroom.consent.statement import HELP, StatementField
from stories.filters import ISSUE, STORY_PLACE, YEAR, status_filter
from stories.issues import ISSUES
from stories.near import NEAR, look_around
from stories.places import refuse_addresses


class CampaignStoryDocument(PageDocument):
    """A campaign: `start_year` and `end_year` are whole numbers, `end_year` is null while it goes on. `issues` are
    codes, `won` runs from the oldest.
    `toolkit_url` is where the whole toolkit is to be had as one zip, null where there is none.
    `commitments` and `announcements` are those that name this story; `related` are up to three others."""

    type: Literal["campaign_story"]
    place: str
    region: str
    status: Literal["ongoing", "partly_won", "won"]
    start_year: int
    end_year: int | None
    issues: list[str]
    people: str
    won: list[Milestone]
    body: list[DeliveredBlock]
    videos: list[VideoShape]
    toolkit: list[PublishedFile]
    toolkit_url: str | None
    partners: list[Card]
    commitments: list[Card]
    announcements: list[Card]
    related: list[Card]


class CampaignStoryPage(NewsroomPage):
    """What a community did and won in a place."""

    class Status(models.TextChoices):
        ONGOING = "ongoing", _("ongoing")
        PARTLY_WON = "partly_won", _("partly won")
        WON = "won", _("won")

    place = models.CharField(
        _("place"),
        max_length=120,
        validators=[refuse_addresses],
        help_text=_("A city, or a whole region. Never an address."),
    )
    region = models.CharField(
        _("region"),
        max_length=120,
        blank=True,
        validators=[refuse_addresses],
        help_text=_("State, province or country."),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.ONGOING)
    start_year = models.PositiveSmallIntegerField(_("began in"))
    end_year = models.PositiveSmallIntegerField(_("ended in"), null=True, blank=True)
    people = models.TextField(_("people"), blank=True, help_text=_("Who did this, in words that put nobody at risk."))
    won = StreamField([("milestone", MilestoneBlock())], blank=True, verbose_name=_("what was won"))
    body = StreamField(BodyStream(), blank=True, verbose_name=_("body"))
    videos = StreamField([("video", VideoBlock())], blank=True, verbose_name=_("videos"))
    toolkit = StreamField([("file", FileBlock())], blank=True, verbose_name=_("toolkit"))
    issues = ChoiceListField(_("issues"), options=ISSUES)
    partners = chosen_pages_field("stories.PartnerPage", _("Partners"))
    consents = StatementField(_("People in this story"), help_text=HELP)

    content_panels = [
        *NewsroomPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("region")]),
                FieldRowPanel([FieldPanel("status"), FieldPanel("start_year"), FieldPanel("end_year")]),
            ],
            _("Where and when"),
        ),
        FieldPanel("issues", heading=_("Issues")),
        FieldPanel("people"),
        SourcePanel("consents"),
        FieldPanel("won"),
        FieldPanel("body"),
        FieldPanel("videos"),
        FieldPanel("toolkit"),
        FieldPanel("partners"),
    ]
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []

    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        SynchronizedField("status"),
        SynchronizedField("start_year"),
        SynchronizedField("end_year"),
        SynchronizedField("issues"),
        SynchronizedField("consents"),
    ]

    search_fields = [
        *NewsroomPage.search_fields,
        index.SearchField("place", boost=1.5),
        index.SearchField("region"),
        index.SearchField("people"),
        index.SearchField("won"),
        index.SearchField("body"),
        index.SearchField("videos"),
        index.SearchField("toolkit"),
        index.FilterField("status"),
    ]

    filters = (STORY_PLACE, ISSUE, YEAR, status_filter(Status.choices))

    document = CampaignStoryDocument
    in_feed = True

    class Meta:
        verbose_name = _("campaign story")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="a_campaign_ends_after_it_began",
                violation_error_message=_("The campaign ends before it began: check the two years."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ongoing", "partly_won", "won"]), name="a_campaign_has_a_known_status"
            ),
        ]

    @classmethod
    def card_details(cls, content: dict[str, Any]) -> dict[str, Any]:
        names = ("place", "region", "status", "start_year", "end_year")
        return {**{name: content.get(name) for name in names}, "issues": content.get("issues") or []}

    @classmethod
    def look_around(cls, pages: Sequence[Any]) -> None:
        look_around(pages)

    def deliver(self, world, lang: str) -> dict[str, Any]:
        toolkit = deliver_stream(self.toolkit, world, lang)
        return {
            "place": self.place,
            "region": self.region,
            "status": self.status,
            "start_year": self.start_year,
            "end_year": self.end_year,
            "issues": self.issues,
            "people": self.people,
            "won": sorted(deliver_stream(self.won, world, lang), key=lambda milestone: milestone.date),
            "body": deliver_stream(self.body, world, lang),
            "videos": deliver_stream(self.videos, world, lang),
            "toolkit": toolkit,
            "toolkit_url": toolkit_url(public_url(lang, self.url_path), toolkit),
            "partners": world.card_list(chosen_ids(self.partners), lang),
            **{name: world.card_list(self.near.get(name, []), lang) for name in NEAR},
        }
