"""A text index that takes step after step equals one built afresh, and the old one stays as it was."""

from __future__ import annotations

from random import Random

import pytest

from catalogue.search import bits
from catalogue.search.text import WEIGHTS, TextIndex

WORDS = "mass timber clean-tech cleantech nurse nursing data café C++ D3.js B.C.I.T. in the bootcamp Zoë".split()


class Editor:
    """Entries in a list, whose place is their number, and random steps from one list to the next."""

    def __init__(self, seed: int, count: int) -> None:
        self.dice = Random(seed)
        self.documents = [self.document() for _ in range(count)]

    def document(self) -> dict[str, str]:
        fields = self.dice.sample(list(WEIGHTS), self.dice.randint(0, 4))
        return {field: self.text() for field in fields}

    def text(self) -> str:
        rare = [f"rare{self.dice.randint(0, 300)}"]
        words = self.dice.choices(WORDS + rare, k=self.dice.randint(0, 6))
        return self.dice.choice((" ", "\n", ", ")).join(words)

    def step(self) -> bits.Renumbering:
        """Some entries go, others come; some of those that came before come back changed, perhaps at another place."""
        size = len(self.documents)
        removed = tuple(sorted(self.dice.sample(range(size), min(size, self.dice.choice((0, 1, 1, 2, 30))))))
        stays = self.dice.random() < 0.3
        kept = [document for number, document in enumerate(self.documents) if number not in removed]
        coming = len(removed) if stays else self.dice.choice((0, 1, 1, 2, 30))
        places = self.dice.sample(range(len(kept) + coming), coming)
        added = removed if stays else tuple(sorted(places))
        for number in added:
            kept.insert(number, self.document())
        self.documents = kept
        return bits.Renumbering(removed, added)


@pytest.mark.parametrize("seed", range(3))
def test_an_index_after_many_steps_equals_a_fresh_one(seed, full):
    editor = Editor(seed, 70)
    index = TextIndex(enumerate(editor.documents), 70)
    for _ in range(400 if full else 60):
        step, size = editor.step(), len(editor.documents)
        index = index.changed(step, size, {number: editor.documents[number] for number in step.added})
        assert index == TextIndex(enumerate(editor.documents), size)


def test_the_index_before_a_step_stays_as_it_was():
    editor = Editor(5, 40)
    index = TextIndex(enumerate(editor.documents), 40)
    before = TextIndex(enumerate(editor.documents), 40)
    for _ in range(20):
        step = editor.step()
        index.changed(step, len(editor.documents), {number: editor.documents[number] for number in step.added})
        assert index == before
        editor.documents = editor.documents[:40] + [{}] * (40 - len(editor.documents))


def test_a_word_that_nobody_holds_any_more_is_gone():
    index = TextIndex(enumerate([{"title": "Mass timber"}, {"title": "Timber"}]), 2)
    index = index.changed(bits.Renumbering((0,), (0,)), 2, {0: {"title": "Data"}})
    assert index.match("mas").hits == 0
    assert index.match("timber").hits == 0b10
    assert index.match("dat").hits == 0b01


def test_synonyms_stay_unless_others_come():
    synonyms = (("carpenter", ("timber",)),)
    index = TextIndex([(0, {"title": "Timber"})], 1, synonyms)
    step = bits.Renumbering((), (1,))
    assert index.changed(step, 2, {1: {}}) == TextIndex(enumerate([{"title": "Timber"}, {}]), 2, synonyms)
    assert index.changed(step, 2, {1: {}}, synonyms=()) == TextIndex(enumerate([{"title": "Timber"}, {}]), 2)
