"""What would become of each row, and why: asked anew each time it is shown and before anything is created, because
the partners that exist change meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from stories.models.partners import PartnerPage
from stories.partner_import import checks, parse
from stories.partner_import.matching import Candidate, alike, identity, key
from stories.partner_import.models import PartnerImportRow

CREATE, SAME, LEAVE_OUT = PartnerImportRow.Decision.values

# What a row is -> what happens to it unless somebody decides otherwise; "" has to be decided by a person.
DEFAULTS = {
    "new": CREATE,
    "duplicate": SAME,
    "repeated": SAME,
    "near": "",
    "doubtful": "",
    "malformed": "",
    "introduction": LEAVE_OUT,
}


@dataclass
class Verdict:
    """`page` ({"pk", "title", "live"}) or `other` is what the row is the same as, or like."""

    status: str
    why: list[str] = field(default_factory=list)
    name_is_wrong: bool = False
    page: dict[str, Any] | None = None
    other: PartnerImportRow | None = None

    @property
    def about(self) -> str:
        """What a decision about this row is a decision about: it no longer counts when this changes."""
        match = f"page {self.page['pk']}" if self.page else f"row {self.other.pk}" if self.other else ""
        return f"{self.status} {match}".strip()


@dataclass
class Examined:
    """A row with its verdict, and what will happen to it."""

    row: PartnerImportRow
    verdict: Verdict

    @property
    def decision(self) -> str:
        """ "create", "same", "leave_out", or "" while a person has to decide."""
        if self.row.decision and self.row.decided_about == self.verdict.about:
            return self.row.decision
        return default_for(self.verdict.about)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to mend it or decide about it before anything can be created."""
        return not self.decision or (self.decision == CREATE and self.verdict.status == "malformed")

    # What the table shows

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The decisions that make sense for this row, with the empty one while there is none."""
        fitting = {"malformed": [LEAVE_OUT]}.get(self.verdict.status, [CREATE, LEAVE_OUT])
        if self.verdict.page or self.verdict.other:
            fitting = [*fitting, SAME]
        undecided = _("Mend the row, or leave it out") if self.verdict.status == "malformed" else _("Please decide")
        found = [choice for choice in PartnerImportRow.Decision.choices if choice[0] in fitting]
        return found if self.decision else [("", undecided), *found]

    @property
    def kind_is_known(self) -> bool:
        return self.row.kind in PartnerPage.Kind.values

    @property
    def more(self) -> str:
        """What the row has besides its name and kind, on one line."""
        return " · ".join(filter(None, (self.row.places, self.row.issues, self.row.languages, self.row.website)))

    @property
    def shows_raw(self) -> bool:
        """Whether the row differs from the text it came from."""
        return self.row.raw != self.row.name


def default_for(about: str) -> str:
    """What happens to a row with this verdict unless somebody decides otherwise."""
    return DEFAULTS.get(about.split(" ")[0], "")


def examine(rows: Sequence[PartnerImportRow], locale_id: int) -> list[Examined]:
    """Verdicts about all rows of an import, in their order: two queries, however many rows there are."""
    found: dict[int, Verdict] = {row.pk: _alone(row) for row in rows}
    named = [row for row in rows if found[row.pk].status in ("new", "doubtful")]
    pages = list(PartnerPage.objects.filter(locale_id=locale_id).values("pk", "title", "draft_title", "live"))
    _find_same(named, pages, found)
    _find_alike([row for row in named if found[row.pk].status in ("new", "doubtful")], pages, found)
    examined = [Examined(row, found[row.pk]) for row in rows]
    _refuse_twice(examined, pages)
    return examined


def _alone(row: PartnerImportRow) -> Verdict:
    """What can be said about a row without looking at any other."""
    if parse.INTRODUCTION in row.notes:
        return Verdict("introduction", [_("This stands before the list and is not taken for a name.")])
    problems = checks.problems(row)
    if problems:
        return Verdict("malformed", problems, name_is_wrong=any(checks.name_problems(row.name)))
    doubts = checks.doubts(row)
    return Verdict("doubtful" if doubts else "new", doubts)


def _find_same(rows: Sequence[PartnerImportRow], pages: list[dict[str, Any]], found: dict[int, Verdict]) -> None:
    page_of = {key(page[name]): page for page in pages for name in ("draft_title", "title")}
    first_of: dict[str, PartnerImportRow] = {}
    for row in rows:
        name = key(row.name)
        doubts = found[row.pk].why
        if name in page_of:
            why = [_("There is a partner with this name."), *doubts]
            found[row.pk] = Verdict("duplicate", why, page=page_of[name])
        elif name in first_of:
            other = first_of[name]
            why = [_("Row %(number)d has the same name.") % {"number": other.position}, *doubts]
            found[row.pk] = Verdict("repeated", why, other=other)
        elif row.decision != LEAVE_OUT:
            # What is left out is made by nobody: the next row of this name stands for itself.
            first_of[name] = row


def _find_alike(rows: Sequence[PartnerImportRow], pages: list[dict[str, Any]], found: dict[int, Verdict]) -> None:
    row_by_id = {row.pk: row for row in rows}
    page_by_id = {page["pk"]: page for page in pages}
    names = {row.pk: Candidate(row.pk, row.name, row.position) for row in rows}
    kept = [names[row.pk] for row in rows if row.decision != LEAVE_OUT]
    existing = [Candidate(page["pk"], page["draft_title"]) for page in pages]
    likenesses = alike(list(names.values()), [*existing, *kept])
    for pk, likeness in likenesses.items():
        doubts = found[pk].why
        if likeness.is_page:
            why = [_("There is a partner with a similar name. Is it the same?"), *doubts]
            found[pk] = Verdict("near", why, page=page_by_id[likeness.candidate_id])
        else:
            other = row_by_id[likeness.candidate_id]
            why = [_("Row %(number)d has a similar name. Is it the same?") % {"number": other.position}, *doubts]
            found[pk] = Verdict("near", why, other=other)


def _refuse_twice(examined: list[Examined], pages: list[dict[str, Any]]) -> None:
    """A name that readers could not tell from another's is never created, whatever was decided: it needs a word more,
    such as a place."""
    taken = {identity(page[name]) for page in pages for name in ("draft_title", "title")}
    for each in examined:
        if each.decision != CREATE or each.verdict.status == "malformed":
            continue
        name = identity(each.row.name)
        if name in taken:
            each.verdict.status, each.verdict.name_is_wrong = "malformed", True
            each.verdict.why = [_("To create another partner with this name, add what tells them apart: a place.")]
        taken.add(name)
