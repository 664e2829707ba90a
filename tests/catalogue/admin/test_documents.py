"""The entries of the two documents at the desk: each can be opened and sent back as it is, and nothing changes."""

import pytest
from django.apps import apps

from catalogue.models import Microcredential
from catalogue.provenance import lacks_a_citation, uncited
from institutions.changes import Change
from institutions.records import Record
from tests.catalogue.admin.desk import Desk
from tests.factories import make_offering

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_sending_a_page_back_as_it_is_changes_nothing(documents: None, maria: Desk, full: bool, model) -> None:
    before = Change.objects.count()
    for record in model.objects.order_by("?") if full else model.objects.all()[:2]:
        maria.save(maria.open_record(record))
        assert Change.objects.count() == before, record


def test_values_without_a_source_are_those_that_the_page_of_the_entry_names(documents: None) -> None:
    """The queue asks the database, the page asks the record."""
    make_offering("Bare", audience="Everybody")
    lacking = set(Microcredential.objects.filter(lacks_a_citation(Microcredential)))
    assert lacking == {entry for entry in Microcredential.objects.all() if uncited(entry)}
    assert lacking
