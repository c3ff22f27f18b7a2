"""A process may answer from its memory for some milliseconds: whoever changes what readers see waits for that."""

from django.db import migrations

from newsroom.web.published_documents.generation import NEXT, NEXT_WITHOUT_LEASES
from newsroom.web.published_documents.lease import GRANT


class Migration(migrations.Migration):
    dependencies = [("web", "0006_consents_end_what_is_kept")]

    operations = [
        migrations.RunSQL(GRANT, "DROP FUNCTION newsroom_lease()"),
        migrations.RunSQL(NEXT, NEXT_WITHOUT_LEASES),
    ]
