"""Each role may do exactly what it is for."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import querydict_from_html

from newsroom.authoring.visible import visible_pages
from newsroom.review import roles
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

PEOPLE = {
    "writer": factories.writer,
    "editor": factories.editor,
    "duty editor": factories.duty_editor,
    "consent keeper": factories.consent_keeper,
    "administrator": factories.administrator,
    "superuser": factories.superuser,
}
# What each may do with a page in the source language: a draft, and one that is public.
MAY = {
    "writer": {"edit draft", "edit public", "add", "submit"},
    "editor": {"edit draft", "edit public", "add", "submit", "lock"},
    "duty editor": {"lock", "unpublish public", "take down"},
    "consent keeper": set(),
    "administrator": {"edit draft", "edit public", "add", "submit", "lock", "arrange", "unpublish public", "emergency"},
    "superuser": {
        "edit draft", "edit public", "add", "submit", "lock", "arrange", "unpublish public", "emergency", "take down",
    },
}  # fmt: skip


@pytest.mark.parametrize("role", PEOPLE)
def test_each_role_may_do_what_it_is_for_and_nothing_else(role):
    draft, public = factories.partner("draft"), factories.partner()
    desk = Desk(PEOPLE[role]())
    may_with_draft, may_with_public = (page.permissions_for_user(desk.person) for page in (draft, public))
    able = {
        "edit draft": may_with_draft.can_edit(),
        "edit public": may_with_public.can_edit(),
        "add": factories.partner_index().permissions_for_user(desk.person).can_add_subpage(),
        "submit": desk.get("wagtailadmin_pages:edit", draft.pk).status_code == 200,
        "lock": may_with_draft.can_lock(),
        "arrange": may_with_public.can_move(),
        "publish": may_with_draft.can_publish() or may_with_public.can_publish_subpage(),
        "delete public": may_with_public.can_delete(),
        "unpublish public": may_with_public.can_unpublish(),
        "emergency": desk.get("newsroom_publish_in_emergency", draft.pk).status_code == 200,
        "take down": desk.get("newsroom_take_down", public.pk).status_code == 200,
    }
    assert {name for name, yes in able.items() if yes} == MAY[role]


@pytest.mark.parametrize(
    ("setting", "allowed"),
    [
        ("wagtailusers_users:index", {"administrator", "superuser"}),
        ("wagtailusers_groups:index", {"administrator", "superuser"}),
        ("wagtailsites:index", {"administrator", "superuser"}),
        ("newsroom_taken_down", {"duty editor", "consent keeper", "superuser"}),
        ("newsroom_consents", {"writer", "editor", "consent keeper", "administrator", "superuser"}),
    ],
)
def test_each_setting_and_report_is_open_to_whom_it_is_for(setting, allowed):
    opened = {role for role, make in PEOPLE.items() if Desk(make()).get(setting).status_code == 200}
    assert opened == allowed


def test_no_group_holds_wagtail_s_permission_to_publish():
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()


def test_only_consent_keepers_keep_consents():
    assert {role for role, make in PEOPLE.items() if make().has_perm("consent.keep_consents")} == {
        "consent keeper",
        "superuser",
    }


def test_duty_editors_reach_the_pages_of_every_language():
    root = Page.objects.get(depth=1)
    desk = Desk(factories.duty_editor())
    assert desk.get("wagtailadmin_explore", root.pk).status_code == 200
    granted = GroupPagePermission.objects.filter(group__name=roles.DUTY_EDITORS).values_list("page_id", flat=True)
    assert set(granted) == {root.pk}


def test_the_group_form_offers_no_permission_to_publish():
    html = Desk(factories.administrator()).read("wagtailusers_groups:edit", Group.objects.get(name=roles.WRITERS).pk)
    assert "add_page" in html
    assert "publish_page" not in html


def group_form(desk, group):
    html = desk.read("wagtailusers_groups:edit", group.pk)
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    return url, querydict_from_html(html, form_id="w-editor-form").copy()


def test_an_administrator_cannot_give_it_through_the_form_either():
    desk, group = Desk(factories.administrator()), Group.objects.get(name=roles.WRITERS)
    url, form = group_form(desk, group)
    assert form.getlist("page_permissions-0-permissions")
    form.appendlist("page_permissions-0-permissions", "publish_page")
    desk.client.post(url, dict(form.lists()))
    assert not group.page_permissions.filter(permission__codename="publish_page").exists()


def test_the_group_form_works_and_names_our_permissions():
    desk, group = Desk(factories.administrator()), Group.objects.get(name=roles.DUTY_EDITORS)
    url, form = group_form(desk, group)
    form["name"] = "Night duty"
    assert desk.client.post(url, dict(form.lists())).status_code == 302
    group.refresh_from_db()
    assert group.name == "Night duty"
    assert group.permissions.filter(codename="take_down").exists()


def test_a_permission_to_publish_that_was_given_somehow_gives_nothing():
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(
        group=Group.objects.get(name=roles.WRITERS), page=Page.objects.get(depth=1), permission=publish
    )
    desk, page = Desk(factories.writer()), factories.partner("draft")
    assert "action-publish" not in desk.read("wagtailadmin_pages:edit", page.pk)
    desk.send(page, action_publish="1")
    assert not visible_pages().filter(pk=page.pk).exists()


def new_account(**fields):
    return {
        "username": "newcomer", "email": "newcomer@example.org", "first_name": "New", "last_name": "Comer",
        "password1": "a long enough pass phrase", "password2": "a long enough pass phrase", **fields,
    }  # fmt: skip


def test_an_administrator_makes_accounts_and_puts_them_in_groups():
    group = Group.objects.get(name=roles.WRITERS)
    Desk(factories.administrator()).post("wagtailusers_users:add", **new_account(groups=[group.pk]))
    assert group in get_user_model().objects.get(username="newcomer").groups.all()


def test_an_administrator_makes_no_superuser():
    desk = Desk(factories.administrator())
    assert 'name="is_superuser"' not in desk.read("wagtailusers_users:add")
    desk.post("wagtailusers_users:add", **new_account(is_superuser="on"))
    assert not get_user_model().objects.get(username="newcomer").is_superuser


def edit_account(desk, person, **fields):
    account = new_account(username=person.username, email=person.email, is_active="on", **fields)
    return desk.post("wagtailusers_users:edit", person.pk, **account)


@pytest.mark.parametrize("whom", [factories.administrator, factories.writer], ids=["themselves", "a colleague"])
def test_an_administrator_promotes_nobody_to_superuser(whom):
    edit_account(Desk(factories.administrator()), whom(), is_superuser="on")
    person = whom()
    assert person.first_name == "New"
    assert not person.is_superuser


def test_an_administrator_takes_no_superuser_s_account_over():
    root = factories.superuser()
    edit_account(Desk(factories.administrator()), root, is_superuser="on")
    assert factories.superuser().check_password(factories.PASSWORD)


def test_a_superuser_makes_superusers():
    Desk(factories.superuser()).post("wagtailusers_users:add", **new_account(is_superuser="on"))
    assert get_user_model().objects.get(username="newcomer").is_superuser
