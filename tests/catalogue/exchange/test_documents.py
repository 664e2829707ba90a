"""The fixtures of the two documents: loading twice changes nothing, and no load undoes an act of staff."""

import json

import pytest
from django.core.management import call_command

from catalogue.environment import ROOT
from catalogue.exchange.loading import load
from catalogue.models import (
    Citation,
    FundingLink,
    Group,
    Measure,
    Microcredential,
    Recognition,
    Sector,
    Statement,
)
from catalogue.workflow import remove, withdraw
from funding.models import FundingSource
from institutions.changes import Change, Way, recording
from institutions.models import Institution
from institutions.records import Record

from .loading import counts, everything

FIXTURES = ROOT / "fixtures"
ROWS = sum(len(json.loads(path.read_text())) for path in FIXTURES.glob("*.json"))
pytestmark = pytest.mark.django_db


def load_documents() -> dict[str, int]:
    return counts({(fate.row.model, fate.row.key): fate.outcome.name.lower() for fate in load(FIXTURES)})


def edit(record: Record, **values: object) -> tuple[Record, dict[str, object]]:
    with recording(way=Way.FORM):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record, values


def test_loading_twice_changes_nothing():
    assert load_documents() == {"created": ROWS}
    assert Change.objects.count() == 1
    before = everything()
    assert load_documents() == {"unchanged": ROWS}
    assert everything() == before


def test_loaddata_fills_an_empty_database_with_the_same():
    call_command("loaddata", *sorted(FIXTURES.glob("*.json")), verbosity=0)
    assert load_documents() == {"unchanged": ROWS}


def test_loading_again_keeps_28_acts_of_staff():
    load_documents()
    to_delete = Microcredential.objects.get(key="r07")
    offerings = Microcredential.objects.filter(key__startswith="t").order_by("key")
    edits = [
        *(edit(entry, summary=f"{entry.summary} Checked.") for entry in offerings[:8]),
        *(edit(school, city="Elsewhere") for school in Institution.objects.order_by("key")[:5]),
        *(edit(claim, since="2026-09") for claim in Recognition.objects.filter(group=None).order_by("key")[:4]),
        *(
            edit(measure, approximation="about")
            for measure in Measure.objects.filter(microcredential__in=offerings, minimum__gt=0).order_by("key")[:3]
        ),
        *(edit(statement, as_of="2026") for statement in Statement.objects.order_by("key")[:2]),
        edit(FundingSource.objects.order_by("key").first(), reach="Everybody"),
        edit(Sector.objects.order_by("key").first(), summary="As the ministry says."),
        edit(Group.objects.order_by("key").first(), summary="As the school says."),
    ]
    assert len(edits) == 25
    rename = edit(Microcredential.objects.get(key="t13"), slug="renamed-by-staff")
    withdraw(to_delete, by=None, why="Ended", public_reason="It ended.")
    deleted = [*remove(to_delete, by=None, why="Ended"), *remove(FundingLink.objects.first(), by=None, why="Not so")]
    before = everything()

    outcomes = load_documents()
    assert outcomes["deleted"] == len(deleted)
    # An edit also flags the citations of the value, which are staff's from then on.
    flagged = Citation.objects.filter(needs_look=True).count()
    assert outcomes["kept"] == len([*edits, rename]) + flagged
    assert outcomes["unchanged"] == ROWS - outcomes["kept"] - outcomes["deleted"]
    assert everything() == before
    for record, values in [*edits, rename]:
        stored = type(record).objects.get(pk=record.pk)
        assert {name: getattr(stored, name) for name in values} == values
    for record in deleted:
        assert not type(record).objects.filter(key=record.key).exists()
