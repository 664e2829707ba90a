"""What a part of the drill says: one line of the score card each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """`held` is None for what could not be tried here; `measured` then says why."""

    bar: int
    what: str
    wanted: str
    measured: str
    held: bool | None

    def __str__(self) -> str:
        verdict = {True: "held", False: "MISSED", None: "not tried"}[self.held]
        return f"[{self.bar}] {verdict}: {self.what}: {self.measured} (wanted {self.wanted})"
