"""The importer's screens. They show what `steps` and `batch` say, and call them; no rule is made here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from stories.issues import ISSUES
from stories.models.indexes import PartnerIndexPage
from stories.models.partners import PartnerPage
from stories.partner_import import batch, steps
from stories.partner_import.decode import UnreadableListError
from stories.partner_import.examine import CREATE, Examined
from stories.partner_import.forms import ListForm
from stories.partner_import.models import PartnerImport

WAITING, CREATED = PartnerImport.State.WAITING, PartnerImport.State.CREATED


def overview(request: HttpRequest) -> HttpResponse:
    """Every import that this person may work on, the newest first."""
    indexes = steps.indexes_for(request.user)
    if not indexes:
        raise PermissionDenied
    imports = PartnerImport.objects.filter(index__in=indexes).select_related("index", "started_by")
    context = {"imports": steps.with_counts(imports)[:200], "indexes": indexes}
    return _answer(request, "overview", _("Partner imports"), [], context)


def start(request: HttpRequest, index_pk: int) -> HttpResponse:
    """Step one: paste or upload."""
    index = get_object_or_404(PartnerIndexPage, pk=index_pk)
    if not steps.may_import(request.user, index):
        raise PermissionDenied
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        try:
            partner_import = steps.start_import(
                index,
                request.user,
                form.cleaned_data["source"],
                source_name=form.cleaned_data["source_name"],
                commas=form.cleaned_data["commas"],
                token=form.cleaned_data["token"],
            )
        except UnreadableListError as problem:
            form.refuse(problem)
        else:
            return redirect("partner_import:show", partner_import.pk)
    context = {"form": form, "index": index, "waiting": PartnerImport.objects.waiting().filter(index=index)}
    return _answer(request, "start", _("Import partners"), [index], context)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Step two while the import waits; what became of it afterwards."""
    partner_import = get_object_or_404(PartnerImport.objects.select_related("index"), pk=pk)
    if not steps.may_import(request.user, partner_import.index):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, partner_import)
    if partner_import.state == WAITING:
        return _table(request, partner_import, steps.examine_import(partner_import))
    return _result(request, partner_import)


def _act(request: HttpRequest, partner_import: PartnerImport) -> HttpResponse:
    action, here = request.POST.get("action"), redirect("partner_import:show", partner_import.pk)
    if action == "approve":
        _approve(request, partner_import)
    elif action == "bring_back":
        steps.set_aside(partner_import.pk, request.user, back=True)
    elif action in ("save", "leave_out_open", "create", "set_aside"):
        if partner_import.state != WAITING:
            messages.info(request, _("This import was finished meanwhile. Here is what became of it."))
            return here
        return _save(request, partner_import.pk, action) or here
    return here


@transaction.atomic
def _save(request: HttpRequest, pk: int, action: str) -> HttpResponse | None:
    """Keep what was typed, then do what was asked for; an answer only where it was not kept."""
    partner_import = PartnerImport.objects.select_for_update(of=("self",)).select_related("index").get(pk=pk)
    if partner_import.state != WAITING:
        return None
    rows = list(partner_import.rows.all())
    changed = [row for row in rows if steps.change_row(row, request.user, _posted(request, row.pk))]
    if changed and request.POST.get("version") != str(partner_import.version):
        messages.error(
            request,
            _("Somebody changed this import since you opened it. Your changes stand below: look, then save them."),
        )
        return _table(request, partner_import, steps.examine_import(partner_import, rows))
    steps.save_rows(partner_import, changed)
    if action == "leave_out_open":
        steps.leave_out_open(partner_import)
    elif action == "create":
        _create(request, partner_import)
    elif action == "set_aside":
        steps.set_aside(pk, request.user)
    else:
        messages.success(request, _("Kept. Nothing is created yet."))
    return None


def _create(request: HttpRequest, partner_import: PartnerImport) -> None:
    examined = steps.examine_import(partner_import)
    if any(_is_surprise(each, _posted(request, each.row.pk).get("about")) for each in examined):
        messages.warning(
            request, _("Some rows stand differently now than when you looked. See them again, then create.")
        )
        return
    try:
        with transaction.atomic():
            steps.create_partners(partner_import.pk, request.user)
    except steps.NotReadyError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The drafts are created and handed in for review. Somebody else approves them."))


def _is_surprise(each: Examined, seen: str | None) -> bool:
    """Whether a person who confirmed has not seen what would become of this row."""
    return each.verdict.about != seen and not (each.verdict.status == "new" and each.decision == CREATE)


def _posted(request: HttpRequest, pk: int) -> dict[str, str]:
    names = (*steps.FIELDS, "decision", "about")
    return {name: request.POST[key] for name in names if (key := f"row-{pk}-{name}") in request.POST}


def _approve(request: HttpRequest, partner_import: PartnerImport) -> None:
    ids = [int(value) for value in request.POST.getlist("approve") if value.isdecimal()]
    answered = batch.approve(partner_import, request.user, ids)
    approved = sum(not each.refusal for each in answered)
    if approved:
        sentence = ngettext("%(count)d partner is approved.", "%(count)d partners are approved.", approved)
        messages.success(request, sentence % {"count": approved})
    for each in answered:
        if each.refusal:
            messages.error(request, f"{each.words['title']}: {each.refusal}")
    if len(answered) < len(set(ids)):
        messages.warning(request, _("Some were changed or decided since you looked. Look at them again."))


def _table(request: HttpRequest, partner_import: PartnerImport, examined: list[Examined]) -> HttpResponse:
    sections = [
        ("open", _("Decide or mend these"), [each for each in examined if each.is_open]),
        ("create", _("These will be created"), [e for e in examined if not e.is_open and e.decision == CREATE]),
        ("others", _("These will not be created"), [e for e in examined if not e.is_open and e.decision != CREATE]),
    ]
    context = {
        "import": partner_import,
        "sections": [section for section in sections if section[2]],
        "counts": steps.count(examined),
        "kinds": PartnerPage.Kind.choices,
        "issues": [label for _code, label in ISSUES],
    }
    return _answer(request, "table", _("Import partners"), [partner_import.index], context)


def _result(request: HttpRequest, partner_import: PartnerImport) -> HttpResponse:
    pages = batch.pages_of(partner_import, request.user) if partner_import.state == CREATED else []
    closed = list(batch.closed_rows(partner_import, request.user))
    for row in closed:  # To be shown, not to be saved.
        partner_import.source_text = partner_import.source_text.replace(row.raw, "")
    shown = [*(row.pk for row in closed), *(each.row.pk for each in pages)]
    context = {
        "import": partner_import,
        "pages": pages,
        "public": sum(each.state == "public" for each in pages),
        "can_approve": sum(bool(each.task_state and not each.refusal) for each in pages),
        "others": partner_import.rows.exclude(pk__in=shown).select_related("same_as"),
    }
    return _answer(request, "result", _("Partner import"), [partner_import.index], context)


def _answer(request: HttpRequest, name: str, title: str, above: list[Any], context: dict[str, Any]) -> HttpResponse:
    trail = [
        {"url": reverse("wagtailadmin_explore", args=[page.pk]), "label": page.get_admin_display_title()}
        for page in above
    ]
    frame = {
        "header_title": title,
        "page_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *trail,
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, f"stories/partner_import/{name}.html", {**frame, **context})
