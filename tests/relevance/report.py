"""What `python -m tests.relevance` prints: the scores over a database made for them and thrown away afterwards."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction
from django.test.utils import setup_databases, teardown_databases

from tests.catalogue_data import FIXTURES
from tests.relevance import others
from tests.relevance.judged import EMPTY, judged_queries
from tests.relevance.scoring import Answer, answer, scores, share_empty


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the queries whose best answer is not the first")
    misses = parser.parse_args().misses
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with _undone():
            call_command("loaddata", *FIXTURES, verbosity=0)
            _print_judged(misses)
        with _undone():
            _print_others(misses)
    finally:
        teardown_databases(databases, verbosity=0)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _print_judged(misses: bool) -> None:
    classes = {name: list(map(answer, queries)) for name, queries in judged_queries().items()}
    print("Queries of learners over the entries of the two documents")
    answered = {name: answers for name, answers in classes.items() if name != EMPTY}
    _print_table({**answered, "all": [each for answers in answered.values() for each in answers]})
    print(f"{EMPTY:12}{len(classes[EMPTY]):8}  {share_empty(classes[EMPTY]):.3f} without a full match")
    if misses:
        _print_misses(each for answers in answered.values() for each in answers)
        _print_all(f"“{each.wanted.query}” should find nothing" for each in classes[EMPTY] if each.matches)


def _print_others(misses: bool) -> None:
    if not others.FILE.exists():
        print(f"\nTitles by others: left out, no {others.FILE}")
        return
    items = others.known_items()
    items.save()
    answers = {name: list(map(answer, wanted)) for name, wanted in items.queries().items()}
    print(f"\nKnown items among {len(items.rows)} titles by others")
    _print_table(answers)
    if misses:
        _print_misses(each for found in answers.values() for each in found)


def _print_table(classes: dict[str, list[Answer]]) -> None:
    print(f"{'class':12}{'queries':>8}  MRR@10  success@3  found@10")
    for name, answers in classes.items():
        count, mrr, success, found = scores(answers)
        print(f"{name:12}{count:8}  {mrr:6.3f}  {success:9.3f}  {found:8.3f}")


def _print_misses(answers: Iterable[Answer]) -> None:
    missed = (each for each in answers if each.rank != 1)
    _print_all(f"“{each.wanted.query}” {_place(each)}; shown first: {_first(each)}" for each in missed)


def _print_all(lines: Iterable[str]) -> None:
    for line in lines:
        print("  " + line)


def _place(each: Answer) -> str:
    return f"has its best answer at {each.rank}" if each.rank else "misses its best answer"


def _first(each: Answer) -> str:
    return each.shown[0] if each.shown else "nothing"
