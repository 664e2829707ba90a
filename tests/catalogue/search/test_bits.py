"""Sets of numbers as ints, against Python's own sets and lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalogue.search import bits

numbers = st.sets(st.integers(0, 70_000), max_size=60)


@given(numbers)
def test_a_set_holds_exactly_its_members(members):
    found = bits.of(members, 70_001)
    assert found == sum(1 << number for number in members)
    assert bits.page(found, 0, 100) == sorted(members)


@given(numbers, st.integers(0, 70), st.integers(0, 25))
def test_a_page_is_a_slice_of_the_sorted_members(members, skip, take):
    assert bits.page(bits.of(members, 70_001), skip, take) == sorted(members)[skip : skip + take]


@given(st.lists(st.integers(0, 3), max_size=80), st.integers(0, 90), st.integers(1, 25))
def test_tiers_follow_one_another(tier_of, skip, take):
    tiers = [[number for number, tier in enumerate(tier_of) if tier == wanted] for wanted in range(4)]
    page = bits.tiered_page([bits.of(tier, 80) for tier in tiers], skip, take)
    assert page == [number for tier in tiers for number in tier][skip : skip + take]


def test_a_deep_page_of_a_large_set():
    everything = (1 << 1_000_000) - 1
    assert bits.page(everything, 999_990, 20) == list(range(999_990, 1_000_000))


few = st.sets(st.integers(0, 99), max_size=5)
many = st.sets(st.integers(0, 99), min_size=25, max_size=60)


@given(numbers, st.one_of(st.tuples(few, few), st.tuples(many, many)))
def test_a_step_of_the_numbering_keeps_whoever_stays(members, touched):
    """Against a list of names from which some go and into which others come."""
    removed, added = touched
    old = list(range(70_001))
    staying = [name for name in old if name not in removed]
    for number in sorted(added):
        staying.insert(number, None)
    place = {name: number for number, name in enumerate(staying) if name is not None}
    expected = sorted(place[name] for name in members - removed)
    step = bits.Renumbering(tuple(sorted(removed)), tuple(sorted(added)))
    assert bits.page(step.bits(bits.of(members, 70_001)), 0, 100) == expected
    assert step.renewed(old, [None] * len(added)) == staying
