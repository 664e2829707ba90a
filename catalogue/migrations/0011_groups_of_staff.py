"""The four groups of staff. Whoever was in the one group before keeps what that group could do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from catalogue.staff_groups import keep_groups_in_step


def make_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    if not groups.filter(name="Publisher").exists():
        groups.filter(name="Staff").update(name="Publisher")
    for label in ("auth", "institutions", "funding", "catalogue"):
        # Else permissions exist only after the last migration. The command skips an app without a module of models,
        # and the apps of a migration have none.
        config = apps.get_app_config(label)
        module, config.models_module = getattr(config, "models_module", None), True
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
        config.models_module = module
    keep_groups_in_step(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("institutions", "0005_undone_changes"),
        ("funding", "0003_slugs_not_taken"),
        ("catalogue", "0010_limits_of_editors"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
