"""What an address of the pathways asks: a larger credential, a school, who runs it, a page. Bad values are named."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from catalogue.models.vocabulary import Target
from catalogue.search.query import Problem

from .asking import page_number, read

OTHERS = "others"
_SLUG = re.compile(r"[a-z0-9-]{1,120}")


@dataclass(frozen=True)
class Asked:
    """`others`: only what the school that gives the credit does not run itself. Empty: all."""

    target: str = ""
    institution: str = ""
    others: bool = False
    page: int = 1

    def query(self, *, fixed_target: bool = False) -> str:
        """The one way to write it; on the page of a target its address says the target already."""
        pairs = [
            ("target", "" if fixed_target else self.target),
            ("institution", self.institution),
            ("run", OTHERS if self.others else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, name: str) -> Asked:
        """The same without one choice, on the first page."""
        return replace(self, **{name: type(getattr(self, name))(), "page": 1})


def parse(query: QueryDict, target: str = "") -> tuple[Asked, list[Problem]]:
    """What is asked, and what of it had to be left out. `target` is that of the page, which no parameter changes.

    Whether a school of that name is known is for whoever has asked the database.
    """
    readers = {name: reader for name, reader in _READERS.items() if not (target and name == "target")}
    chosen, problems = read(query, readers)
    return replace(Asked(target), **chosen), problems


def canonical(request: HttpRequest, snapshot: object) -> str | None:
    """For pages that are kept: one address for all that ask the same, none for those with something left out."""
    asked, problems = parse(request.GET, request.resolver_match.kwargs.get("target", ""))
    return None if problems else asked.query()


def _target(value: str) -> dict | None:
    return {"target": value} if value in Target.values else None


def _institution(value: str) -> dict | None:
    return {"institution": value} if _SLUG.fullmatch(value) else None


def _run(value: str) -> dict | None:
    return {"others": True} if value == OTHERS else None


_READERS = {"target": _target, "institution": _institution, "run": _run, "page": page_number}
