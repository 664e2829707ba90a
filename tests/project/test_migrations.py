"""A migration can be made while the release before it still runs, and be taken back.

Code of the old release reads and writes the new tables for a while. So columns are added and never taken away, and what
is added must do without a value that old code does not give. A migration that knows better says so, with a reason, in a
comment that begins with `# safe:`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

# Made before the first release, when no old code could be running.
FREE = {"catalogue": 21, "institutions": 5, "funding": 3}
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def findings(operations: list[Operation]) -> Iterator[str]:
    made = {operation.name.lower() for operation in operations if isinstance(operation, migrations.CreateModel)}
    for operation in operations:
        model = getattr(operation, "model_name", "").lower()
        if isinstance(operation, TAKES_AWAY):
            yield f"{operation.describe()}: old code still asks for it"
        elif model in made:
            continue
        elif isinstance(operation, migrations.AddField) and not _may_be_left_out(operation.field):
            yield f"{operation.describe()}: old code gives it no value; write null=True or db_default"
        elif isinstance(operation, migrations.AlterField | migrations.AddConstraint):
            yield f"{operation.describe()}: what old code writes, or what is there, may not fit"
        elif isinstance(operation, migrations.RunPython) and operation.reverse_code is None:
            yield "RunPython without a way back"
        elif isinstance(operation, migrations.RunSQL) and operation.reverse_sql is None:
            yield "RunSQL without a way back"


def _may_be_left_out(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.has_db_default()


def test_migrations_fit_the_code_before_them() -> None:
    found = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if int(name[:4]) > FREE.get(app, 9999) and "# safe:" not in inspect.getsource(
            inspect.getmodule(type(migration))
        ):
            found += [f"{app}.{name}: {finding}" for finding in findings(migration.operations)]
    assert found == []


TEXT = models.CharField(max_length=9)


@pytest.mark.parametrize(
    ("operation", "is_told"),
    [
        (migrations.RemoveField("x", "a"), True),
        (migrations.DeleteModel("X"), True),
        (migrations.RenameField("x", "a", "b"), True),
        (migrations.AddField("x", "a", TEXT), True),
        (migrations.AddField("x", "a", models.CharField(max_length=9, default="")), True),
        (migrations.AddField("x", "a", models.CharField(max_length=9, db_default="")), False),
        (migrations.AddField("x", "a", models.DateField(null=True)), False),
        (migrations.AlterField("x", "a", TEXT), True),
        (migrations.AddConstraint("x", models.CheckConstraint(condition=models.Q(a=1), name="c")), True),
        (migrations.AddIndex("x", models.Index(fields=["a"], name="i")), False),
        (migrations.RunPython(lambda apps, editor: None), True),
        (migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop), False),
        (migrations.RunSQL("SELECT 1"), True),
    ],
    # Not by `repr`: that of a function differs from process to process, and the tests run in two.
    ids=lambda value: type(value).__name__,
)
def test_what_old_code_cannot_bear_is_told(operation: Operation, is_told: bool) -> None:
    assert bool(list(findings([operation]))) == is_told


def test_a_new_table_may_have_any_column() -> None:
    new = migrations.CreateModel("X", [("id", models.BigAutoField(primary_key=True))])
    assert list(findings([new, migrations.AddField("x", "a", TEXT)])) == []
