"""A partner: an organisation or a coalition."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES
from newsroom.authoring.fields import ChoiceListField, chosen_ids, chosen_pages_field
from newsroom.authoring.harmless import web_address
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import Card, PageDocument
from newsroom.translation.languages import django_languages
from stories.filters import ISSUE, LANGUAGE, PARTNER_PLACE
from stories.issues import ISSUES
from stories.panels import OnTheMapPanel
from stories.places import refuse_addresses, split_places


class PartnerDocument(PageDocument):
    """A partner: its name is the title. `issues` and `languages` are codes, `places` names of places."""

    type: Literal["partner"]
    kind: Literal["organisation", "coalition"]
    places: list[str]
    issues: list[str]
    languages: list[str]
    website: str
    description: str
    campaigns: list[Card]


class PartnerPage(NewsroomPage):
    """An organisation or a coalition that stands behind campaigns."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organization")  # The value is the API's word, and stays.
        COALITION = "coalition", _("coalition")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.ORGANISATION)
    places = models.CharField(
        _("places"),
        max_length=300,
        blank=True,
        validators=[refuse_addresses],
        help_text=_(
            "Cities or regions, separated by commas. No addresses. The map shows the cities that it knows: where "
            "several have the same name, add the state or the country."
        ),
    )
    issues = ChoiceListField(_("issues"), options=ISSUES)
    languages = ChoiceListField(_("languages"), options=django_languages())
    website = models.URLField(_("website"), blank=True)
    description = RichTextField(_("description"), blank=True, features=RICH_TEXT_FEATURES)
    campaigns = chosen_pages_field("stories.CampaignStoryPage", _("Campaigns"))

    content_panels = [
        *NewsroomPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("places"),
        OnTheMapPanel(),
        FieldPanel("issues", heading=_("Issues")),
        FieldPanel("languages"),
        FieldPanel("website"),
        FieldPanel("description"),
        FieldPanel("campaigns"),
    ]
    parent_page_types = ["stories.PartnerIndexPage"]
    subpage_types: list[str] = []

    override_translatable_fields = [
        *NewsroomPage.override_translatable_fields,
        SynchronizedField("title"),
        SynchronizedField("kind"),
        SynchronizedField("issues"),
        SynchronizedField("languages"),
        SynchronizedField("website"),
    ]

    search_fields = [
        *NewsroomPage.search_fields,
        index.SearchField("places"),
        index.SearchField("description"),
        index.FilterField("kind"),
    ]

    filters = (PARTNER_PLACE, ISSUE, LANGUAGE)

    document = PartnerDocument

    class Meta:
        verbose_name = _("partner")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["organisation", "coalition"]), name="a_partner_is_of_a_known_kind"
            )
        ]

    @classmethod
    def card_details(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {
            "kind": content["kind"],
            "places": split_places(content.get("places")),
            "issues": content.get("issues") or [],
            "languages": content.get("languages") or [],
            "website": web_address(content.get("website")),
        }

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "places": split_places(self.places),
            "issues": self.issues,
            "languages": self.languages,
            "website": web_address(self.website),
            "description": world.html(self.description, lang),
            "campaigns": world.card_list(chosen_ids(self.campaigns), lang),
        }
