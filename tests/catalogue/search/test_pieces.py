"""Byte strings kept as one, against a list of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.bits import Renumbering
from catalogue.search.pieces import Gathering, Pieces

pieces = st.lists(st.binary(max_size=4), max_size=12)


@given(pieces)
def test_every_piece_is_found_by_its_number(known):
    kept = Pieces.made_of(known)
    assert len(kept) == len(known)
    assert list(kept) == known
    assert [kept[number] for number in range(len(known))] == kept.of(range(len(known))) == known
    with pytest.raises(IndexError):
        kept[len(known)]


@given(pieces, st.randoms(), st.integers(0, 12))
def test_they_are_gathered_in_any_order_and_some_at_once(known, dice, first):
    gathering, order = Gathering(len(known)), dice.sample(range(len(known)), len(known))
    for some in (order[:first], order[first:]):
        gathering.add(some, [known[number] for number in some])
    assert gathering.pieces() == Pieces.made_of(known)


@given(pieces, st.data())
def test_after_a_step_they_are_as_if_made_anew(known, data):
    removed = sorted(data.draw(st.sets(st.sampled_from(range(len(known))))) if known else ())
    coming = data.draw(pieces)
    size = len(known) - len(removed) + len(coming)
    added = sorted(data.draw(st.permutations(range(size)))[: len(coming)])
    step = Renumbering(tuple(removed), tuple(added))
    assert Pieces.made_of(known).renewed(step, coming) == Pieces.made_of(step.renewed(known, coming))
