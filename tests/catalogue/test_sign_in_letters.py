"""When another letter is written, and how long it is good: few of them, and at any time one that works."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from catalogue.sign_in_letters import COUNTED_FOR, FIRST_LIFE, LONGEST_LIFE, life_of_next

NOON = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def asked_each_minute(how_long: timedelta) -> list[tuple[datetime, datetime]]:
    """The letters of an account that somebody asks letters for without end."""
    written: list[tuple[datetime, datetime]] = []
    for number in range(how_long // MINUTE):
        now = NOON + number * MINUTE
        life = life_of_next([each for each in written if each[0] > now - COUNTED_FOR], now)
        if life:
            written.append((now, now + life))
    return written


def test_the_first_is_good_for_half_an_hour_and_one_more_comes_after_half_of_that() -> None:
    assert life_of_next([], NOON) == FIRST_LIFE
    first = (NOON, NOON + FIRST_LIFE)
    assert life_of_next([first], NOON + FIRST_LIFE / 2 - MINUTE) is None
    assert life_of_next([first], NOON + FIRST_LIFE / 2) == 2 * FIRST_LIFE


def test_a_stranger_who_asks_without_end_makes_ten_letters_a_day() -> None:
    written = asked_each_minute(timedelta(days=3))
    for at, _ in written:
        assert len([other for other, _ in written if at <= other < at + timedelta(days=1)]) <= 10
    assert {end - at for at, end in written[5:]} == {LONGEST_LIFE}


def test_meanwhile_the_owner_has_a_letter_that_works_at_any_moment() -> None:
    written = asked_each_minute(timedelta(days=3))
    for (_, end), (after, _) in pairwise(written):
        assert after < end
