"""Work in progress: something waits for each of the demo's people."""

from demo.scenes import translating, writing
from demo.scenes.content import FOLDER
from demo.scenes.files import Library
from demo.scenes.registry import SCENES, UNFINISHED
from stories.models import PartnerIndexPage
from stories.partner_import.steps import start_import

REJECTION_AR = (
    "نص «التزاماتنا» جيد، لكن «لكل واحد أن يوقف الاجتماع» تبدو أمرًا إداريًا. فاجعله أقرب إلى كلام الناس، ثم أعد إرساله."
)
OUTDATED, UPDATED = "texas", "toolkits-free"
IN_REVIEW = {"ar": "newsroom-opens", "zh-hans": "newsroom-opens"}
REJECTED = {"ar": "commitments"}
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
    """One translation is outdated, some are in review, one was sent back."""
    writing.rewrite(_BY_NAME[OUTDATED], library)
    writing.rewrite(_BY_NAME[UPDATED], library)
    translating.hand_in(_BY_NAME[UPDATED], "es", library, later=True)
    for lang, name in IN_REVIEW.items():
        translating.hand_in(_BY_NAME[name], lang, library)
    for lang, name in REJECTED.items():
        page = translating.hand_in(_BY_NAME[name], lang, library)
        writing.decide(page, "reject", translating.reviewer(lang), comment=REJECTION_AR)


def leave_partners_waiting(library: Library) -> None:
    """A list of partners was pasted: with duplicates, near-duplicates and a line that says nothing."""
    index = PartnerIndexPage.objects.get(pk=library.page("partners"))
    text = (FOLDER / "partner-list.txt").read_text(encoding="utf-8")
    start_import(index, writing.person("writer"), text, source_name="sign-up sheet.txt")
