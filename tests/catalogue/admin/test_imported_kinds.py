"""A kind that a file names and nobody knows is mapped or made, on the page that asks about unknown words."""

from __future__ import annotations

import pytest

from catalogue.exchange.incoming.turn import Turn
from catalogue.exchange.incoming.working import work_off_one
from catalogue.models import Microcredential, NamedKind
from institutions.changes import Change, Way
from tests.catalogue.admin.desk import Desk
from tests.catalogue.admin.test_imports import hand_in, page_of, press, turn  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_kind_is_made_once_and_known_from_then_on(maria: Desk, turn: Turn) -> None:  # noqa: F811
    text = "Title,Kind\nA,Nanodegree\n"
    job = hand_in(maria, turn, text)
    page = page_of(maria, job)
    assert '<optgroup label="Add “Nanodegree” here as a new name">' in page
    assert '<option value="new:certificate">new, a kind of: Certificate</option>' in page
    refused = press(maria, job, "words", **{"word-0": "new"})
    assert "Select a valid choice" in refused.content.decode(), "which of our kinds it is has to be said"
    assert press(maria, job, "words", **{"word-0": "new:certificate"}).status_code == 302
    made = NamedKind.objects.get()
    assert (made.name, made.slug, made.kind) == ("Nanodegree", "nanodegree", "certificate")
    assert Change.objects.first().way == Way.IMPORT
    work_off_one(turn)
    assert [change[3] for change in job.rows.get().changes[1:]] == ["Certificate", "Nanodegree"]
    press(maria, job, "apply")
    work_off_one(turn)
    entry = Microcredential.objects.get()
    assert (entry.kind, entry.named_kind) == ("certificate", made)
    again = hand_in(maria, turn, text.replace("A,", "B,"))
    assert (again.unknown, again.rows.get().outcome) == ({}, "new")
    other = hand_in(maria, turn, text.replace("Nanodegree", "Nano degree"))
    assert f'<option value="is:{made.key}">it is Nanodegree</option>' in page_of(maria, other)


def test_words_that_differ_only_in_signs_are_one_name(maria: Desk, turn: Turn) -> None:  # noqa: F811
    job = hand_in(maria, turn, "Title,Kind\nA,Nano-degree\nB,Nano degree\n")
    press(maria, job, "words", **{"word-0": "new:badge", "word-1": "new:badge"})
    assert NamedKind.objects.count() == 1
    work_off_one(turn)
    assert {change[3] for row in job.rows.all() for change in row.changes} == {"A", "B", "Badge", "Nano degree"}


def test_who_is_kept_to_a_school_maps_a_kind_and_makes_none(limited: Desk, turn: Turn) -> None:  # noqa: F811
    page = page_of(limited, hand_in(limited, turn, "Title,Kind\nA,Nanodegree\n"))
    assert '<option value="is:badge">it is Badge</option>' in page
    assert 'value="new:' not in page
