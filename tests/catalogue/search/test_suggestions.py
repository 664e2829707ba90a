"""What is suggested for the words typed, on a handful of programs made for it; and how much of it at most."""

from __future__ import annotations

from random import Random
from urllib.parse import urlsplit

import pytest

from catalogue.models.vocabulary import Role, State
from catalogue.search import Search, current_snapshot
from catalogue.search import suggestions as module
from catalogue.search.suggestions import MOST, PROGRAMS, SCHOOLS, SKILLS, TOPICS, Suggestion, suggest
from tests.factories import make_draft, make_institution, make_offering, make_part, make_sector

pytestmark = pytest.mark.django_db


def suggested(text: str) -> list[Suggestion]:
    return suggest(text, current_snapshot())


def labels(text: str, group: str = "") -> list[str]:
    return [each.label for each in suggested(text) if group in ("", each.group)]


def test_each_group_leads_to_its_place():
    school = make_institution("Harbour College", short_name="HC", slug="harbour")
    topic = make_sector("Harvest and food", slug="harvest")
    make_offering("Harness making", slug="harness", provider=school, sectors=(topic,), skills="hard wood")
    assert suggested("har") == [
        (PROGRAMS, "Harness making", "HC", "/microcredentials/harness/"),
        (SCHOOLS, "Harbour College (HC)", "1 offering", "/microcredentials/?provider=harbour"),
        (TOPICS, "Harvest and food", "1 offering", "/microcredentials/?sector=harvest"),
        (SKILLS, "hard wood", "", "/microcredentials/?q=hard+wood"),
    ]


def test_every_word_typed_begins_a_word_of_the_name_in_any_order():
    make_offering("Welding", skills="mass timber construction\nmass transit")
    assert labels("mass", SKILLS) == ["mass timber construction", "mass transit"]
    assert labels("tim mas", SKILLS) == ["mass timber construction"]
    assert labels("mass imber", SKILLS) == []


@pytest.mark.parametrize("typed", ["clean tech", "cleantech", "Clean-Tech", "clean‑te", "CLÉAN TEC"])
def test_hyphens_accents_and_case_make_no_difference(typed):
    make_offering("Welding", skills="clean-tech sales")
    assert labels(typed, SKILLS) == ["clean-tech sales"]


def test_a_school_is_found_by_all_its_names():
    school = make_institution("Thompson Rivers University", short_name="TRU", other_names="Cariboo College", slug="tru")
    make_offering("One", provider=school)
    make_offering("Two", provider=school)
    for typed in ("tru", "thomp riv", "cariboo"):
        assert [each[1:3] for each in suggested(typed) if each.group == SCHOOLS] == [
            ("Thompson Rivers University (TRU)", "2 offerings")
        ]


def test_only_schools_and_topics_with_entries_are_suggested():
    make_institution("Quiet College")
    giver = make_institution("Quarry College")
    make_sector("Quilting")
    make_offering("Weaving", roles={Role.CREDIT: giver})
    assert [each for each in suggested("qu") if each.group != PROGRAMS] == []


def test_a_count_is_what_the_list_then_shows(snapshot):
    shown = [each for typed in ("col", "uni", "ins", "de") for each in suggest(typed, snapshot) if each.hint]
    counted = [each for each in shown if each.group in (SCHOOLS, TOPICS)]
    assert len(counted) > 4
    for each in counted:
        search = Search(urlsplit(each.url).query, snapshot)
        assert (search.problems, each.hint.split()[0]) == ([], str(search.total))


def test_a_skill_leads_to_a_list_that_holds_it():
    signs = ["“soft” skills", "- dashes before words", "know-how – and more", 'the "C" language', "a+b=c & d?"]
    made = {make_offering(f"Course {n}", skills=line).slug for n, line in enumerate(signs)}
    found = {typed: [each for each in suggested(typed) if each.group == SKILLS] for typed in
             ("soft", "dashes", "know", "language", "a b")}  # fmt: skip
    listed = set()
    for (each,) in found.values():
        search = Search(urlsplit(each.url).query)
        assert search.problems == []
        assert not {'"', "“"} & set(search.text)
        assert not search.text.startswith("-")
        listed |= {entry.slug for entry in search.entries}
    assert listed == made


def test_titles_come_first_and_other_finds_fill_what_is_left():
    make_offering("Apiary work", summary="All of bees.")
    make_offering("Bees and honey")
    make_offering("Keeping bees")
    assert labels("bees", PROGRAMS) == ["Bees and honey", "Keeping bees", "Apiary work"]


def test_an_ended_program_says_so_and_comes_last():
    make_offering("Bees before", availability="ended", provider="Old College")
    make_offering("Bees now", provider="New College")
    assert [each[1:3] for each in suggested("bees")] == [
        ("Bees now", "New College"),
        ("Bees before", "Ended, Old College"),
    ]


def test_skills_that_differ_in_case_or_accents_are_one_and_frequent_ones_come_first():
    make_offering("A", skills="café work\ncafé staff")
    make_offering("B", skills="Cafe Work")
    make_offering("C", skills="cafe staff\ncafé art")
    make_offering("D", skills="café staff")
    assert labels("cafe", SKILLS) == ["café staff", "café work", "café art"]


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_nothing_of_a_hidden_entry_is_suggested(state):
    published = make_offering("Weaving of baskets", skills="weaving")
    hidden = make_draft("Weaving secrets", state=state, skills="weaving in secret")
    make_part(published, "Weaving in part", state=state, skills="weaving of parts")
    make_part(hidden, "Weaving in a secret part")
    assert labels("weav") == ["Weaving of baskets", "weaving"]
    assert labels("secret") == []


def test_a_change_is_seen_at_once():
    offering = make_offering("Weaving", skills="xylophone making")
    assert labels("xylo") == ["Weaving", "xylophone making"]
    offering.skills = "mat making"
    offering.save()
    assert labels("xylo") == []
    assert labels("mat") == ["Weaving", "mat making"]


def test_at_most_eight_are_shared_among_the_groups():
    schools = [make_institution(f"Common College {n}") for n in range(9)]
    topics = tuple(make_sector(f"Commerce {n}") for n in range(9))
    skills = "\n".join(f"communication {n}" for n in range(9))
    for number, school in enumerate(schools):
        make_offering(f"Composting {number}", provider=school, sectors=topics, skills=skills)
    groups = [each.group for each in suggested("com")]
    assert groups == [PROGRAMS] * 4 + [SCHOOLS] * 2 + [TOPICS] + [SKILLS]
    assert len(labels("compost")) == len(labels("communication")) == MOST


@pytest.mark.parametrize("text", ["", " ", "a", "-", "“”", "\0", "\ud800", "a" * 201, "ab " * 13, "é" * 10_000])
def test_what_cannot_be_searched_for_gives_nothing(text):
    make_offering("Ab", skills="a\nab")
    assert suggested(text) == []


def test_no_text_is_an_error_and_none_gives_more_than_eight(snapshot, full):
    dice = Random(20261127)
    letters = "aeiou dmst-\"'“”\0é\u0301\u200b\ud800ł∂🦀&=+%#"
    for _ in range(5_000 if full else 300):
        text = "".join(dice.choices(letters, k=dice.randint(0, 30)))
        assert len(suggest(text, snapshot)) <= MOST


def test_the_list_of_skills_is_bounded(snapshot, monkeypatch):
    monkeypatch.setattr(module, "MOST_SKILLS", 5)
    assert len(list(module._skills(snapshot.own("skills", range(snapshot.size))))) == 5
