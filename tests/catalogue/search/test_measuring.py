"""What `index_stats` says about the index, and that it changes nothing."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import call_command

from catalogue.generating import generate_entries
from catalogue.search.measuring import measure
from catalogue.search.reading import newest_mark

pytestmark = pytest.mark.django_db


def lines() -> dict[str, str]:
    told = StringIO()
    call_command("index_stats", stdout=told)
    return dict(re.split(r":\s+", line, maxsplit=1) for line in told.getvalue().splitlines())


def test_it_says_what_the_index_of_an_empty_catalogue_costs():
    told = lines()
    assert (told["Entries"], told["Last change"]) == ("0", "not known")


def test_it_measures_without_writing():
    generate_entries(20, seed=5)
    before = newest_mark()
    stats, told = measure(), lines()
    assert newest_mark() == before
    assert told["Entries"] == str(stats.entries)
    assert int(told["Words"]) == stats.words > 100
    assert 10 <= stats.entries <= 20
    assert stats.values > 20
    assert 10_000 < stats.memory < 5_000_000
    assert min(stats.reading, stats.building, stats.renewing) > 0
    for name in ("Reading the database", "Making the index", "Renewing it after one edit"):
        assert re.fullmatch(r"[\d,]+\.\d ms", told[name])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d 00:00 Pacific Time", told["Made anew at"])
