"""No text costs more than a bounded amount of work, and none is an error. Work is counted in calls, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import accumulate
from random import Random

import pytest

from catalogue.search.marking import mark
from catalogue.search.matching import Match
from catalogue.search.query import MAX_TEXT, MAX_WORDS
from catalogue.search.text import TextIndex, query_words

SYLLABLES = "ba be bi bo da de di do ka ke ki ko ma me mi mo na ne no ra re ri ro sa se si so ta te ti er ion".split()
MOST_CALLS = 20_000


class Hostile:
    """Texts that make an index work: many words, beginnings of thousands of words, slips in all of them."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.words = sorted({self.of(SYLLABLES, 4, "") for _ in range(9000)})
        self.shares = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def of(self, choices: list[str], count: int, between: str = " ") -> str:
        return between.join(self.dice.choices(choices, k=count))

    def common(self, count: int) -> list[str]:
        return self.dice.choices(self.words, cum_weights=self.shares, k=count)

    def document(self) -> dict[str, str]:
        return {
            "title": " ".join(self.common(3)),
            "skills": "\n".join(self.common(5)),
            "summary": " ".join(self.common(20)),
        }

    def slip(self, word: str) -> str:
        place = self.dice.randrange(len(word))
        return word[:place] + self.dice.choice(("", "x", word[place] * 2)) + word[place + 1 :]

    def texts(self) -> list[str]:
        often, rare = self.common(12), self.dice.choices(self.words, k=12)
        return [
            " ".join(often),
            " ".join(map(self.slip, often)),
            " ".join(map(self.slip, rare[:6])),
            " ".join(word[:2] for word in rare),
            " ".join(rare[n] + often[n] for n in range(12)),
            "-".join(often),
            "".join(rare),
            " ".join(f'"{one} {two}"' for one, two in zip(often[::2], often[1::2], strict=True)),
            " ".join(f"-{word}" for word in often),
            ".".join(self.of(list("abcdei"), 12, "")),
            f"{self.slip(often[0])} {self.slip(rare[0])}",
            self.dice.choice(SYLLABLES)[: self.dice.randint(1, 2)],
            self.of([*"a -\"“.'é\u0301\u200bل字&", "c++", "x" * 30], 40, ""),
        ]

    def allowed(self) -> list[str]:
        """Such of them as a query may hold."""
        texts = (text[:MAX_TEXT] for text in self.texts())
        return [text for text in texts if 0 < len(query_words(text)) <= MAX_WORDS]


@pytest.fixture(scope="module")
def hostile() -> Hostile:
    return Hostile(seed=19)


@pytest.fixture(scope="module")
def index(hostile: Hostile) -> TextIndex:
    made = TextIndex(enumerate([hostile.document() for _ in range(1500)]), 1500)
    made.match("warm up")
    return made


def answer(index: TextIndex, text: str) -> Match:
    """All that a page asks of a text."""
    match = index.match(text)
    first = match.page(match.hits, 0, 20)
    _ = match.partial, match.unknown, match.fields(first)
    mark("<p>ba &amp; <b>be</b></p>", match)
    return match


def calls(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_no_text_makes_more_work_than_the_bound(hostile, index, full):
    for _ in range(60 if full else 4):
        for text in hostile.allowed():
            assert calls(lambda asked=text: answer(index, asked)) < MOST_CALLS, text


def test_no_text_is_an_error_and_whatever_is_found_holds_together(hostile, index, full):
    for _ in range(800 if full else 20):
        for text in hostile.allowed():
            match = answer(index, text)
            assert match.hits >> 1500 == 0
            assert sum(tier.bit_count() for tier in match.tiers(match.hits)) == match.hits.bit_count()
            apart = match.hits
            for tier in match.partial:
                assert not tier & apart
                apart |= tier
            assert not match.corrected or match.hits
