"""The three steps of an import, as functions: start it, change it, create the pages. Views, the demo and tests call
these; each obeys the rules whoever calls it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogContext, log

from newsroom.translation.languages import SOURCE
from stories.models.indexes import PartnerIndexPage
from stories.models.partners import PartnerPage
from stories.partner_import import checks, parse
from stories.partner_import.examine import CREATE, LEAVE_OUT, SAME, Examined, default_for, examine
from stories.partner_import.mail import mail_batch, one_mail_for_the_batch
from stories.partner_import.models import PartnerImport, PartnerImportRow

FIELDS = ("name", "kind", "places", "issues", "languages", "website")


class NotReadyError(ValueError):
    """The import cannot create pages yet. Its text is one sentence for the person."""


def may_import(person: Any, index: PartnerIndexPage) -> bool:
    """Who may add partners below the index; and only in the source language, from which all others are translated."""
    return index.locale.language_code == SOURCE and index.permissions_for_user(person).can_add_subpage()


@transaction.atomic
def start_import(
    index: PartnerIndexPage,
    person: Any,
    text: str,
    *,
    source_name: str = "",
    commas: bool = False,
    token: uuid.UUID | None = None,
) -> PartnerImport:
    """Keep a list and its rows. The same list with the same token gives the same import again. Raises
    UnreadableListError when the list as a whole cannot be read, PermissionDenied for who may not import here."""
    if not may_import(person, index):
        raise PermissionDenied(_("Partners are imported by those who may add them to this index."))
    found = parse.parse(text, commas=commas)
    # Whoever goes back and sends the form with another text means another list.
    token = uuid.uuid5(token or uuid.uuid4(), f"{index.pk} {commas} {text}")
    partner_import, is_new = PartnerImport.objects.get_or_create(
        token=token,
        defaults={
            "index": index,
            "started_by": person,
            "source_name": source_name[:255],
            "source_text": text,
            "unused_columns": found.unused_columns,
        },
    )
    if is_new:
        PartnerImportRow.objects.bulk_create(_new_row(partner_import, *row) for row in enumerate(found.rows, start=1))
    return partner_import


def _new_row(partner_import: PartnerImport, position: int, row: parse.ParsedRow) -> PartnerImportRow:
    return PartnerImportRow(
        partner_import=partner_import,
        position=position,
        raw=row.raw,
        notes=list(row.notes),
        written_by=partner_import.started_by,
        **{name: getattr(row, name) for name in FIELDS},
    )


def examine_import(partner_import: PartnerImport, rows: Iterable[PartnerImportRow] | None = None) -> list[Examined]:
    """Every row of an import with what will become of it; or of these instances of its rows, saved or not."""
    return examine(list(partner_import.rows.all() if rows is None else rows), partner_import.index.locale_id)


def change_row(row: PartnerImportRow, person: Any, values: dict[str, str]) -> bool:
    """Write what a person typed and decided into a row, without saving it; whether that changed anything. `about` in
    the values is what the person saw when deciding. What the parser noticed is settled by rewriting it."""
    before = {name: getattr(row, name) for name in (*FIELDS, "decision", "decided_about", "notes")}
    for name in FIELDS:
        if name in values:
            setattr(row, name, parse.tidy(values[name].replace("\0", "")))
    row.website = parse.absolute(row.website)
    changed = {name for name in FIELDS if getattr(row, name) != before[name]}
    if changed:
        row.written_by = person
        row.notes = [note for note in row.notes if note in parse.ABOUT_THE_NAME and "name" not in changed]
    if values.get("decision") == CREATE:
        row.notes = [note for note in row.notes if note != parse.INTRODUCTION]
    decision, about = values.get("decision", ""), values.get("about", "")[:80]
    if decision in PartnerImportRow.Decision.values:
        row.decision, row.decided_about = ("", "") if decision == default_for(about) else (decision, about)
    return any(getattr(row, name) != value for name, value in before.items())


@transaction.atomic
def save_rows(partner_import: PartnerImport, rows: Iterable[PartnerImportRow]) -> None:
    """Save changed rows of a waiting import that the caller holds locked, and count the change."""
    changed = list(rows)
    if changed:
        _update(changed, *FIELDS, "written_by", "notes", "decision", "decided_about")
        partner_import.version += 1
        partner_import.save(update_fields=["version"])


def _update(rows: list[PartnerImportRow], *names: str) -> None:
    PartnerImportRow.objects.bulk_update(rows, names, batch_size=200)


@transaction.atomic
def create_partners(pk: int, person: Any) -> PartnerImport:
    """Create a draft for each row that is to be created, and hand each in for review. Done once: for an import that
    was created already, nothing happens. Raises NotReadyError while a row is open, PermissionDenied."""
    partner_import = PartnerImport.objects.select_for_update(of=("self",)).select_related("index").get(pk=pk)
    index = partner_import.index
    if not may_import(person, index):
        raise PermissionDenied(_("Partners are imported by those who may add them to this index."))
    if partner_import.state != PartnerImport.State.WAITING:
        return partner_import
    # Two imports at once must see each other's partners: they wait for one another here.
    list(PartnerIndexPage.objects.filter(locale=index.locale).order_by("pk").select_for_update(no_key=True))
    examined = examine_import(partner_import)
    _require_ready(examined)
    workflow = index.get_workflow()
    if workflow is None:
        raise NotReadyError(_("No review is set up for this part of the site. Ask an Administrator."))
    with one_mail_for_the_batch():
        for each in examined:
            if each.decision == CREATE:
                # A log context of its own for each page: a history shows one line for each context and action,
                # whatever page it is about (wagtail/models/audit_log.py, latest_by_uuid_and_action).
                with LogContext(user=person):
                    _create(each.row, index, workflow, partner_import, person)
            each.row.same_as_id = each.verdict.page["pk"] if each.decision == SAME and each.verdict.page else None
            each.row.decision, each.row.decided_about = each.decision, each.verdict.about
    _update([each.row for each in examined], "page", "same_as", "decision", "decided_about")
    partner_import.state = PartnerImport.State.CREATED
    partner_import.created_by, partner_import.created_at = person, timezone.now()
    partner_import.save(update_fields=["state", "created_by", "created_at"])
    mail_batch(partner_import, workflow)
    return partner_import


def _require_ready(examined: list[Examined]) -> None:
    still_open = sum(each.is_open for each in examined)
    if still_open:
        raise NotReadyError(
            ngettext(
                "%(count)d row has still to be decided or mended.",
                "%(count)d rows have still to be decided or mended.",
                still_open,
            )
            % {"count": still_open}
        )
    if not any(each.decision == CREATE for each in examined):
        raise NotReadyError(_("There is no partner to create: every row is left out or exists."))


def _create(row: PartnerImportRow, index: PartnerIndexPage, workflow: Any, of: PartnerImport, person: Any) -> None:
    """One draft, under review. Whoever wrote the row is the author, whoever confirms hands it in: neither approves."""
    author = row.written_by or of.started_by or person
    page = PartnerPage(owner=author, **checks.page_values(row))
    try:
        index.add_child(instance=page)
        page.save_revision(user=author, log_action=True)
    except ValidationError as problem:
        sentence = " ".join(problem.messages)
        raise NotReadyError(_("Row %(number)d: %(why)s") % {"number": row.position, "why": sentence}) from problem
    log(instance=page, action="stories.partner_import", user=person, data={"import": of.pk, "row": row.position})
    workflow.start(page, person)
    row.page = page


def leave_out_open(partner_import: PartnerImport) -> None:
    """Leave out every row that is still open, in an import that the caller holds locked."""
    still_open = [each for each in examine_import(partner_import) if each.is_open]
    for each in still_open:
        each.row.decision, each.row.decided_about = LEAVE_OUT, each.verdict.about
    _update([each.row for each in still_open], "decision", "decided_about")
    partner_import.version += 1
    partner_import.save(update_fields=["version"])


@transaction.atomic
def set_aside(pk: int, person: Any, *, back: bool = False) -> PartnerImport:
    """Take a waiting import off everybody's list, or bring it back. It is kept, whole."""
    states = PartnerImport.State
    partner_import = PartnerImport.objects.select_for_update(of=("self",)).select_related("index").get(pk=pk)
    if not may_import(person, partner_import.index):
        raise PermissionDenied(_("Partners are imported by those who may add them to this index."))
    if partner_import.state == (states.SET_ASIDE if back else states.WAITING):
        partner_import.state = states.WAITING if back else states.SET_ASIDE
        partner_import.save(update_fields=["state"])
    return partner_import


def count(examined: list[Examined]) -> dict[str, int]:
    """How many rows will be created, are the same as something, are left out, or are open."""
    counts = Counter("open" if each.is_open else each.decision for each in examined)
    return {name: counts[name] for name in ("open", CREATE, SAME, LEAVE_OUT)}


def indexes_for(person: Any) -> list[PartnerIndexPage]:
    """The partner indexes into which this person may import."""
    indexes = PartnerIndexPage.objects.filter(locale__language_code=SOURCE).select_related("locale")
    return [index for index in indexes if may_import(person, index)]


def with_counts(imports: QuerySet[PartnerImport]) -> QuerySet[PartnerImport]:
    """Each import with `row_count` and `page_count`."""
    return imports.annotate(row_count=Count("rows"), page_count=Count("rows__page"))
