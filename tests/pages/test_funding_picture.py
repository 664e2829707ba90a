"""The pictures of money: made of the same steps as the table beside them, what is implied dashed and named."""

from __future__ import annotations

import re

import pytest

from catalogue.pictures.text import SMALL, text_width
from funding.models import FundingFlow
from tests.factories import make_funding_source, make_institution
from tests.pages.elements import page
from tests.pages.other_pages import cite, make_source, words

pytestmark = pytest.mark.django_db
FOUR_MILLION = "microcredentials-investment"


@pytest.fixture
def shown(client):
    return lambda slug="": page(client.get(f"/funding/{slug}/" if slug else "/funding/"))


def drawn(picture) -> list[str]:
    """What each shape of a picture says."""
    return [" ".join(box.text.split()) for box in picture.all("g", cls="picture-box")]


def steps(flow) -> list[list[str]]:
    """The rows of the table beside a picture: what it does, who or what, how much or how many, what is not stated."""
    rows_of_table = flow.one("tbody").all("tr")
    return [
        [words(cell).removesuffix(" Sources disagree") for cell in row.children if hasattr(cell, "tag")]
        for row in rows_of_table
    ]


def test_the_way_of_the_four_million(shown, documents):
    assert steps(shown().one(cls="flow")) == [
        ["Pays in", "Government of British Columbia", "$2 million", ""],
        [
            "Pays in",
            "Government of Canada, through the Canada-BC Workforce Development Agreement",
            "$2 million",
            "",
        ],
        ["The money", "Microcredentials investment", "$4 million", "each school's and each program's share"],
        ["Is for", "institutions", "15", "their names"],
        ["Is for", "microcredentials", "24", "their titles"],
        ["Is for", "people it is meant for", "more than 2,000", "what they pay"],
        ["May lie inside our reading", "Investment to help people upskill or reskill", "$47.5 million", ""],
        ["Lies inside", "StrongerBC: BC's Economic Recovery Plan", "Amount not stated", ""],
        ["Lies inside", "BC's COVID-19 response", "$10 billion", ""],
    ]


@pytest.mark.parametrize("shape", ["flow-wide", "flow-tall"])
@pytest.mark.parametrize("slug", ["", FOUR_MILLION, "workforce-development-agreement"])
def test_the_picture_and_its_table_hold_the_same_facts(shown, documents, slug, shape):
    flow = shown(slug).one(cls="flow")
    boxes = drawn(flow.one(cls=shape))
    rows_of_table = steps(flow)
    assert len(boxes) == len(rows_of_table)
    for does, name, figure, unknown in rows_of_table:
        (box,) = [each for each in boxes if name in each and figure in each]
        assert ("our reading" in does) == ("our reading" in box)
        assert unknown in box
        assert ("not stated: " in box) == bool(unknown)


def test_what_is_implied_is_dashed_and_says_so(shown, documents):
    wide = shown(FOUR_MILLION).one(cls="flow-wide")
    (implied,) = wide.all("g", cls="picture-frame-implied")
    assert "our reading" in implied.text
    assert len(wide.all("g", cls="picture-frame")) == 2
    key = shown(FOUR_MILLION).one(cls="keys")
    assert "no source says so" in key.text
    assert len(key.all("g", cls="picture-frame-implied")) == 1
    assert key.all("g", cls="picture-may") == []  # a key to what is drawn, and to nothing else


def test_a_payment_that_is_our_reading_is_a_dashed_line(shown):
    fund = make_funding_source("Fund", slug="fund", amount=10)
    flow = FundingFlow.objects.create(into=fund, payer=make_institution("Payer"), amount=10)
    cite(flow, make_source(), basis="inferred")
    wide = shown("fund").one(cls="flow-wide")
    assert len(wide.all("g", cls="picture-may")) == 1
    assert "our reading" in drawn(wide)[-1]


def test_a_sum_that_goes_nowhere_has_no_picture(shown, documents):
    assert not shown("government-not-named").all(cls="flow")


def test_a_list_of_many_sums_draws_three(shown):
    for number in range(5):
        make_funding_source(f"Fund {number}", amount=10**12 + number, institutions_reached=3)
    assert [flow.all("th", scope="row")[0].text for flow in shown().all(cls="flow")] == [
        "Fund 4",
        "Fund 3",
        "Fund 2",
    ]


def test_sums_in_a_circle_are_drawn_once(shown):
    first = make_funding_source("First fund", slug="first", institutions_reached=2)
    second = make_funding_source("Second fund", part_of=first)
    first.part_of = second
    first.save()
    assert len(drawn(shown("first").one(cls="flow-wide"))) == 3


@pytest.mark.parametrize("shape", ["flow-wide", "flow-tall"])
def test_the_words_of_a_frame_stand_at_its_top(shown, documents, shape):
    picture = shown(FOUR_MILLION).one(cls=shape)
    for frame in [*picture.all("g", cls="picture-frame"), *picture.all("g", cls="picture-frame-implied")]:
        below = float(frame.all("tspan")[0].attributes["y"]) - float(frame.one("rect").attributes["y"])
        assert below < 40


def test_no_line_runs_through_the_words_of_a_frame(shown, documents):
    """Also where a font of the reader's machine stands in, which may be as wide as the widest."""
    tall = shown(FOUR_MILLION).one(cls="flow-tall").one("svg", cls="picture-drawing")
    ways = [each.attributes["d"] for each in tall.all("path", cls="picture-path")]
    nearest = min(float(lane[1]) for lane in map(re.compile(r"M[\d.]+ [\d.]+H([\d.]+)V").match, ways) if lane)
    frames = [*tall.all("g", cls="picture-frame"), *tall.all("g", cls="picture-frame-implied")]
    for line in (line for frame in frames for line in frame.one("text", cls="picture-small").all("tspan")):
        assert float(line.attributes["x"]) + text_width(line.text, SMALL) < nearest, line.text
