"""`manage.py import_catalogue`: what it prints, and what it says when nothing is taken in."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import Measure, Microcredential
from catalogue.models.vocabulary import Unit

pytestmark = pytest.mark.django_db


def command(path: Path, *args: str) -> str:
    out = StringIO()
    call_command("import_catalogue", str(path), *args, stdout=out)
    return out.getvalue()


def test_the_command_plans_and_takes_in(tmp_path: Path) -> None:
    path = tmp_path / "courses.csv"
    path.write_text("Nom,Cost\nOne,CAD 5\nTwo,x\n")
    dry = command(path, "--dry-run", "--map", "Nom=Title")
    assert "Sheet “courses.csv”, row 2: new, “One”.\n    Title: not stated → One\n" in dry
    assert dry.endswith("Plan: 1 new, 0 changed, 0 unchanged, 1 refused.\n")
    assert not Microcredential.objects.exists()
    assert command(path, "--map", "Nom=Title").endswith("Written: 1 new drafts, 0 changed.\n")
    assert Measure.objects.get().unit == Unit.CAD


@pytest.mark.parametrize(
    ("name", "args", "reason"),
    [
        ("nowhere.csv", (), "cannot be read"),
        ("courses.csv", (), "Nothing was taken in. No sheet has a column “Title”"),
        ("courses.csv", ("--map", "Nom"), "Write --map as HEADING=COLUMN"),
    ],
)
def test_the_command_says_why_nothing_was_taken_in(tmp_path: Path, name: str, args, reason: str) -> None:
    (tmp_path / "courses.csv").write_text("Nom\nOne\n")
    with pytest.raises(CommandError, match=reason):
        command(tmp_path / name, *args)
