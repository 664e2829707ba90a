"""Who may try a password now: the limits, one after the other, and the turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from catalogue.exchange.incoming.working import forget
from catalogue.models import SignInAttempt
from catalogue.signing_in import (
    AT_AN_ACCOUNT,
    FROM_A_KNOWN_BROWSER,
    FROM_A_NETWORK,
    FROM_A_NETWORK_AT_AN_ACCOUNT,
    WINDOW,
    Attempt,
    Refused,
    Turns,
    ends_of_waits,
    too_many,
)

NOON = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)  # of Pacific Time
STRANGER = Attempt("office", "maria", "")
AT_HER_DESK = Attempt("office", "maria", "desk")


def free_at(tried: list, who: Attempt) -> datetime | None:
    return max(ends_of_waits(tried, who).values(), default=None)


def tries(how_many: int, network: str = "office", account: str = "maria", browser: str = "") -> list:
    """A second between one and the next, the first at noon. A * in a text stands for another one each time."""
    return [
        (
            NOON + timedelta(seconds=number),
            Attempt(*(text.replace("*", str(number)) for text in (network, account, browser))),
        )
        for number in range(how_many)
    ]


@pytest.mark.parametrize(
    ("most", "others"),
    [
        (FROM_A_NETWORK_AT_AN_ACCOUNT, {}),
        (FROM_A_NETWORK, {"account": "name *"}),
        (AT_AN_ACCOUNT, {"network": "network *"}),
    ],
)
def test_a_stranger_may_try_until_a_limit_is_reached(most: int, others: dict[str, str]) -> None:
    assert free_at(tries(most - 1, **others), STRANGER) is None
    assert free_at(tries(most, **others), STRANGER) == NOON + WINDOW
    assert free_at(tries(most + 2, **others), STRANGER) == NOON + timedelta(seconds=2) + WINDOW


def test_what_others_try_elsewhere_counts_for_nobody() -> None:
    assert free_at(tries(500, network="network *", account="name *"), STRANGER) is None


def test_the_longest_wait_counts() -> None:
    early = tries(FROM_A_NETWORK_AT_AN_ACCOUNT)
    late = [(at + timedelta(minutes=5), each) for at, each in tries(FROM_A_NETWORK, account="name *")]
    assert free_at(early + late, STRANGER) == NOON + timedelta(minutes=5) + WINDOW


def test_no_stranger_keeps_a_known_browser_out() -> None:
    flood = tries(500) + tries(500, network="network *") + tries(500, account="name *")
    assert free_at(flood, AT_HER_DESK) is None


def test_a_known_browser_has_a_count_of_its_own() -> None:
    wrong = tries(FROM_A_KNOWN_BROWSER, network="network *", browser="desk")
    assert free_at(wrong, AT_HER_DESK) == NOON + WINDOW
    assert free_at(wrong, AT_HER_DESK._replace(browser="laptop")) is None
    assert free_at(wrong, STRANGER) is None


def test_a_refusal_says_when_in_pacific_time() -> None:
    refused = too_many(NOON + timedelta(minutes=9, seconds=1), NOON)
    assert "again at 12:10 p.m. Pacific Time" in str(refused)
    assert refused.seconds == 9 * 60 + 1


def test_one_takes_its_turn_one_waits_and_the_third_is_sent_away() -> None:
    turns, inside, leave, order = Turns(), Event(), Event(), []

    def hash_slowly(name: str) -> None:
        with turns.take():
            order.append(name)
            inside.set()
            assert leave.wait(10)
            order.append(name)

    first = Thread(target=hash_slowly, args=["first"])
    first.start()
    assert inside.wait(10)
    second = Thread(target=hash_slowly, args=["second"])
    second.start()
    while turns._places.acquire(blocking=False):  # until the second one waits
        turns._places.release()
    with pytest.raises(Refused, match="try again in a few seconds"), turns.take():
        order.append("third")
    leave.set()
    first.join()
    second.join()
    assert order == ["first", "first", "second", "second"]
    with turns.take():
        order.append("later")
    assert order[-1] == "later"


@pytest.mark.django_db
def test_the_worker_deletes_what_counts_no_more() -> None:
    """Nobody may try again for days."""
    now = timezone.now()
    for age in (timedelta(minutes=1), WINDOW + timedelta(minutes=1)):
        SignInAttempt.objects.create(at=now - age, network="n", account="a")
        Session.objects.create(session_key=str(age), session_data="", expire_date=now - age + timedelta(minutes=5))
    forget()
    assert (SignInAttempt.objects.count(), Session.objects.count()) == (1, 1)
