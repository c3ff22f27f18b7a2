"""The scenes: every page of the demo, where it stands, and how far it has come. The tests perform the same list."""

from typing import Any, Literal, NamedTuple

from commitments.models import CommitmentIndexPage, CommitmentPage
from home.models import AboutPage, HomePage, VisionPage
from stories.models import AnnouncementPage, CampaignStoryPage, PartnerIndexPage, PartnerPage, StoryIndexPage

State = Literal["public", "draft", "in_review", "rejected", "scheduled", "taken_down"]

LANGUAGES = ("es", "ar", "zh-hans")
SPANISH, ARABIC_TOO = ("es",), ("es", "ar")


class Scene(NamedTuple):
    """One page. `name` is its slug and the name of its files below `content/<language>/`; `parent` is a scene's name.

    `languages` are those beside English in which it is translated, reviewed and approved as well."""

    name: str
    model: Any
    parent: str | None = "home"
    languages: tuple[str, ...] = SPANISH
    state: State = "public"
    in_menu: bool = False


# In the order of publication: what comes last is the newest, and lists begin with it.
PUBLIC = (
    Scene("home", HomePage, None, LANGUAGES),
    Scene("about", AboutPage, languages=LANGUAGES, in_menu=True),
    Scene("vision", VisionPage, languages=ARABIC_TOO, in_menu=True),
    Scene("commitments", CommitmentIndexPage, languages=ARABIC_TOO, in_menu=True),
    Scene("those-closest-lead", CommitmentPage, "commitments", ARABIC_TOO),
    Scene("no-one-off-the-list", CommitmentPage, "commitments", ARABIC_TOO),
    Scene("a-story-belongs-to-its-people", CommitmentPage, "commitments", ARABIC_TOO),
    Scene("every-language-we-live-in", CommitmentPage, "commitments", ARABIC_TOO),
    Scene("repair-before-punishment", CommitmentPage, "commitments", ARABIC_TOO),
    Scene("share-the-recipe", CommitmentPage, "commitments"),
    Scene("stay-for-the-dishes", CommitmentPage, "commitments", ARABIC_TOO),
    Scene("stories", StoryIndexPage, languages=LANGUAGES, in_menu=True),
    Scene("partners", PartnerIndexPage, languages=LANGUAGES, in_menu=True),
    Scene("red-clay-neighbors", PartnerPage, "partners", LANGUAGES),
    Scene("keys-back", PartnerPage, "partners", ("es", "zh-hans")),
    Scene("loom-and-letter", PartnerPage, "partners", LANGUAGES),
    Scene("valley-record-clinic", PartnerPage, "partners"),
    Scene("pacific-homecoming", PartnerPage, "partners"),
    Scene("budget-kitchen", PartnerPage, "partners"),
    Scene("lakeside-data-defense", PartnerPage, "partners", LANGUAGES),
    Scene("corner-to-corner", PartnerPage, "partners", LANGUAGES),
    Scene("name-off-the-list", PartnerPage, "partners", LANGUAGES),
    Scene("hill-country-welcome", PartnerPage, "partners"),
    Scene("bayou-bail-watch", PartnerPage, "partners"),
    Scene("both-sides-of-the-wall", PartnerPage, "partners"),
    Scene("texas", CampaignStoryPage, "stories"),
    Scene("california", CampaignStoryPage, "stories"),
    Scene("chicago", CampaignStoryPage, "stories", LANGUAGES),
    Scene("atlanta", CampaignStoryPage, "stories", LANGUAGES),
    Scene("card-for-the-door", AnnouncementPage, "stories"),
    Scene("toolkits-free", AnnouncementPage, "stories"),
    Scene("newsroom-opens", AnnouncementPage, "stories", ARABIC_TOO),
)
# Work in progress: each shows what one person finds waiting.
UNFINISHED = (
    Scene("tucson", CampaignStoryPage, "stories", (), "draft"),
    Scene("spring-gathering", AnnouncementPage, "stories", (), "in_review"),
    Scene("newark", CampaignStoryPage, "stories", (), "rejected"),
    Scene("one-supper", AnnouncementPage, "stories", (), "scheduled"),
    Scene("night-kitchen", CampaignStoryPage, "stories", SPANISH, "taken_down"),
)
SCENES = (*PUBLIC, *UNFINISHED)
# Where a translation's words stand as a machine made them, by scene and language: fields, or places in a stream.
BY_MACHINE = {
    ("keys-back", "zh-hans"): ("summary", "description"),
    ("vision", "ar"): ("body.19",),
}
