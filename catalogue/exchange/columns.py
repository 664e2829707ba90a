"""The columns of a file of entries, each declared once: its name, what it means and where its value comes from.

People read these files in a spreadsheet, so a value that nobody states is written out as “Not stated”, as on the pages;
an empty cell could be taken for “no”. Several values of one column are joined by “; ”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from catalogue.search.entries import Entry, Involved
from catalogue.wording import NOT_STATED


@dataclass(frozen=True)
class Column:
    name: str
    description: str
    value: Callable[[Entry], str | Iterable[str]]

    def cell(self, entry: Entry) -> str:
        value = self.value(entry)
        return (value if isinstance(value, str) else "; ".join(value)) or str(NOT_STATED)


def _with_role(involved: Iterable[Involved]) -> list[str]:
    return [f"{who.called} ({who.role_words})" for who in involved]


COLUMNS = (
    Column("Title", "The name of the offering.", lambda entry: entry.title),
    Column("Other titles", "Other names that the sources use for it.", lambda entry: entry.other_titles),
    Column("Summary", "What it is, in our words.", lambda entry: entry.summary),
    Column("Kind", "What a learner gets or takes, as the source calls it.", lambda each: each.named_kind or each.kind),
    Column(
        "Availability",
        "What is known about whether one can take it, and how old that is.",
        lambda entry: entry.availability,
    ),
    Column(
        "Last checked",
        "The day on which staff last checked it with the school, as year-month-day.",
        lambda entry: entry.verified,
    ),
    Column("Schools", "Who runs it.", lambda entry: [who.called for who in entry.providers]),
    Column("Others involved", "Other institutions, each with what it does.", lambda entry: _with_role(entry.also)),
    Column("Topics (our reading)", "The topics we put it under.", lambda entry: entry.sectors),
    Column("How you learn", "Online, in person or both.", lambda entry: entry.delivery),
    Column("Time", "How long it takes, and of how many courses it consists.", lambda entry: entry.time),
    Column("Cost", "Prices as stated; most sources state no currency.", lambda entry: entry.cost),
    Column("Credit", "What it counts toward, at which school and how firmly.", lambda entry: entry.credit),
    Column("Who it is for", "In our words.", lambda entry: entry.audience),
    Column("Skills", "What one learns.", lambda entry: entry.skills),
    Column("Parts", "Courses or programs that belong to it.", lambda entry: entry.parts),
    Column(
        "Money behind it",
        "Public money that paid for it. It says nothing about what a learner pays.",
        lambda entry: entry.funding,
    ),
    Column("Address", "The page of this catalogue about it.", lambda entry: settings.SITE_ORIGIN + entry.url),
)
