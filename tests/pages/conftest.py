"""What the tests of pages share: counting the queries of a page as a worker with a watcher asks them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from catalogue.views import turns
from tests.watched import watched


@pytest.fixture(autouse=True)
def every_turn_is_free() -> Iterator[None]:
    """A file that a test asked for and did not read to its end holds its turn until it is forgotten."""
    yield
    if turns._turns._value < turns.MOST_AT_ONCE:
        gc.collect()


@pytest.fixture
def assert_page_queries(django_assert_num_queries) -> Callable[[int], AbstractContextManager]:
    """So many queries for a page that was not asked before, on a snapshot that is there."""

    @contextmanager
    def check(number: int) -> Iterator[None]:
        with watched(), django_assert_num_queries(number):
            yield

    return check


@pytest.fixture
def sizes(full: bool) -> Callable[[int], tuple[int, int, int]]:
    """How much there is while queries are counted: one, three and very much, of which the quick run takes a tenth."""
    return lambda most: (1, 3, most if full else max(6, most // 10))
