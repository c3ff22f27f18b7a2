"""Nobody approves what somebody in it did not agree to: a campaign story, a picture, a video and the file of one say
which consents they rest on, or that they show nobody. Asked whenever a page is handed in, and whenever an approval is
recorded, in every language and in an emergency too; and what an approval rests on is written down with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from newsroom.authoring import in_use
from newsroom.authoring.blocks.media import VideoBlock
from newsroom.authoring.compiled import Compiled
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.references import find_blocks, page_of, references_of
from newsroom.consent.records import Consent, Reliance
from newsroom.consent.rule import Use, named, why_not
from newsroom.consent.statement import Statement, StatementField, named_in
from newsroom.review import law
from newsroom.review.models import Approval
from newsroom.translation.languages import SOURCE

_TEXT, _PHOTO, _VIDEO, _VOICE = (
    frozenset({each.value})
    for each in (Consent.Covers.TEXT, Consent.Covers.PHOTO, Consent.Covers.VIDEO, Consent.Covers.VOICE)
)
# What a file to take away needs a consent for, by the first half of its media type.
_SHOWN_BY = {"image": _PHOTO, "video": _VIDEO | _VOICE}


def uses_of(revision: Revision, language: str | None = None) -> Iterator[Use]:
    """Everything in a revision that shows people or tells of them, with what it says about that. `language` is its
    page's, for whoever has asked for it already."""
    page = page_of(revision)
    told = _statements(page)
    yield from (Use(_("The page"), _TEXT, statement) for statement in told)
    for statement in _statements_of_source(revision) if language != SOURCE else ():
        if statement.consents and statement not in told:
            yield Use(_("The page that it translates"), _TEXT, statement)
    named_files = references_of(page)
    for image in NewsroomImage.objects.filter(pk__in=named_files.images).order_by("pk"):
        what = _("The picture “%(title)s”") % {"title": image.title}
        yield Use(what, _PHOTO, Statement.of(image.consents), file=image)
    videos = list(find_blocks(page, VideoBlock))
    # A video in the page says for itself whom it shows.
    files = named_files.documents - {raw.get("file") for raw in videos}
    for file in NewsroomDocument.objects.filter(pk__in=files).order_by("pk"):
        kind = file.content_type.partition("/")[0]
        if kind in _SHOWN_BY:
            what = _("The file “%(title)s”") % {"title": file.title}
            yield Use(what, _SHOWN_BY[kind], Statement.of(file.consents), is_taken_away=True, file=file)
    for raw in videos:
        needs = _VIDEO if raw.get("no_speech") else _VIDEO | _VOICE
        what = _("The video “%(title)s”") % {"title": raw.get("title") or ""}
        yield Use(what, needs, Statement.of(raw.get("consents")))


def _statements(page: Any) -> list[Statement]:
    fields = (field for field in page._meta.concrete_fields if isinstance(field, StatementField))
    return [Statement.of(getattr(page, field.attname)) for field in fields]


def _statements_of_source(revision: Revision) -> list[Statement]:
    """What the version that was approved last of the page that this one translates says: the story is the same
    person's in every language, whatever was said when it was translated."""
    key = Page.objects.filter(pk=revision.object_id).values("translation_key")
    approvals = Approval.objects.filter(page__translation_key__in=key, page__locale__language_code=SOURCE)
    last = approvals.exclude(page_id=revision.object_id).order_by("-pk").select_related("revision").first()
    return _statements(page_of(last.revision)) if last else []


def consents_of(revision: Revision) -> set[int]:
    """The numbers of the consents that a revision rests on."""
    return named_in(use.statement for use in uses_of(revision))


def names_what_is_over(revision: Revision) -> bool:
    """Whether a revision, approved or not, names a consent that is over."""
    numbers = consents_of(revision)
    return bool(numbers) and Consent.objects.over().filter(pk__in=numbers).exists()


def said_of(revision: Revision) -> str:
    """What a revision says about the people in it, for whoever reviews it: one sentence for each use."""
    uses = list(uses_of(revision))
    known = Consent.objects.in_bulk(named_in(use.statement for use in uses))
    said = []
    for use in uses:
        if use.statement.nobody:
            said.append(_("%(what)s shows nobody.") % {"what": use.what})
        elif use.statement.consents:
            names = ", ".join(named(known.get(number), number) for number in use.statement.consents)
            said.append(_("%(what)s rests on: %(consents)s.") % {"what": use.what, "consents": names})
    return " ".join([*said, *_how_far(known.values())])


def _how_far(consents: Iterable[Consent]) -> Iterator[str]:
    """What is not made of a page that rests on these."""
    lacking = {use for use in Consent.Use.values for consent in consents if use not in consent.uses}
    if Consent.Use.OFFLINE in lacking:
        yield _("Not everybody in it agreed to what people take away: readers get no zip, sheet or PDF of it.")
    if Consent.Use.SOCIAL in lacking:
        yield _("Not everybody in it agreed to social media: there is no poster and no quotation of it to share.")


