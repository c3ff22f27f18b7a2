"""A site to start from: the source language's home page as a draft, the roles, and the editorial review on its tree."""

from django.db import migrations
from wagtail.models import PAGE_PERMISSION_TYPES

SOURCE = "en"
NAMES = {codename: label for codename, _short, label in PAGE_PERMISSION_TYPES}

# Who may do what on which tree. Nobody has "publish": only the law publishes.
ON_THE_SOURCE_TREE = {"Writers": ["add", "change"], "Editors": ["add", "change", "lock", "unlock"]}
ON_EVERY_TREE = {
    "Duty editors": ["lock", "unlock"],
    "Administrators": ["add", "change", "bulk_delete", "lock", "unlock"],
}
# (app label, model, codename)
EVERYWHERE = {
    "Writers": [],
    "Editors": [("wagtail_localize", "translation", "submit_translation")],
    "Duty editors": [("consent", "takedown", "take_down")],
    "Administrators": [
        ("wagtail_localize", "translation", "submit_translation"),
        ("review", "approval", "publish_in_emergency"),
        ("review", "approval", "arrange_public_pages"),
        *[("auth", "user", f"{verb}_user") for verb in ("add", "change", "delete")],
        *[("auth", "group", f"{verb}_group") for verb in ("add", "change", "delete")],
        *[("wagtailcore", "locale", f"{verb}_locale") for verb in ("add", "change", "delete")],
        *[("wagtailcore", "site", f"{verb}_site") for verb in ("add", "change", "delete")],
        *[("wagtailcore", "collection", f"{verb}_collection") for verb in ("add", "change", "delete")],
        *[("wagtailredirects", "redirect", f"{verb}_redirect") for verb in ("add", "change", "delete")],
    ],
}
FILES = {"Writers": ["add", "change", "choose"], "Editors": ["add", "change", "choose"], "Administrators": ["add", "change", "choose"]}  # fmt: skip


def make_site(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects
    content_types = apps.get_model("contenttypes", "ContentType").objects
    locale, _ = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=SOURCE)
    root = pages.get(depth=1)
    # Wagtail's own welcome page is live, and nobody approved it.
    pages.filter(depth=2, slug="home", content_type__model="page").delete()
    kind, _ = content_types.get_or_create(model="homepage", app_label="home")
    home = apps.get_model("home", "HomePage").objects.create(
        title="Home", draft_title="Home", slug="home", content_type=kind, path=f"{root.path}0001", depth=2, numchild=0,
        url_path="/home/", locale=locale, live=False, has_unpublished_changes=True,
    )  # fmt: skip
    root.numchild = pages.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    apps.get_model("wagtailcore", "Site").objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page_id": home.pk, "site_name": "North Star"}
    )
    make_roles(apps, root_id=root.pk, home_id=home.pk)
    make_workflow(apps, home.pk)


def make_roles(apps, *, root_id, home_id):
    groups = apps.get_model("auth", "Group").objects
    groups.filter(name__in=["Moderators", "Editors"]).delete()  # Wagtail's own: they may publish.
    for trees, page_id in ((ON_THE_SOURCE_TREE, home_id), (ON_EVERY_TREE, root_id)):
        for name, codenames in trees.items():
            group, _ = groups.get_or_create(name=name)
            permit(apps, group, "wagtailadmin", "admin", "access_admin")
            for codename in codenames:
                permit_on_page(apps, group, codename, page_id)
            for app_label, model, codename in EVERYWHERE[name]:
                permit(apps, group, app_label, model, codename)
            for codename in FILES.get(name, []):
                permit_on_files(apps, group, codename)


def permission(apps, app_label, model, codename, label=""):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    made, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": label or codename.replace("_", " ").capitalize()}
    )
    return made


def permit(apps, group, app_label, model, codename):
    group.permissions.add(permission(apps, app_label, model, codename))


def permit_on_page(apps, group, codename, page_id):
    allowed = permission(apps, "wagtailcore", "page", f"{codename}_page", NAMES[codename])
    apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
        group=group, page_id=page_id, permission=allowed
    )


def permit_on_files(apps, group, codename):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    # Wagtail asks for its own models' permissions, also where a site has its own picture and document models.
    for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group,
            collection=root,
            permission=permission(apps, app_label, model, f"{codename}_{model}"),
        )


def make_workflow(apps, home_id):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="review", model="editorialreviewtask"
    )
    # Wagtail's own moderation ends in its group of Moderators, which is gone.
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("wagtailcore", "Task").objects.all().delete()
    task = apps.get_model("review", "EditorialReviewTask").objects.create(
        name="Editorial review", active=True, content_type=kind
    )
    task.groups.add(apps.get_model("auth", "Group").objects.get(name="Editors"))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name="Editorial review", active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(page_id=home_id, workflow=workflow)


def remove_roles(apps, schema_editor):
    """Back to a site without roles: the pages stay, what was made here goes."""
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Editorial review").delete()
    apps.get_model("review", "EditorialReviewTask").objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(name__in=[*ON_THE_SOURCE_TREE, *ON_EVERY_TREE]).delete()
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("home", "HomePage").objects.filter(depth=2).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("authoring", "0001_initial"),
        ("consent", "0001_initial"),
        ("review", "0002_frozen_records"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailcore", "0098_apitoken"),
        # Wagtail's own groups and permissions exist after these.
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(make_site, remove_roles)]
