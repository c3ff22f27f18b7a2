"""Campaigns, announcements, toolkits, and the partners behind them."""

from stories.models.announcements import AnnouncementPage
from stories.models.campaigns import CampaignStoryPage
from stories.models.indexes import PartnerIndexPage, StoryIndexPage
from stories.models.partners import PartnerPage
from stories.models.traits import SharedTrait
from stories.partner_import.models import PartnerImport, PartnerImportRow

__all__ = [
    "AnnouncementPage",
    "CampaignStoryPage",
    "PartnerImport",
    "PartnerImportRow",
    "PartnerIndexPage",
    "PartnerPage",
    "SharedTrait",
    "StoryIndexPage",
]
