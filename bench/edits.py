"""Staff at work: `python -m bench.edits COUNT SECONDS` edits an entry every so many seconds, through the ORM.

Each edit adds a word to a title that stands nowhere else. A line is printed for it when it is committed: the word, and
the moment at which saving began, by a clock that all processes of a machine share.
"""

from __future__ import annotations

import sys
import time
from random import Random

import django

django.setup()

from catalogue.models import Microcredential  # noqa: E402
from institutions.changes import Way, recording  # noqa: E402


def main(count: int, seconds: float) -> None:
    dice = Random()
    entries = list(Microcredential.objects.public().results().order_by("pk")[: 7 * count : 7])
    for entry in entries:
        time.sleep(seconds)
        # Far from every other word, so that no search takes one for a slip in another.
        word = "".join(dice.choices("bcdfghjkmnpqrtvwxz", k=14))
        began = time.monotonic()
        with recording(way=Way.SHELL, why="bench.edits"):
            entry.title = f"{entry.title[:90]} {word}"
            entry.save()
        print(word, began, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
