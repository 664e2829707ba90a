"""Who may try a password now. Asked before it is hashed, since each hash takes a quarter of a second of a processor.

Codes beside the password are counted too, by account alone: only who knows its password gets to try one.

Strangers are counted by network, by account, and by both. A browser that signed in to an account before, or that a
letter made known (sign_in_letters.py), has a count of its own there, so no stranger can keep its owner out. Whether an
account exists is never asked. Counts are in the database, for all processes; one that is looked at while another writes
may pass a limit by one. Turns to hash are per process: two, one of them only for browsers that are known.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateformat import format as date_format

from .client_address import network_of
from .models import SignInAttempt
from .models.attempt import DIGEST

WINDOW = timedelta(minutes=15)
FROM_A_NETWORK = 30  # an office behind one address has many who mistype
FROM_A_NETWORK_AT_AN_ACCOUNT = 10
AT_AN_ACCOUNT = 30
FROM_A_KNOWN_BROWSER = 10
CODES_AT_AN_ACCOUNT = 10  # of a million, three are right at any moment

PASSWORD, CODE = "password", "code"  # what is tried

_SALT = "known_browser"
KNOWN_FOR = timedelta(days=365)
ONLY_FOR_STAFF = "/admin/"

_LONGEST_WAIT = 2.0  # seconds for a turn
_SECONDS_WHEN_BUSY = 5


class Refused(Exception):
    """In words, with the number of seconds after which it is worth asking again."""

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(words)
        self.seconds = seconds


class Attempt(NamedTuple):
    """Who tries: digests as in `SignInAttempt`. `browser` is empty for one that has not signed in to this account.

    `network` is empty where it does not count.
    """

    network: str
    account: str
    browser: str


class Turns:
    """One at a time hashes; one more may wait for a moment. Who comes on top is sent away at once."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(2)
        self._turn = Lock()

    @contextmanager
    def take(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise too_busy()
        try:
            if not self._turn.acquire(timeout=_LONGEST_WAIT):
                raise too_busy()
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()


of_strangers, of_known_browsers = Turns(), Turns()


@contextmanager
def attempt(request: HttpRequest, name: str, what: str = PASSWORD) -> Iterator[SignInAttempt]:
    """Hash the password inside of this, and delete what it gives when the password was right.

    Raises Refused beforehand.
    """
    who = attempt_of(request, name, what)
    refuse_too_many(who, what)  # before the turn, so that those who are refused anyway take nobody's place
    with (of_known_browsers if who.browser else of_strangers).take():
        refuse_too_many(who, what)
        forget_attempts()
        yield SignInAttempt.objects.create(at=timezone.now(), **who._asdict())


def forget_attempts() -> None:
    """Those that count no more; also by the worker, since nobody may try again for days."""
    SignInAttempt.objects.filter(at__lt=timezone.now() - WINDOW).delete()


def attempt_of(request: HttpRequest, name: str, what: str = PASSWORD) -> Attempt:
    folded = fold(name)
    account = digest("account", folded)
    browser = known_browser(request, account, what)
    if what == CODE:
        return Attempt("", digest("code of account", folded), browser)
    return Attempt(digest("network", network_of(request)), account, browser)


def fold(name: str) -> str:
    """The same for all spellings of a name that somebody may type."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def digest(kind: str, text: str) -> str:
    return salted_hmac(f"sign-in {kind}", text, algorithm="sha256").hexdigest()[:DIGEST]


def refuse_remembered(who: Attempt, what: str = PASSWORD) -> None:
    """Who was refused is remembered by the process until then: a flood of thousands asks the database no more."""
    remembered = cache.get_many([key_of(scope) for scope, _ in limits_of(who)])
    if remembered:
        raise too_many(max(remembered.values()), timezone.now(), what)


def refuse_too_many(who: Attempt, what: str = PASSWORD) -> None:
    refuse_remembered(who, what)
    now = timezone.now()
    by_network = who.network and not who.browser
    same = Q(account=who.account) | Q(network=who.network) if by_network else Q(account=who.account)
    rows = SignInAttempt.objects.filter(same, at__gt=now - WINDOW).values_list("at", "network", "account", "browser")
    ends = ends_of_waits([(at, Attempt(*others)) for at, *others in rows], who)
    for scope, until in ends.items():
        cache.set(key_of(scope), until, (until - now).total_seconds())
    if ends:
        raise too_many(max(ends.values()), now, what)


def ends_of_waits(tried: Iterable[tuple[datetime, Attempt]], who: Attempt) -> dict[Attempt, datetime]:
    """For each limit that is reached, when the oldest of too many wrong tries is forgotten."""
    ends = {}
    for scope, most in limits_of(who):
        times = sorted(at for at, each in tried if is_within(each, scope))
        if len(times) >= most:
            ends[scope] = times[-most] + WINDOW
    return ends


def limits_of(who: Attempt) -> list[tuple[Attempt, int]]:
    """How many wrong tries may be alike, and in what: an empty value stands for any network or account."""
    if who.browser:
        return [(who._replace(network=""), FROM_A_KNOWN_BROWSER)]
    if not who.network:
        return [(who, CODES_AT_AN_ACCOUNT)]
    return [
        (who, FROM_A_NETWORK_AT_AN_ACCOUNT),
        (who._replace(account=""), FROM_A_NETWORK),
        (who._replace(network=""), AT_AN_ACCOUNT),
    ]


def is_within(each: Attempt, scope: Attempt) -> bool:
    return each.browser == scope.browser and scope.network in {"", each.network} and scope.account in {"", each.account}


def key_of(scope: Attempt) -> str:
    return "-".join(["sign-in", *scope])


def too_many(until: datetime, now: datetime, what: str = PASSWORD) -> Refused:
    whole_minute = timezone.localtime(until + timedelta(seconds=59))  # what is shown has no seconds
    words = f"Too many {what}s were wrong. You can try again at {date_format(whole_minute, 'P')} Pacific Time."
    return Refused(words, max(1, math.ceil((until - now).total_seconds())))


def too_busy() -> Refused:
    words = "Many people sign in at this moment. Please try again in a few seconds."
    return Refused(words, _SECONDS_WHEN_BUSY)


def known_browser(request: HttpRequest, account: str, what: str = PASSWORD) -> str:
    """The digest of a browser that carries our word that it is known to this account; else empty.

    One that a letter made known is so for passwords only, and hardly longer than the letter is good: otherwise whoever
    reads the mail of an account could gather browsers, and with each of them the right to more wrong tries.
    """
    try:
        word = signing.loads(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""), salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    by_letter = word.get("by_letter_until")
    is_past = by_letter is not None and (what == CODE or by_letter <= timezone.now().timestamp())
    return digest("browser", word["browser"]) if word["account"] == account and not is_past else ""


def remember_browser(response: HttpResponse, name: str, browser: str, by_letter_until: datetime | None = None) -> None:
    """After somebody signed in, or by a letter. The cookie opens nothing: with it one may try a password where
    strangers may not. Browsers of the same name share one count of wrong passwords.
    """
    word: dict[str, str | float] = {"account": digest("account", fold(name)), "browser": browser}
    if by_letter_until:
        word["by_letter_until"] = by_letter_until.timestamp()
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(word, salt=_SALT),
        max_age=KNOWN_FOR,
        path=ONLY_FOR_STAFF,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
