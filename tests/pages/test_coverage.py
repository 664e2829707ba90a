"""The page of coverage: numbers that add up, gaps that lead to what they count, and the announced set against names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from django.urls import reverse

from catalogue.coverage import (
    FIELDS,
    NOT_ASKED,
    QUESTIONS,
    Answer,
    Answers,
    answers_of,
    counted_entries,
    read_differing,
)
from catalogue.generating import generate_entries
from catalogue.models import Disagreement, DisagreementSide, Microcredential
from catalogue.models.vocabulary import Role
from catalogue.tallies import tallies
from catalogue.views.bars import bar
from institutions.models import Institution
from tests.factories import make_draft, make_offering, make_part, make_price, make_recognition
from tests.pages.elements import page
from tests.pages.other_pages import broken, cite, make_source, prose_grade, section, without_source, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    return lambda query="": page(client.get(f"/coverage/{query}"))


def known(whole) -> tuple[int, int]:
    """How many answers are known, of how many."""
    answered, of = re.findall(r"[\d,]+", whole.one(cls="coverage-whole").text)
    return int(answered.replace(",", "")), int(of.replace(",", ""))


def table(whole, name: str) -> dict[str, dict[str, int]]:
    """The numbers of each row by the head of their column."""
    part = section(whole, name)
    heads = [words(head) for head in part.one("thead").all("th")][1:]
    return {
        row.one("th").children[0].text if hasattr(row.one("th").children[0], "text") else row.one("th").children[0]: {
            head: int(re.match(r"\d+", words(cell)).group()) for head, cell in zip(heads, row.all("td"), strict=True)
        }
        for row in part.one("tbody").all("tr")
    }


def _pks() -> list[int]:
    return list(Microcredential.objects.public().results().values_list("pk", flat=True))


def _answers() -> Answers:
    return answers_of(frozenset(_pks()), read_differing())


def _conflict(*citations) -> Disagreement:
    conflict = Disagreement.objects.create(kind="conflict", title="They differ", explanation="We show both.")
    for citation in citations:
        DisagreementSide.objects.create(disagreement=conflict, citation=citation)
    return conflict


class TestQuestions:
    def test_every_cited_value_is_asked_for_or_left_out_by_name(self):
        assert set(FIELDS) | NOT_ASKED == Microcredential.cited_fields()
        assert not set(FIELDS) & NOT_ASKED

    def test_the_numbers_of_every_table_make_up_the_whole(self, shown, documents):
        whole = shown()
        answered, of = known(whole)
        assert of == 17 * len(QUESTIONS)
        for name in ("by-question", "by-offering"):
            rows = table(whole, name).values()
            assert sum(count for row in rows for count in row.values()) == of
            assert sum(row["Not stated"] for row in rows) == of - answered

    def test_each_gap_leads_to_as_many_offerings(self, shown, client, documents):
        gaps = [link for link in section(shown(), "by-question").all("a") if "not-stated" in link.attributes["href"]]
        assert len(gaps) > 5
        for gap in gaps:
            results = page(client.get(gap.attributes["href"]))
            found = {each.attributes["data-slug"] for each in results.everything() if "data-slug" in each.attributes}
            assert len(found) == int(re.match(r"\d+", words(gap)).group()), gap.attributes["href"]

    def test_what_the_documents_say_of_some_questions(self, shown, documents):
        rows = table(shown(), "by-question")
        assert rows["How you learn"] == {"Stated": 5, "Our reading": 1, "Sources differ": 0, "Not stated": 11}
        assert rows["What it counts toward"]["Sources differ"] == 5
        assert rows["When to apply"]["Not stated"] == 17

    def test_the_share_grows_as_a_gap_is_filled(self, shown, documents):
        answered, of = known(shown())
        entry = Microcredential.objects.get(key="t09")
        entry.place_taught = "Burnaby"
        entry.save()
        cite(entry, make_source(), "place_taught")
        assert known(shown()) == (answered + 1, of)
        assert table(shown(), "by-question")["Where it is taught"]["Stated"] == 1

    def test_an_answer_without_a_source_is_told_apart(self, shown):
        make_price(make_offering("Bare", kind="badge"), 10)
        rows = table(shown(), "by-question")
        assert rows["What it costs"]["No source named"] >= 1

    def test_the_strongest_source_decides_and_a_conflict_stands_above_it(self, shown):
        entry, source = make_offering("Program", level="advanced", pace="own-pace"), make_source()
        credit = make_recognition(entry)
        cite(entry, source, "level", basis="inferred")
        cite(entry, source, "level", basis="stated")
        _conflict(cite(credit, source), cite(credit, source))
        found = {name: standing.get(entry.pk) for name, standing in _answers().items()}
        assert (found["level"], found["pace"], found["credit"]) == (Answer.STATED, Answer.UNSOURCED, Answer.DIFFERS)

    def test_a_conflict_with_a_hidden_side_is_none(self, shown):
        entry, source = make_offering("Program", level="advanced"), make_source()
        _conflict(cite(entry, source, "level"), cite(make_draft("Hidden", level="advanced"), source, "level"))
        assert _answers()["level"][entry.pk] is Answer.STATED


def test_the_sums_are_those_of_the_single_offerings(documents, monkeypatch):
    generate_entries(60, seed=3)
    source = make_source()
    for entry in counted_entries().order_by("-pk")[:9]:
        for name in ("kind", "delivery", "availability"):
            if getattr(entry, name):
                cited = [cite(entry, source, name, basis=basis) for basis in ("inferred", "outside")]
                if entry.pk % 2:
                    _conflict(*cited)
    differing, questions, schools = read_differing(), defaultdict(Counter), defaultdict(Counter)
    for pk in _pks():
        run_by = Institution.objects.filter(
            participations__microcredential=pk, participations__role__in=Role.providing()
        )
        for name, standing in answers_of(frozenset({pk}), differing).items():
            answer = standing.pop(pk, Answer.NOT_STATED)
            assert not standing
            questions[name][answer] += 1
            for school in run_by.distinct():
                schools[school.pk][answer] += 1
    monkeypatch.setattr("catalogue.tallies._AT_ONCE", 7)
    counted = tallies(differing)
    assert counted.size == len(_pks())
    assert counted.questions == {name: {each: counts[each] for each in Answer} for name, counts in questions.items()}
    assert counted.schools == {
        pk: (counts.total() // len(QUESTIONS), {each: counts[each] for each in Answer})
        for pk, counts in schools.items()
    }


def test_long_numbers_are_written_for_people(shown, client, documents):
    generate_entries(60, seed=3)
    answered, of = known(shown())
    assert of > 1000
    assert f"{answered:,} of {of:,} answers are known." in shown().text
    assert str(of) not in words(page(client.get("/fr/coverage/")).one(cls="coverage-whole"))


class TestHidden:
    def test_drafts_and_parts_are_not_counted(self, shown):
        before = known(shown())
        draft = make_draft("Hidden program", level="advanced")
        make_part(make_offering("Whole"), "Piece", level="advanced")
        cite(draft, make_source(), "level")
        assert known(shown())[1] == before[1] + len(QUESTIONS)
        assert "Hidden program" not in shown().text


class TestSchools:
    def test_each_school_with_all_answers_of_its_offerings(self, shown, documents):
        rows = table(shown(), "by-school")
        assert sum(rows["Langara College"].values()) == len(QUESTIONS)
        assert sum(rows["British Columbia Institute of Technology"].values()) == 3 * len(QUESTIONS)
        assert "Thompson Rivers University" not in rows

    def test_its_numbers_are_those_of_its_offerings(self, shown, documents):
        whole = shown()
        mine = table(whole, "by-school")["Langara College"]
        title = "Langara College Advanced Administrative Assistant (AAA) certificate"
        assert table(whole, "by-offering")[title] == mine


class TestPages:
    def test_beyond_fifty_offerings_they_come_in_pages(self, shown, documents):
        generate_entries(60, seed=3)
        size = len(_pks())
        first, second = table(shown(), "by-offering"), table(shown("?page=2"), "by-offering")
        assert len(first) == 50
        assert len(second) == size - 50
        assert not first.keys() & second.keys()

    @pytest.mark.parametrize("asked", ["0", "2", "-1", "x", "1e9", "9" * 40, "²"])
    def test_a_page_that_is_not_there_is_named_and_the_first_is_shown(self, shown, documents, asked):
        whole = shown(f"?page={asked}")
        assert "“page” goes from 1 to 1." in whole.one(cls="problems").text
        assert len(table(whole, "by-offering")) == 17


class TestAnnounced:
    def test_what_can_be_named_and_by_whom(self, shown, documents):
        told = section(shown(), "announced")
        text = words(told)
        assert "3 that the documents let us name" in text
        assert "8 that only others name" in text
        assert "That leaves 13 that no source we know names." in text
        assert "5 more are not named by any source we know." in text

    def test_what_only_others_name_is_outside_and_no_entry(self, shown, documents):
        told = section(shown(), "announced")
        (film,) = [words(line) for line in told.all("li") if "Film and Television" in line.text]
        assert film.endswith("outside the two documents")
        assert not Microcredential.objects.filter(title__contains="Film and Television").exists()

    def test_sources_that_count_otherwise_stand_side_by_side(self, shown, documents):
        rows = {
            words(row.one("th")): [words(cell) for cell in row.all("td")]
            for row in section(shown(), "announced").one("tbody").all("tr")
        }
        assert rows["Maple Ridge News outside the two documents"] == [
            "February 8, 2021", "24 courses, in a headline.", "14 schools.",
        ]  # fmt: skip
        assert rows["Ministry's web page outside the two documents"] == [
            "Not stated (read on November 27, 2026)",
            "23 pilots, in fall 2020.",
            "14 public institutions, for pilots of fall 2020.",
        ]
        assert rows["2021 education guide"][2] == "15 schools."
        assert "24 at 15 schools, or 23 at 14?" in section(shown(), "announced").text


def test_the_first_page_of_offerings_has_no_number_in_its_address(shown, documents):
    for query in ("", "?page=1"):
        assert shown(query).one("link", rel="canonical").attributes["href"].endswith("/coverage/")


def test_a_bar_tells_each_two_answers_apart_without_colour():
    shown = [Answer.STATED, Answer.OURS, Answer.DIFFERS, Answer.NOT_STATED]
    assert len({bar({answer: 1}).replace(answer.value, "") for answer in shown}) == len(shown)


def test_each_bar_and_the_numbers_beside_it_say_the_same(shown, documents):
    whole = shown().one("main")
    bars = [
        (
            whole.all("svg", cls="bar")[0],
            {_sign(item): int(words(item).split()[-1]) for item in whole.one(cls="keys").all("li")},
        )
    ]
    for part in whole.all("table", cls="answers"):
        signs = [_sign(head) for head in part.one("thead").all("th")[1:]]
        for row in part.one("tbody").all("tr"):
            numbers = [int(re.match(r"\d+", words(cell)).group()) for cell in row.all("td")]
            bars.append((row.one("svg", cls="bar"), dict(zip(signs, numbers, strict=True))))
    assert len(bars) > 40
    for drawn, told in bars:
        parts = {each.attributes["class"]: float(each.attributes["width"]) + 1 for each in drawn.all("rect")}
        shares = {f"bar-{sign}": 200 * count / sum(told.values()) for sign, count in told.items() if count}
        assert parts == pytest.approx(shares, abs=0.1), told


def _sign(element) -> str:
    """Which answer a head or a key stands for, by the sign before its words."""
    (sign,) = (each for each in element.one(cls="answer-key").classes if each.startswith("bar-key-"))
    return sign.removeprefix("bar-key-")


def test_the_page_is_whole_and_plain(shown, documents):
    whole = shown()
    assert len(whole.all("h1")) == 1
    assert without_source(whole) == []
    assert broken(whole) == []
    assert prose_grade(whole) <= 8


def test_queries_stay_the_same_however_much_there_is(client, assert_page_queries, documents, sizes):
    done = 0
    for many in sizes(60):
        while done < many:
            entry = make_offering(f"Offering {done}", level="advanced")
            cite(entry, make_source(), "level")
            done += 1
        with assert_page_queries(46):
            client.get(reverse("coverage"))
