"""The whole, taken into an empty catalogue, gives the same catalogue, to the last claim, citation and statement."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from catalogue.exchange.fixtures import FixtureProblems
from catalogue.exchange.packages import import_package
from catalogue.exchange.settling import Outcome
from catalogue.models import Microcredential
from catalogue.opendata.whole.files import DESCRIPTION, JSON, PACKAGE
from institutions.changes import Change
from tests.catalogue.opendata.whole.writing import forget_everything, records, written
from tests.catalogue_data import documents  # noqa: F401
from tests.factories import make_offering

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [PACKAGE, JSON])
def test_the_documents_come_back_as_they_went(documents, tmp_path, name):  # noqa: F811
    before, told = written(tmp_path / "first"), records()
    forget_everything()
    assert not Microcredential.objects.exists()
    fates = import_package(tmp_path / "first" / name)
    assert {fate.outcome for fate in fates} == {Outcome.CREATED}
    assert written(tmp_path / "second") == before
    assert records() == told
    changes = Change.objects.count()
    again = import_package(tmp_path / "first" / name)
    assert {fate.outcome for fate in again} == {Outcome.UNCHANGED}
    assert (len(again), Change.objects.count()) == (len(fates), changes)
    assert written(tmp_path / "third") == before


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Path]:
    """The package of one offering, with some of its files left out or replaced."""
    make_offering("Welding")
    written(tmp_path / "first")
    forget_everything()

    def write(left_out: str = "", **replaced: str) -> Path:
        path = tmp_path / "altered.zip"
        with ZipFile(tmp_path / "first" / PACKAGE) as whole, ZipFile(path, "w") as package:
            for name in whole.namelist():
                if name != left_out:
                    package.writestr(name, replaced.get(name.partition(".")[0], whole.read(name)))
        return path

    return write


def test_a_package_that_is_older_than_a_noun_has_none_of_it(altered, tmp_path):
    with ZipFile(tmp_path / "first" / PACKAGE) as whole:
        described = json.loads(whole.read(DESCRIPTION))
    described["resources"] = [each for each in described["resources"] if each["path"] != "named_kinds.csv"]
    import_package(altered("named_kinds.csv", datapackage=json.dumps(described)))
    assert Microcredential.objects.filter(title="Welding").count() == 1


@pytest.mark.parametrize(
    ("left_out", "replaced", "words"),
    [
        ("citations.csv", {}, "citations.csv: the package lacks it."),
        (DESCRIPTION, {}, f"{DESCRIPTION}: the package lacks it."),
        ("", {"sectors": "key,name\n"}, f"sectors.csv: it is not the table that {DESCRIPTION} describes."),
    ],
)
def test_a_package_that_is_not_as_it_says_is_refused(altered, left_out, replaced, words):
    with pytest.raises(FixtureProblems) as refused:
        import_package(altered(left_out, **replaced))
    assert words in str(refused.value)
    assert not Microcredential.objects.exists()
