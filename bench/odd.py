"""What the oddest questions cost: `python -m bench.odd FILE`, with DATABASE_URL set. Prints JSON.

Random query strings of all lengths up to the longest that the site answers: noise, hostile signs, many short words,
misspelt ones, every filter at once. Each is answered as the list page answers it, ways out and near misses included, in
processor time of this process, so that others at work do not count. The dearest are named.
"""

from __future__ import annotations

import time
from random import Random
from urllib.parse import quote

import django

django.setup()

from bench import part  # noqa: E402
from catalogue.middleware import LONGEST_ADDRESS  # noqa: E402
from catalogue.search import Search, Snapshot, current_snapshot  # noqa: E402
from catalogue.search.watching import settle  # noqa: E402

QUESTIONS = 10_000
DEAREST = 3
_NOISE = "q=&;%sector+page#\x00\ud800é٣{}<>'\"0123456789-\\/?*~\u200b\u0301ł𝕒ﬁ"
_LETTERS = "abcdefghijklmnopqrstuvwxyz-'\""


class Odd:
    """Makes up question after question."""

    def __init__(self, snapshot: Snapshot, dice: Random) -> None:
        self.dice = dice
        self.labels = snapshot.labels
        self.words = sorted({word for number in range(0, snapshot.size, 50) for word in _words(snapshot, number)})

    def question(self) -> str:
        make = self.dice.choice((self._noise, self._text, self._text, self._slips, self._filters))
        return make()[:LONGEST_ADDRESS]

    def _noise(self) -> str:
        return "".join(self.dice.choices(_NOISE, k=self.dice.choice((10, 60, LONGEST_ADDRESS))))

    def _text(self) -> str:
        """Short made-up words, which begin many others."""
        words = ("".join(self.dice.choices(_LETTERS, k=self.dice.choice((1, 2, 3, 15)))) for _ in range(self._many()))
        return "q=" + quote(" ".join(words))

    def _slips(self) -> str:
        """Real words with a letter replaced, most of them unknown."""
        words = []
        for word in self.dice.choices(self.words, k=self._many()):
            place = self.dice.randrange(len(word))
            words.append(word[:place] + self.dice.choice(_LETTERS) + word[place + 1 :])
        return f"{self._filters()}&q={quote(' '.join(words))}&sort={self.dice.choice(('', 'shortest', 'checked'))}"

    def _filters(self) -> str:
        chosen = (
            f"{facet}={value}"
            for facet, values in self.labels.items()
            for value in self.dice.sample([*values], self.dice.choice((0, 1, len(values))))
        )
        return "&".join(chosen) + f"&page={self.dice.choice((1, 2, 50, 10**9))}"

    def _many(self) -> int:
        return self.dice.randint(1, 12)


def _words(snapshot: Snapshot, number: int) -> list[str]:
    entry = snapshot.entry(number)
    return [word for word in f"{entry.title} {entry.summary}".lower().split() if len(word) > 3]


def cost(question: str, snapshot: Snapshot) -> float:
    """Milliseconds of processor time."""
    start = time.process_time()
    search = Search(question, snapshot)
    for asked in ("counts", "chips", "sorts", "notes", "relaxations", "page", "headline", "entries", "partial"):
        getattr(search, asked)
    return (time.process_time() - start) * 1e3


def main(_: str = "") -> dict:
    snapshot = current_snapshot()
    settle()  # as the watcher of a worker does then
    odd = Odd(snapshot, Random(1))
    asked = [odd.question() for _ in range(QUESTIONS)]
    costs = sorted(((cost(question, snapshot), question) for question in asked), reverse=True)
    took = [each for each, _ in costs]
    return {
        "entries": snapshot.size,
        "questions": len(asked),
        "ms": {"median": took[len(took) // 2], "p99": took[len(took) // 100], "dearest": took[0]},
        "dearest": [question[:200].encode("ascii", "backslashreplace").decode() for _, question in costs[:DEAREST]],
    }


if __name__ == "__main__":
    part.run(main)
