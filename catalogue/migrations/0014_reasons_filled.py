"""Before the database asks for it: a reason for visitors where an entry was withdrawn from the shell without one."""

from django.db import migrations

REASON = "No reason was written down."


def fill(apps, schema_editor):
    for name in ("Microcredential", "HistoricalMicrocredential"):
        rows = apps.get_model("catalogue", name).objects.using(schema_editor.connection.alias)
        rows.filter(withdrawn_on__isnull=False, withdrawal_reason="").update(withdrawal_reason=REASON)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0013_duplicates")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
