"""Every page shows the menu, and few pages are in it: they are found without looking at all pages of the site."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0006_what_is_withheld"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX newsroom_in_menus ON wagtailcore_page (depth, path) WHERE show_in_menus",
            "DROP INDEX newsroom_in_menus",
        ),
    ]
