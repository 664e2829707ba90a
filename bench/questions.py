"""What every engine is asked: seven mixes of questions, drawn from the entries with a fixed seed, each asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from catalogue.search.text import query_words

from .rows import Row

PAGE_SIZE = 20
FILTER_MIXES = ("no filter", "one filter", "three filters")
TEXT_MIXES = ("text", "text + two filters")
MIXES = (*FILTER_MIXES, "deep page", *TEXT_MIXES, "misspelt text")


@dataclass(frozen=True)
class Question:
    """Words, one value in each of some facets, and a page."""

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    page: int = 1

    @property
    def query(self) -> str:
        text = [("q", self.text)] if self.text else []
        return urlencode([*text, *self.chosen, *([("page", self.page)] if self.page > 1 else [])])

    @property
    def words(self) -> list[str]:
        return query_words(self.text)


def questions(rows: list[Row], count: int, seed: int = 7) -> dict[str, list[Question]]:
    """For each mix up to `count` different questions; each is true of at least one entry, the misspelt ones apart."""
    dice = Random(seed)
    silent = sum("not-stated" in row.values["cost"] for row in rows)
    makers: dict[str, Callable[[], Question]] = {
        "no filter": Question,
        "one filter": lambda: Question("", _choices(dice, dice.choice(rows), 1)),
        "three filters": lambda: Question("", _choices(dice, dice.choice(rows), 3)),
        "deep page": lambda: _deep(dice, len(rows), silent),
        "text": lambda: Question(_words(dice, dice.choice(rows))),
        "text + two filters": lambda: _text_and_filters(dice, dice.choice(rows)),
        "misspelt text": lambda: Question(_misspell(dice, _words(dice, dice.choice(rows)))),
    }
    asked: set[str] = set()
    return {mix: list(_different(make, count, asked)) for mix, make in makers.items()}


def _different(make: Callable[[], Question], count: int, asked: set[str]) -> Iterator[Question]:
    """Each question once, and each text once in all mixes, so that nobody gains by remembering what it found."""
    seen: set[Question] = set()
    for _ in range(count * 4):
        question = make()
        if question not in seen and question.text not in asked and len(seen) < count:
            seen.add(question)
            asked |= {question.text} - {""}
            yield question


def _choices(dice: Random, row: Row, number: int) -> tuple[tuple[str, str], ...]:
    """Values of an entry, in so many different facets; silence may be asked for, as visitors can."""
    facets = sorted(dice.sample(sorted(row.values), number), key=list(row.values).index)
    return tuple((facet, dice.choice(sorted(row.values[facet]))) for facet in facets)


def _deep(dice: Random, size: int, silent: int) -> Question:
    """A page in the middle of the whole list or of one wide filter."""
    if dice.random() < 0.5:
        return Question(page=size // PAGE_SIZE // 2 + dice.randrange(20))
    return Question("", (("cost", "not-stated"),), silent // PAGE_SIZE // 2 + dice.randrange(20))


def _words(dice: Random, row: Row) -> str:
    """One or two words of a title."""
    words = [word for word in row.title.split() if len(word) > 3]
    return " ".join(dice.sample(words, min(len(words), dice.choice([1, 2, 2])))).lower()


def _text_and_filters(dice: Random, row: Row) -> Question:
    return Question(_words(dice, row), _choices(dice, row, 2))


def _misspell(dice: Random, text: str) -> str:
    """One slip in the longest word: two letters swapped, one left out, one doubled or one wrong."""
    word = max(text.split(), key=len)
    place = dice.randrange(1, len(word) - 1)
    slips = [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + "q" + word[place + 1 :],
    ]
    return text.replace(word, dice.choice(slips))
