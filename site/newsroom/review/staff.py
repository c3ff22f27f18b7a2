"""Accounts and groups in Wagtail's settings, for Administrators: everything but a way round the law.

Wagtail lets whoever may edit accounts make superusers, and offers each group a permission to publish. Here only a
superuser makes or edits a superuser, and nobody is offered a permission that would give nothing.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.users.forms import BaseGroupPagePermissionFormSet, GroupPagePermissionFormSet, PagePermissionsForm
from wagtail.users.views import groups, users

PUBLISH = "publish"


class OnlySuperusersMakeSuperusers:
    """For the views that make and edit accounts."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class StaffCreateView(OnlySuperusersMakeSuperusers, users.CreateView):
    pass


class StaffEditView(OnlySuperusersMakeSuperusers, users.EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A new password or address for a superuser would be a superuser's account for whoever set it.
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffViewSet(users.UserViewSet):
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView


class PagePermissionsWithoutPublishForm(PagePermissionsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        permissions = self.fields["permissions"]
        permissions.queryset = permissions.queryset.exclude(codename=f"{PUBLISH}_page")  # type: ignore[attr-defined]


class PagePermissionsWithoutPublish(BaseGroupPagePermissionFormSet):
    permission_types = [
        each for each in BaseGroupPagePermissionFormSet.permission_types if each[0] != f"{PUBLISH}_page"
    ]


RolePagePermissions = formset_factory(
    PagePermissionsWithoutPublishForm, formset=PagePermissionsWithoutPublish, extra=0, can_delete=True
)


class NobodyIsOfferedToPublish:
    """For the views that make and edit groups."""

    @cached_property
    def permission_panel_forms(self) -> list[Any]:
        ours = {GroupPagePermissionFormSet: RolePagePermissions}
        classes = [ours.get(each, each) for each in groups.get_permission_panel_classes()]
        return [each(**self.get_permission_panel_form_kwargs(each)) for each in classes]  # type: ignore[attr-defined]


class RoleCreateView(NobodyIsOfferedToPublish, groups.CreateView):
    pass


class RoleEditView(NobodyIsOfferedToPublish, groups.EditView):
    pass


class RoleViewSet(groups.GroupViewSet):
    add_view_class = RoleCreateView
    edit_view_class = RoleEditView
