"""Every search reads the vectors of all that match, to rank it: they lie in the row itself, up to what a page of
PostgreSQL takes, and what is longer and read by none (the plain text) makes room for them."""

from django.db import migrations

IN_THE_ROW = """
ALTER TABLE wagtailsearch_indexentry ALTER COLUMN body SET STORAGE MAIN;
ALTER TABLE wagtailsearch_indexentry SET (toast_tuple_target = 4064);
"""
BESIDE_IT = """
ALTER TABLE wagtailsearch_indexentry ALTER COLUMN body SET STORAGE EXTENDED;
ALTER TABLE wagtailsearch_indexentry RESET (toast_tuple_target);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_parts_of_answers"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunSQL(IN_THE_ROW, BESIDE_IT)]
