"""What an edit makes of names and pairs is what reading and comparing all of them anew would make of it."""

from __future__ import annotations

from random import Random

import pytest

from catalogue.alike import Named, Names, Pairs, names_of, wholes

WORDS = ["welding", "pipes", "pipe", "safety", "data", "data", "data", "ethics", "1", "2", "of", "advanced"]
UNITS = {1: 2}


def entry_of(random: Random, pk: int) -> Named:
    titles = [" ".join(random.sample(WORDS, random.randint(1, 3))) for _ in range(random.choice([1, 1, 2]))]
    schools = random.sample([1, 2, 3], random.choice([0, 1, 1]))
    return Named(pk, names_of(titles[0], "\n".join(titles[1:])), wholes(schools, UNITS), random.choice([None, None, 1]))


@pytest.mark.parametrize("seed", range(8))
def test_edits_one_after_the_other_leave_what_reading_anew_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.alike._MOST_COMPARED", 4)
    monkeypatch.setattr("catalogue.alike._MOST_FOUND", 2)
    random = Random(seed)
    entries = {pk: entry_of(random, pk) for pk in range(1, 40)}
    names = Names(entries.values(), UNITS)
    pairs = Pairs.of(names)
    were = [*pairs]
    for _ in range(25):
        written = {pk: entry_of(random, pk) for pk in random.sample(range(1, 44), random.randint(0, 3))}
        gone = {*random.sample(range(1, 44), random.randint(0, 2))} - written.keys()
        entries = {pk: entry for pk, entry in {**entries, **written}.items() if pk not in gone}
        before, names = names, names.renewed(written.values(), gone)
        anew = Names(entries.values(), UNITS)
        assert {pk: names.like_entry(pk) for pk in entries} == {pk: anew.like_entry(pk) for pk in entries}
        assert {*names} == {*entries}
        pairs = pairs.renewed(names, names.differing(before))
        assert [*pairs] == [*Pairs.of(anew)]
    assert were, "else nothing was tested"


def test_an_edit_leaves_the_names_before_it_as_they_were() -> None:
    before = Names([Named(1, names_of("Pipe welding"), frozenset())], {})
    after = before.renewed([Named(2, names_of("Welding of pipes"), frozenset())], [1])
    assert before.like("Welding pipes") == [1]
    assert after.like("Welding pipes") == [2]
