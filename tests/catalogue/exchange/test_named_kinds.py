"""What a school calls a kind comes in with a file as a name that is here, and goes out as it came."""

from __future__ import annotations

import pytest

from catalogue.exchange import exporting
from catalogue.exchange.incoming.applying import apply
from catalogue.exchange.incoming.plan import Outcome, Plan
from catalogue.exchange.incoming.planning import Answers, make_plan
from catalogue.languages import FRENCH, speaking
from catalogue.models import Citation, Microcredential, NamedKind
from catalogue.search import Search
from tests.factories import make_draft, make_named_kind, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def nanodegree() -> NamedKind:
    return make_named_kind("Nanodegree", kind="certificate")


def plan_of(text: str, **answers: str) -> Plan:
    return make_plan(text.encode(), "courses.csv", Answers(words={"Kind": answers}))


def told(plan: Plan) -> list[str]:
    return [str(change) for row in plan.rows for change in row.changes if change.target != "title"]


def test_a_name_that_is_here_sets_the_kind_too_and_each_is_cited(nanodegree: NamedKind) -> None:
    plan = plan_of("Title,Kind\nData,nano-DEGREE\n", **{"nano-DEGREE": nanodegree.key})
    assert told(plan) == ["Kind: not stated → Certificate", "What the school calls it: not stated → Nanodegree"]
    assert told(plan_of("Title,Kind\nData,nanodegree\n")) == told(plan), "nobody has to answer"
    assert apply(plan).new == 1
    entry = Microcredential.objects.get()
    assert (entry.kind, entry.named_kind) == ("certificate", nanodegree)
    cited = Citation.objects.exclude(field="title").values_list("field", "says")
    assert {field: says.rpartition(". ")[2] for field, says in cited} == {
        "kind": "Kind: Certificate",
        "named_kind": "What the school calls it: Nanodegree",
    }


def test_a_word_that_nobody_knows_is_asked_about(nanodegree: NamedKind) -> None:
    plan = plan_of("Title,Kind\nData,Megadegree\nWood,badge\n")
    assert plan.unknown == {"Kind": {"Megadegree": 1}}
    assert [row.outcome for row in plan.rows] == [Outcome.REFUSED, Outcome.NEW]


def test_a_name_of_several_is_to_be_told_apart(nanodegree: NamedKind) -> None:
    make_named_kind("Nanodegree", slug="short-nanodegree", kind="course")
    (row,) = plan_of("Title,Kind\nData,Nanodegree\n").rows
    assert f"is the name of several: {nanodegree.slug}; short-nanodegree." in str(row.refusals[0])
    assert told(plan_of("Title,Kind\nData,short-nanodegree\n"))[0] == "Kind: not stated → Course or short course"


@pytest.mark.parametrize(
    ("cell", "changes"),
    [
        ("certificate", []),  # is what it says already: nothing is taken away
        ("Nanodegree", []),
        ("", []),
        ("badge", ["Kind: Certificate → Badge", "What the school calls it: Nanodegree → Not stated"]),
    ],
)
def test_another_kind_takes_the_name_away_and_the_same_does_not(
    nanodegree: NamedKind, cell: str, changes: list[str]
) -> None:
    make_draft("Data", kind="certificate", named_kind=nanodegree)
    plan = plan_of(f"Title,Kind\nData,{cell}\n")
    assert told(plan) == changes
    apply(plan)
    entry = Microcredential.objects.get()
    entry.full_clean()
    assert [*Citation.objects.values_list("field", flat=True)] == ["kind"][: len(changes)]


@pytest.mark.parametrize("language", ["en-ca", FRENCH])
def test_it_goes_out_by_its_name_and_comes_back_unchanged(nanodegree: NamedKind, language: str) -> None:
    make_offering("Data", kind="certificate", named_kind=nanodegree)
    make_offering("Wood", kind="certificate")
    with speaking(language):
        text = "".join(exporting.as_csv(exporting.rows(Search(""))))
    assert ",Nanodegree," in text
    plan = make_plan(text.encode(), "export.csv")
    assert plan.summary() == "0 new, 0 changed, 2 unchanged, 0 refused."


def test_a_name_that_means_something_else_by_now_is_not_written(nanodegree: NamedKind) -> None:
    make_draft("Wood")
    plan = plan_of("Title,Kind\nData,Nanodegree\nWood,Nanodegree\n")
    nanodegree.kind = "badge"
    nanodegree.save()
    applied = apply(plan)
    assert (applied.new, applied.changed) == (0, 0)
    assert [str(each).count("means another kind since the plan was made") for each in applied.refusals] == [1, 1]
