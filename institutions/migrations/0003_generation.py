from django.db import migrations, models

import institutions.generation

# Two triggers, because one would have to wait for the row of the generation before the foreign keys of its own
# transaction are checked, and these wait for other transactions: a deadlock. What a deferred trigger queues runs after
# everything that was queued before it, so the second one runs when all foreign keys are checked, last of all. From
# there to the commit nothing waits for anybody, and the row of the generation puts the commits in order.
# The search path is set so that a restore, which has none, finds the tables.
UP = [
    """
    CREATE FUNCTION institutions_queue_commit() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
        INSERT INTO institutions_commit (change_id) VALUES (NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION institutions_stamp_commit() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
        raised bigint;
    BEGIN
        INSERT INTO institutions_generation AS newest (id, epoch, number)
        VALUES (1, replace(gen_random_uuid()::text, '-', ''), 1)
        ON CONFLICT (id) DO UPDATE SET number = newest.number + 1 RETURNING number INTO raised;
        UPDATE institutions_commit SET generation = raised WHERE change_id = NEW.change_id;
        IF raised % 256 = 0 THEN
            DELETE FROM institutions_commit WHERE generation <= raised - 4096;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER institutions_queue_commit AFTER INSERT ON institutions_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION institutions_queue_commit()
    """,
    """
    CREATE CONSTRAINT TRIGGER institutions_stamp_commit AFTER INSERT ON institutions_commit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.generation IS NULL)
    EXECUTE FUNCTION institutions_stamp_commit()
    """,
]
DOWN = [
    "DROP TRIGGER institutions_queue_commit ON institutions_change",
    "DROP TRIGGER institutions_stamp_commit ON institutions_commit",
    "DROP FUNCTION institutions_queue_commit()",
    "DROP FUNCTION institutions_stamp_commit()",
]


def begin(apps, schema_editor):
    apps.get_model("institutions", "Generation").objects.using(schema_editor.connection.alias).create()


def add_triggers(apps, schema_editor):
    run_on_postgresql(schema_editor, UP)


def remove_triggers(apps, schema_editor):
    run_on_postgresql(schema_editor, DOWN)


def run_on_postgresql(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, params=None)  # so that no percent sign is taken for one


class Migration(migrations.Migration):

    dependencies = [
        ("institutions", "0002_known_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commit",
            fields=[
                ("change_id", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("generation", models.PositiveBigIntegerField(help_text="Empty until the commit.", null=True, unique=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("epoch", models.CharField(default=institutions.generation.new_epoch, max_length=32)),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="generation_is_one_row")],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(add_triggers, remove_triggers),
    ]