def problems_of(revision: Revision) -> list[str]:
    """Why a revision may not be read, one part of a sentence for each reason."""
    language = _language_of(revision)
    return [*_closed(revision), *_problems(list(uses_of(revision, language)), language)]


_languages = Compiled(lambda pk: Page.objects.filter(pk=pk).values_list("locale__language_code", flat=True), pk=-9001)


def _language_of(revision: Revision) -> str:
    [language] = _languages(pk=int(revision.object_id))
    return language


def _problems(uses: list[Use], language: str, *, hold: bool = False) -> list[str]:
    """With `hold`, nobody revokes what these rest on before the end of the transaction."""
    consents = Consent.objects.filter(pk__in=named_in(use.statement for use in uses)).order_by("pk")
    if hold and connection.in_atomic_block:
        consents = consents.select_for_update(of=("self",))
    known = {consent.pk: consent for consent in consents}
    return [why for use in uses for why in why_not(use, known, language)]


def _closed(revision: Revision) -> list[str]:
    """Pictures and files of what is taken down, uploaded anew too: whoever reviews cannot see them, so nobody approves
    them."""
    named_files = references_of(page_of(revision))
    kinds = ((NewsroomImage, named_files.images), (NewsroomDocument, named_files.documents))
    count = sum(_count_closed(model, pks) for model, pks in kinds if pks)
    return [_("it shows what a page that is taken down showed: %(count)d") % {"count": count}] if count else []


def _count_closed(model: Any, pks: set[int]) -> int:
    closed = model.objects.filter(is_withheld=True)
    same = Q(is_withheld=True) | Q(file_hash__in=closed.exclude(file_hash="").values("file_hash"))
    return model.objects.filter(pk__in=pks).filter(same).count()


def silent_files_of(revision: Revision) -> list[Any]:
    """The pictures and files in a revision that do not say whom they show: it is said on their own forms."""
    return [use.file for use in uses_of(revision) if use.file is not None and not use.statement.is_said]


def require_consents(revision: Revision) -> None:
    """Raise LawError, in one sentence that names each consent and what is wrong, unless everybody in it agreed."""
    if problems := problems_of(revision):
        raise law.LawError(explained(problems))


def explained(problems: list[str]) -> str:
    """The sentence for whoever submits or reviews."""
    return _("Nobody can approve this version, in an emergency neither: %(problems)s.") % {
        "problems": "; ".join(problems)
    }


def require_consents_to_approve(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before an approval is recorded, whoever gives it. It keeps what it was asked about, for
    `note_what_it_rests_on`."""
    if raw or not instance._state.adding:
        return
    language = _language_of(instance.revision)
    uses = instance.uses = list(uses_of(instance.revision, language))
    if problems := [*_closed(instance.revision), *_problems(uses, language, hold=True)]:
        raise law.LawError(explained(problems))


def note_what_it_rests_on(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """With an approval: the consents that it relies on, so that readers lose it with the first of them. Translations
    tell the same story, so those that were approved before rely on what its source says now."""
    if not created or raw:
        return
    if not (numbers := named_in(use.statement for use in instance.uses)):
        return
    _rely([instance], numbers)
    if told := named_in(_statements(page_of(instance.revision))):
        page = Page.objects.select_related("locale").get(pk=instance.page_id)
        if page.locale.language_code == SOURCE:
            others = Approval.objects.filter(page__translation_key=page.translation_key).exclude(page_id=page.pk)
            _rely(others, told)


def note_what_a_picture_says(
    instance: NewsroomImage | NewsroomDocument, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """A picture or a file that said nothing when pages with it were approved says now whom it shows: they rely on that
    too."""
    if numbers := () if created or raw else Statement.of(instance.consents).consents:
        approved = Approval.objects.filter(revision__in=in_use.approved_with(instance))
        _rely(approved, Consent.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def _rely(approvals: Iterable[Approval], consents: Iterable[int]) -> None:
    numbers = sorted(consents)
    Reliance.objects.bulk_create(
        (
            Reliance(approval=approval, revision_id=approval.revision_id, consent_id=number)
            for approval in approvals
            for number in numbers
        ),
        ignore_conflicts=True,
    )


def require_consents_to_hand_in(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a review begins, or goes on after changes were asked for. (Edits during a review save freely.)"""
    if raw or instance.status != instance.STATUS_IN_PROGRESS or not _is_of_a_page(instance):
        return
    before = type(instance).objects.filter(pk=instance.pk).values_list("status", flat=True).first()
    if before == instance.STATUS_IN_PROGRESS:
        return
    for latest in Revision.objects.filter(pk__in=Page.objects.filter(pk=instance.object_id).values("latest_revision")):
        require_consents(latest)


def _is_of_a_page(state: Any) -> bool:
    model = state.base_content_type.model_class()
    return model is not None and issubclass(model, Page)
