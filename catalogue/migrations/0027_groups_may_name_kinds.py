"""The groups of staff may do with names of kinds what they may do with topics."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("catalogue.migrations.0011_groups_of_staff").make_groups


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0026_named_kinds")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
