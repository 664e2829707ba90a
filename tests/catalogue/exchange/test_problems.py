"""Fixtures with something wrong in them: all of it is told, with file and key, and nothing is written."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from catalogue.exchange.fixtures import FixtureProblems
from catalogue.exchange.loading import load
from institutions.changes import Change
from institutions.models import Institution

from .loading import citation, load_rows, offering, participation, row, school, small_catalogue

pytestmark = pytest.mark.django_db


def problems(folder, *rows) -> list[str]:
    with pytest.raises(FixtureProblems) as found:
        load_rows(folder, *rows)
    assert not Change.objects.exists()
    return found.value.problems


def fund(**fields) -> dict:
    return row("fundingsource", "x", name="X", slug="x", **fields)


def test_all_is_told_at_once_with_file_and_key_and_nothing_is_written(tmp_path):
    (tmp_path / "01_schools.json").write_text(json.dumps([school(), school(), school("viu", nmae="VIU")]))
    (tmp_path / "02_entries.json").write_text(
        json.dumps(
            [offering("t01", kind="degree", last_verified="yesterday"), offering("t02", web_address="no address")]
        )
    )
    (tmp_path / "03_claims.json").write_text(
        json.dumps([participation(institution="ubc"), participation("x", role="owner")])
    )
    told = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("load_catalogue", "--dir", tmp_path, stdout=told)
    assert str(refusal.value).splitlines() == [
        "Nothing was loaded:",
        "01_schools.json: bcit: a row in 01_schools.json has this key already.",
        "01_schools.json: viu: there is no field “nmae”.",
        "02_entries.json: t01: last_verified: “yesterday” value has an invalid date format. "
        "It must be in YYYY-MM-DD format.",
        "02_entries.json: t01: kind: Value 'degree' is not a valid choice.",
        "02_entries.json: t02: web_address: Enter a valid URL.",
        "03_claims.json: t01-bcit: institution: there is no institution with the key “ubc”.",
        "03_claims.json: x: role: Value 'owner' is not a valid choice.",
    ]
    assert refusal.value.returncode == 1
    assert (told.getvalue(), Institution.objects.count(), Change.objects.count()) == ("", 0, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[\n  {"model":\n}', "line 3, column 1: this is not JSON (Expecting value)."),
        ('{"model": "catalogue.sector"}', "a fixture is a list of rows, in square brackets."),
        ('[{"model": "catalogue.sector"}]', "row 1: a row needs “model” and “fields”."),
        ('[{"model": "catalogue.sector", "fields": {}}, 7]', "row 1: it has no key; rows are matched by key."),
        ('[7, {"model": "catalogue.sector", "fields": {"key": ""}}]', "row 2: it has no key; rows are matched by key."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_place(tmp_path, text, told):
    (tmp_path / "broken.json").write_text(text)
    with pytest.raises(FixtureProblems) as found:
        load(tmp_path)
    assert f"broken.json: {told}" in found.value.problems


def test_a_file_in_another_encoding_is_named_with_the_place(tmp_path):
    (tmp_path / "broken.json").write_bytes('[{"a": "Sauvé"}]'.encode("latin-1"))
    with pytest.raises(FixtureProblems, match=r"broken\.json: byte 12 is not UTF-8\."):
        load(tmp_path)


def test_an_unread_file_is_told_alone_and_not_what_it_might_have_held(tmp_path):
    (tmp_path / "01.json").write_text("[")
    (tmp_path / "02.json").write_text(json.dumps([participation(), offering("t02", kind="degree")]))
    with pytest.raises(FixtureProblems) as found:
        load(tmp_path)
    assert [problem.split(":")[0] for problem in found.value.problems] == ["01.json", "02.json"]
    assert "degree" in found.value.problems[1]


def test_a_folder_without_fixtures_is_told(tmp_path):
    with pytest.raises(FixtureProblems, match="there is no fixture here"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("model", ["auth.user", "catalogue.course", "course", "institutions.change", 7, None])
def test_only_nouns_of_the_catalogue_are_loaded(tmp_path, model):
    assert problems(tmp_path, {"model": model, "fields": {"key": "x"}}) == [
        f"all.json: x: there is no model “{model}” in this catalogue."
    ]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({**school(), "pk": 7}, "bcit: it names a pk; rows are matched by key, so leave the pk out."),
        (school(version=3), "bcit: there is no field “version”."),
        (school(name=None), "bcit: name: This field cannot be null."),
        (school(name=""), "bcit: name: This field cannot be blank."),
        (school(name=["a"]), "bcit: name: write one value, not ['a']."),
        (school(name="x" * 201), "bcit: name: Ensure this value has at most 200 characters (it has 201)."),
        (school(unit_of="ubc"), "bcit: unit_of: write the other row's key in square brackets, not 'ubc'."),
        (school(unit_of=["bcit"]), "bcit: unit_of: This leads back to where it began. Choose another."),
        (school("a b"), "a b: key: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        (row("participation", "x", role="provider"), "x: Choose an entry or a group, not both and not neither."),
        (row("membership", "x", standing="member"), "x: group: it is needed."),
        (fund(amount="much"), "x: amount: “much” value must be a decimal number."),
        (fund(announced="May"), "x: announced: Write a year, a month or a day: 2021, 2021-03 or 2021-03-31."),
        (offering(state="published", summary=""), "t01: A published entry needs a summary."),
        (offering(state="public"), "t01: Constraint “microcredential_known_state” is violated."),
        (offering(availability="offered"), "t01: “Offered” needs the date on which staff checked it with the school."),
    ],
    ids=str,
)  # fmt: skip
def test_each_kind_of_mistake_is_told_plainly(tmp_path, wrong, told):
    assert [problem for problem in problems(tmp_path, wrong) if problem.endswith(told)]


def test_what_does_not_go_together_is_told(tmp_path):
    rows = [*small_catalogue(), citation("far", microcredential=["t01"], field="title", paragraph=80)]
    rows.append(citation("odd", microcredential=["t01"], field="slug"))
    assert problems(tmp_path, *rows) == [
        "all.json: far: paragraph: This document has 79 paragraphs.",
        "all.json: odd: field: Microcredential has no cited value “slug”.",
    ]


def test_what_is_said_twice_is_told(tmp_path):
    rows = [*small_catalogue(), participation("again"), offering("t02", slug="t01")]
    assert problems(tmp_path, *rows) == [
        "all.json: again: it has the same microcredential and institution and role as t01-bcit in all.json.",
        "all.json: t02: it has the same slug as t01 in all.json.",
    ]


def test_partners_without_a_name_are_not_taken_for_one(tmp_path):
    partners = [
        row("participation", f"{entry}-partners", microcredential=[entry], role="industry-partner")
        for entry in ("t01", "t02")
    ]
    load_rows(tmp_path, offering("t01"), offering("t02"), *partners)


def test_what_the_database_alone_refuses_is_told_in_its_words(tmp_path):
    assert problems(tmp_path, offering(), row("measure", "x", microcredential=["t01"], quantity="price")) == [
        "all.json: x: Give a number, or one of the words that stand without: several, short, low, free."
    ]


def test_circles_are_told(tmp_path):
    parts = [offering("t01", parent=["t02"]), offering("t02", parent=["t01"])]
    found = problems(tmp_path, *parts, school("a", unit_of=["b"]), school("b", unit_of=["a"]))
    assert [problem.split(":")[1] for problem in found] == [" t01", " t02", " a", " b"]


def test_a_good_load_after_a_bad_one_is_clean(tmp_path):
    problems(tmp_path, *small_catalogue(), offering("t02", kind="degree"))
    load_rows(tmp_path, *small_catalogue())
    assert Change.objects.count() == 1
