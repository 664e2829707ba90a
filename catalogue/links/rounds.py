"""A round over all web addresses: which there are, one visit at a time for each host, and what is written down."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from catalogue.models import CheckedLink, Microcredential, Source
from catalogue.models.vocabulary import State
from institutions.models import Institution

from .visiting import Found, Visitor

DELAY = 2.0  # seconds between two requests to one host
NOT_AGAIN_FOR = timedelta(hours=20)  # so that strikes are of different days
_HOSTS_AT_ONCE = 8
_TOO_FEW_TO_TELL = 10  # addresses; of more than these one answers, unless we are cut off
# Where addresses stand: the records that are looked after, and the field.
PLACES = (
    (Microcredential, "web_address", {"state__in": [state for state in State if state != State.WITHDRAWN]}),
    (Institution, "website", {}),
    (Source, "address", {}),
)


class Manners:
    """One request at a time to one host, and a pause after each."""

    def __init__(self, delay: float = DELAY) -> None:
        self._delay = delay
        self._locks: dict[str, Lock] = defaultdict(Lock)
        self._free_from: dict[str, float] = {}
        self._door = Lock()

    @contextmanager
    def __call__(self, host: str) -> Iterator[None]:
        with self._door:
            lock = self._locks[host]
        with lock:
            time.sleep(max(0.0, self._free_from.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free_from[host] = time.monotonic() + self._delay


def new_visitor() -> Visitor:
    return Visitor(f"BCMicrocredentialsLinkCheck/1 (+{settings.SITE_ORIGIN}/about/)", manners=Manners())


def named_addresses() -> set[str]:
    """Every web address that a record names, of entries those that are drafts or public."""
    found: set[str] = set()
    for model, field, chosen in PLACES:
        found.update(model.objects.filter(**chosen).exclude(**{field: ""}).order_by().values_list(field, flat=True))
    return found


def check_links(visitor: Visitor, say: Callable[[str], object], again: bool = False) -> None:
    """Visit what was not visited lately, write down what was found, and forget what no record names any more."""
    named = named_addresses()
    known = {link.address: link for link in CheckedLink.objects.all()}
    CheckedLink.objects.filter(pk__in=[link.pk for address, link in known.items() if address not in named]).delete()
    lately = timezone.now() - NOT_AGAIN_FOR
    wanted = [each for each in sorted(named) if again or each not in known or known[each].checked_at < lately]
    visits = [*_visited(visitor, wanted)]
    if len(visits) > _TOO_FEW_TO_TELL and not any(found.is_there for _, found in visits):
        say("No address answered, so the line of this machine is to blame. Nothing was written down.")
        return
    for address, found in visits:
        _write_down(address, found)
        if not found.is_there:
            say(f"{address}: {found.words}")
    say(f"Visited: {len(wanted)}. Broken by now: {CheckedLink.objects.broken().count()}.")


def _visited(visitor: Visitor, addresses: Iterable[str]) -> Iterator[tuple[str, Found]]:
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address).netloc.lower()].append(address)
    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        rounds = [pool.submit(lambda of: [(each, visitor.visit(each)) for each in of], of) for of in by_host.values()]
        try:
            for each in as_completed(rounds):
                yield from each.result()
        finally:
            pool.shutdown(cancel_futures=True)  # after Ctrl-C those that have not begun are left out


def _write_down(address: str, found: Found) -> None:
    link = CheckedLink.objects.filter(address=address).first() or CheckedLink(address=address)
    link.checked_at, link.answer = timezone.now(), found.words
    link.strikes = 0 if found.is_there else link.strikes + 1
    link.first_failed = None if found.is_there else link.first_failed or timezone.localdate()
    link.save()
