"""Files of many entries: few at once in a process, the next in turn, with rests between the rows."""

from __future__ import annotations

import gc
import time

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from catalogue.views.turns import MOST_AT_ONCE, gently, in_turn

pytestmark = pytest.mark.django_db


def put_away(answer: HttpResponse) -> None:
    """As the server does when all is sent, but the connection of the test stays open, as with the client of Django."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


@in_turn
def in_pieces(request: HttpRequest) -> HttpResponse:
    return StreamingHttpResponse(iter(["a", "b"]))


@in_turn
def whole(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ab")


@in_turn
def broken(request: HttpRequest) -> HttpResponse:
    raise LookupError


@pytest.fixture
def asked(rf: RequestFactory) -> HttpRequest:
    return rf.get("/microcredentials.csv")


@pytest.fixture
def open_ones(asked):
    """As many files as are made at once; each is closed in the end, as the server does."""
    files = [in_pieces(asked) for _ in range(MOST_AT_ONCE)]
    yield files
    for each in files:
        put_away(each)


def test_one_more_is_asked_to_come_again(asked, open_ones):
    for view in (in_pieces, whole):
        response = view(asked)
        assert response.status_code == 429
        assert response["Retry-After"] == "5"
        assert "wait its turn" in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/microcredentials.csv", "/microcredentials.xlsx", "/data/difference/", "/data/difference.csv"]
)
def test_large_files_are_made_in_turn(client, open_ones, address):
    assert client.get(address).status_code == 429
    put_away(open_ones[0])
    answer = client.get(address)
    assert answer.status_code in (200, 400)  # a difference without days
    answer.getvalue()  # to its end, or it would keep its turn


@pytest.mark.parametrize("is_read", [True, False])
def test_a_file_that_is_closed_hands_its_turn_on_once(asked, open_ones, is_read):
    if is_read:
        assert open_ones[0].getvalue() == b"ab"
    put_away(open_ones[0])
    put_away(open_ones[0])
    next_one = in_pieces(asked)
    assert whole(asked).status_code == 429
    assert next_one.getvalue() == b"ab"
    put_away(next_one)


def test_a_file_that_is_forgotten_hands_its_turn_on(asked, open_ones):
    del open_ones[:]
    gc.collect()
    next_one = in_pieces(asked)
    assert next_one.getvalue() == b"ab"
    put_away(next_one)


def test_what_is_made_at_once_or_fails_keeps_no_turn(asked):
    for _ in range(MOST_AT_ONCE + 1):
        assert whole(asked).content == b"ab"
        with pytest.raises(LookupError):
            broken(asked)


def test_rows_come_as_they_are_and_with_rests():
    assert list(gently(range(5))) == [0, 1, 2, 3, 4]
    worked, took = work_on_rows()
    assert took >= 2 * worked * 0.99


def test_two_files_together_rest_as_long_as_they_work():
    other = gently(range(2))
    next(other)
    worked, took = work_on_rows()
    assert took >= 4 * worked * 0.99
    other.close()


def work_on_rows() -> tuple[float, float]:
    """Seconds of the processor that four rows took, and seconds that went by."""
    worked, began = 0.0, time.monotonic()
    for _ in gently(range(4)):
        start = time.thread_time()
        while time.thread_time() - start < 0.004:
            pass
        worked += time.thread_time() - start
    return worked, time.monotonic() - began
