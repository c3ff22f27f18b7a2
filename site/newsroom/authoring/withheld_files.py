"""Pictures and files of a taken-down page are for few, like its words (`withheld.py`): the library of the admin shows
them to those who keep the consents, and to nobody else, until the take-down is lifted.

What another page needs stays open: there it is public, or a colleague works with it. It closes when that page needs
it no more. The same bytes uploaded twice are one thing here. Wagtail asks one policy about pictures and one about
files, in every list, chooser, form and bulk action; here it gets another one for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Revision
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.signals import page_published

from newsroom.authoring.in_use import needed_among, of_taken_down_pages_among
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.references import References, references_in
from newsroom.authoring.second_uploads import with_second_uploads
from newsroom.authoring.withheld import may_read_withheld
from newsroom.consent.models import ReceiptStep, TakeDown
from newsroom.consent.removal.receipt import Said, Step, pages_of, register
from newsroom.consent.take_down import page_taken_down, take_down_lifted

# The name of its line in a receipt.
_STEP = "library"


class Withholding(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy of a library, but for what is withheld."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        found = super().instances_user_has_any_permission_for(user, actions)
        return _open_to(user, found)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        if instance.is_withheld and not may_read_withheld(user):
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


class OpenImagesAPI(ImagesAdminAPIViewSet):
    """The admin's own API asks no policy: what is withheld is not in it, but for those who may see it."""

    def get_queryset(self) -> Any:
        return _open_to(self.request.user, super().get_queryset())


class OpenDocumentsAPI(DocumentsAdminAPIViewSet):
    """The same for files."""

    def get_queryset(self) -> Any:
        return _open_to(self.request.user, super().get_queryset())


def _open_to(person: Any, found: QuerySet) -> QuerySet:
    return found if may_read_withheld(person) else found.filter(is_withheld=False)


def _say_nothing_of_what_is_withheld(chooser: type[BaseChooser]) -> None:
    """A form shows what is chosen in it, also where somebody typed the number of what no list shows them."""
    theirs = chooser.get_value_data_from_instance

    def ours(self: Any, instance: Any) -> dict[str, Any]:
        if not instance.is_withheld:
            return theirs(self, instance)
        nothing = {"title": _("Of a page that is taken down"), "default_alt_text": "", "edit_url": None}
        return {"id": instance.pk, **nothing, "preview": {"url": "", "width": 0, "height": 0}}

    chooser.get_value_data_from_instance = ours  # type: ignore[method-assign]


def connect() -> None:
    """Called once, when the models and Wagtail's own policies are there."""
    for model, rights in ((NewsroomImage, "wagtailimages.Image"), (NewsroomDocument, "wagtaildocs.Document")):
        policy = Withholding(model, auth_model=rights, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)  # Goes before Wagtail's, whichever comes first.
    for chooser in (AdminImageChooser, AdminDocumentChooser):
        _say_nothing_of_what_is_withheld(chooser)
    label = gettext_lazy("Its pictures and files closed to colleagues")
    register(Step(_STEP, label, _withhold, 85, prepare=_note))
    for signal in (post_save, post_delete):
        signal.connect(_look_again, sender=Revision)
    page_published.connect(_look_again)


def _note(pages: Sequence[Any]) -> dict[str, Any]:
    """What to look at again for as long as the take-down is in force, by the label of its model."""
    return {model._meta.label: sorted(ids) for model, ids in _named_by(pages)}


def _withhold(record: TakeDown, noted: dict[str, Any]) -> Said:
    closed = used = 0
    for model, ids in _named_by(pages_of(record)):
        needed = with_second_uploads(model, needed_among(model, ids))
        closed += model.objects.filter(pk__in=ids - needed).update(is_withheld=True)
        used += len(needed & ids)
    return Said(
        gettext_noop("%(closed)d pictures and files are for Consent keepers only; %(used)d are used by other pages."),
        {"closed": closed, "used": used},
    )


@receiver(page_taken_down)
def close_at_once(take_down: TakeDown, **kwargs: Any) -> None:
    """Without waiting for a worker. A failure here takes nothing back: the receipt's step comes all the same."""
    transaction.on_commit(partial(_withhold, take_down, {}), robust=True)


@receiver(take_down_lifted)
def open_again(pages: Sequence[Any], **kwargs: Any) -> None:
    """Whoever brings a page back needs what it shows. What it showed once stays closed for another page's sake."""
    for model, ids in _named_by(pages):
        closed = set(model.objects.filter(pk__in=ids, is_withheld=True).values_list("pk", flat=True))
        model.objects.filter(pk__in=closed - _only_of_what_is_down(model, closed)).update(is_withheld=False)


def _look_again(**kwargs: Any) -> None:
    """A page goes on, as a draft or for readers, without something that it showed. A failure here takes nothing back;
    the next time that anybody saves anything it is looked at again."""
    transaction.on_commit(close_what_nobody_needs, robust=True)


def close_what_nobody_needs() -> None:
    """Close what stayed open for another page's sake when a page was taken down, and that one needs no more."""
    steps = ReceiptStep.objects.filter(name=_STEP, take_down__in=TakeDown.objects.in_force())
    noted = list(steps.values_list("noted", flat=True))
    for model in (NewsroomImage, NewsroomDocument) if noted else ():
        named = {pk for each in noted for pk in each.get(model._meta.label, [])}
        opened = set(model.objects.filter(pk__in=named, is_withheld=False).values_list("pk", flat=True))
        # Another page may need an upload that came after the take-down.
        opened = with_second_uploads(model, opened)
        needed = with_second_uploads(model, needed_among(model, opened))
        model.objects.filter(pk__in=opened - needed).update(is_withheld=True)


def _only_of_what_is_down(model: Any, ids: set[int]) -> set[int]:
    """Those of a page that is taken down which nobody else needs. Few are of one; only for these all pages are read."""
    every = with_second_uploads(model, ids)
    theirs = with_second_uploads(model, of_taken_down_pages_among(model, every))
    return ids & theirs - with_second_uploads(model, needed_among(model, theirs))


def _named_by(pages: Sequence[Any]) -> Iterator[tuple[Any, set[int]]]:
    """The ids of the pictures, and of the files, that any version of these pages names, whether readers got it or not:
    its versions are for few, and so is what they show, however often it was uploaded."""
    found, ids = References(), [page.pk for page in pages]
    of_these = Q(approvals__page__in=ids) | Q(object_id__in=map(str, ids))
    for revision in Revision.page_revisions.filter(of_these).distinct().iterator(chunk_size=50):
        found |= references_in(revision)
    yield NewsroomImage, with_second_uploads(NewsroomImage, found.images)
    yield NewsroomDocument, with_second_uploads(NewsroomDocument, found.documents)
