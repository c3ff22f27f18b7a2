"""Work in progress: something waits for each of the demo's people."""

from demo.scenes import translating, writing
from demo.scenes.content import FOLDER
from demo.scenes.files import Library
from demo.scenes.registry import SCENES, UNFINISHED
from stories.models import PartnerIndexPage
from stories.partner_import.steps import start_import

REJECTION_AR = "نص «شاركوا الوصفة» جيد، لكن «نص المكالمة» تبدو أمرًا إداريًا. فاجعله أقرب إلى كلام الناس، ثم أعد إرساله."
OUTDATED, UPDATED = "texas", "toolkits-free"
# What can put somebody at risk when it is old: current in one translation, old and therefore hidden in the other.
CRITICAL, FOLLOWED, LEFT_BEHIND = "card-for-the-door", "es", "ar"
IN_REVIEW = {"ar": UPDATED, "zh-hans": "newsroom-opens"}
REJECTED = {"ar": "share-the-recipe"}
_BY_NAME = {scene.name: scene for scene in SCENES}


def perform(library: Library) -> None:
    """Leave everything half done."""
    for scene in UNFINISHED:
        writing.bring(scene, library)
        for lang in scene.languages:
            translating.translate(scene, lang, library)
        if scene.state == "taken_down":
            writing.remove(scene, library)
    leave_translations_open(library)
    leave_partners_waiting(library)


def leave_translations_open(library: Library) -> None:
    """One translation is outdated, one is hidden because it is, some are in review, one was sent back."""
    critical = _BY_NAME[CRITICAL]
    translating.translate(critical, LEFT_BEHIND, library)
    writing.rewrite(critical, library)
    followed = translating.hand_in(critical, FOLLOWED, library, later=True)
    writing.decide(followed, "approve", translating.reviewer(FOLLOWED))
    writing.rewrite(_BY_NAME[OUTDATED], library)
    writing.rewrite(_BY_NAME[UPDATED], library)
    translating.hand_in(_BY_NAME[UPDATED], "es", library, later=True)
    for lang, name in IN_REVIEW.items():
        translating.hand_in(_BY_NAME[name], lang, library, later=name == UPDATED)
    for lang, name in REJECTED.items():
        page = translating.hand_in(_BY_NAME[name], lang, library)
        writing.decide(page, "reject", translating.reviewer(lang), comment=REJECTION_AR)


def leave_partners_waiting(library: Library) -> None:
    """A list of partners was pasted: with duplicates, near-duplicates and a line that says nothing."""
    index = PartnerIndexPage.objects.get(pk=library.page("partners"))
    text = (FOLDER / "partner-list.txt").read_text(encoding="utf-8")
    start_import(index, writing.person("writer"), text, source_name="sign-up sheet.txt")
