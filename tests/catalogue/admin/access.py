"""Every address of the admin as the resolver knows it, the table of who may what there, and how an address answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from catalogue.admin.steps import STEPS
from catalogue.second_step.holding import mark_shown

WORDS = {
    ("login", "login"): "login",
    ("200", "403"): "see",
    ("403", "403"): "no",
    ("200", "200"): "yes",
    ("on", "on"): "on",
    ("404", "404"): "404",
}
# What the resolver writes as a regular expression, as the table names it.
_IN_WORDS = ((r"^(?P<app_label>auth|institutions|catalogue|funding)/$", "{apps}/"), ("(?P<url>.*)$", "<anything else>"))


@dataclass(frozen=True)
class Line:
    """One line of the table for one address: which record, if the address names one, and what each account gets."""

    address: str
    which: str
    expected: dict[str, str]
    is_sample: bool

    def __str__(self) -> str:
        return f"{self.address} [{self.which}]" if self.which else self.address


def addresses() -> set[str]:
    """What follows `/admin/` in every address; a step of an entry's life is an address of its own."""
    found = set()
    for route in _routes(get_resolver().url_patterns):
        if not route.startswith("admin/"):
            continue
        for pattern, words in _IN_WORDS:
            route = route.replace(pattern, words)
        names = [step.name for step in STEPS] if "/step/" in route else ["<slug:name>"]
        found |= {route.removeprefix("admin/").replace("<slug:name>", name) for name in names}
    return found


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def lines() -> list[Line]:
    """The lines of access.txt, one for each noun that a line stands for; the first noun of each is the sample."""
    text = (Path(__file__).parent / "access.txt").read_text(encoding="utf-8").splitlines()
    rows = [row.rstrip() for row in text if row and not row.startswith("#")]
    sets: dict[str, list[str]] = {}
    accounts: list[str] = []
    read = []
    for row in rows:
        if row.startswith("{") and re.match(r"\{[^}]+\} [=+] ", row):
            name, nouns = re.split(r" [=+] ", row, maxsplit=1)
            sets.setdefault(name, []).extend(nouns.split())
        elif row.startswith("address"):
            accounts = row.split()[1:]
        else:
            read += _expanded(row, accounts, sets)
    return read


def _expanded(row: str, accounts: list[str], sets: dict[str, list[str]]) -> Iterator[Line]:
    cells = row.split()
    where, answers = " ".join(cells[: -len(accounts)]), cells[-len(accounts) :]
    address, _, which = where.partition(" [")
    name = next((name for name in sets if address.startswith(name)), "")
    for place, noun in enumerate(sets.get(name, [""])):
        told = noun + address.removeprefix(name)
        yield Line(told, which.rstrip("]"), dict(zip(accounts, answers, strict=True)), place == 0)


def answers(account: AbstractBaseUser | AnonymousUser, address: str) -> str:
    """What an account gets that reads an address and then sends nothing to it, in the words of the table.

    The view is called and its page not made, which would take most of the time and tell nothing of who may what.
    """
    pair = (_answer(account, address, "GET"), _answer(account, address, "POST"))
    return WORDS.get(pair, "/".join(pair))


def _answer(account: AbstractBaseUser | AnonymousUser, address: str, method: str) -> str:
    request = RequestFactory().generic(method, address, content_type="application/x-www-form-urlencoded")
    request.user, request.session = account, SessionStore()
    if account.is_authenticated:
        mark_shown(request)  # of the second step, as every session has on a site that asks for one
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    request.resolver_match = match = resolve(request.path)
    try:
        answer = match.func(request, *match.args, **match.kwargs)
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    except SuspiciousOperation:
        return "400"
    if answer.streaming:
        answer.getvalue()  # a file keeps its turn until it is read
    if answer.status_code != 302:
        return str(answer.status_code)
    return "login" if answer.url.startswith("/admin/login/") else "on"
