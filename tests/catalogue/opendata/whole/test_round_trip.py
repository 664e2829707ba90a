"""The whole, taken into an empty catalogue, gives the same catalogue, to the last claim, citation and statement."""

from __future__ import annotations

import pytest

from catalogue.exchange.packages import import_package
from catalogue.exchange.settling import Outcome
from catalogue.models import Microcredential
from catalogue.opendata.whole.files import JSON, PACKAGE
from institutions.changes import Change
from tests.catalogue.opendata.whole.writing import forget_everything, records, written
from tests.catalogue_data import documents  # noqa: F401

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
