"""What an account may change of many entries: the rules of rights.py, asked once for all of them."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser

from catalogue.models import Microcredential
from catalogue.rights import beyond_limits, change_waits, entries_of, limits_of
from catalogue.workflow import CHANGE

COLLEAGUE = "Ask a colleague who may to take this row in."


class Reach:
    def __init__(self, account: AbstractBaseUser | None) -> None:
        self._account = account
        limits = limits_of(account)
        self._limits = {institution.pk for institution in limits}
        self._theirs = set(entries_of(limits).values_list("pk", flat=True)) if limits else set()

    def waits(self, entry: Microcredential | None) -> bool:
        """Whether what this account changes in an entry is proposed to a publisher."""
        return entry is not None and change_waits(self._account, entry)

    def why_not(self, entry: Microcredential | None, schools: Collection[int]) -> str:
        """Why this account may not change an entry, or make one of these schools; empty where it may or may propose."""
        if self.waits(entry) and not self._account.has_perm(CHANGE):
            return f"“{entry.title}” is published, and your account may not publish."
        if not self._limits:
            return ""
        within = {entry.pk, entry.parent_id} & self._theirs if entry else self._limits.intersection(schools)
        return "" if within else beyond_limits(self._account)
