"""Makes the plan of an import: finds the entry of each row and what would change. Nothing is written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from catalogue.duplicates import read_names
from catalogue.exchange.exporting import as_it_was
from catalogue.exchange.spreadsheets import Refusal, Refused, Row, Sheet, read
from catalogue.models import FormerSlug, Microcredential, NamedKind

from .comparing import changes_of, school_pks
from .headings import Headings, Known, read_cell, recognize
from .holdings import Holdings, in_any_order
from .misread import Misread, UnknownWord
from .naming import Slugs
from .plan import Column, Outcome, Plan, PlannedRow
from .reach import COLLEAGUE, Reach
from .words import items

_LOOKED_AT = 20  # rows in which the heading must stand
_SAMPLES, _SAMPLE = 3, 80  # values of a column that are shown to whoever says what it is, and characters of each
_LONGEST_HEADING = 200
_LISTS = {"schools": "institutions", "topics": "sectors"}


@dataclass(frozen=True)
class Answers:
    """What people have said of a file: our column for a heading, and by column the word to read for another.

    `account` is whose act the import will be: what it may not change is refused, what it may not at once is proposed.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    account: AbstractBaseUser | None = None


def make_plan(data: bytes, name: str, answers: Answers | None = None, plan: Plan | None = None) -> Plan:
    """Plan the import of a file, into the given plan. Raises Refused when the file as a whole is not taken in."""
    answers, plan = answers or Answers(), plan or Plan(name)
    plan.digest = hashlib.sha256(data).hexdigest()
    taken = [*_sheets_taken(read(data, name), answers, plan)]
    if not taken:
        raise Refused("No sheet has a column “Title”.", "Name the column so, or map another to it.")
    plan.expect(sum(len(rows) for _, _, rows in taken))
    planner = _Planner(plan, Holdings(), answers)
    for sheet, headings, rows in taken:
        planner.plan_sheet(sheet, headings, rows)
    return plan


def _sheets_taken(sheets: list[Sheet], answers: Answers, plan: Plan) -> Iterator[tuple[Sheet, Headings, list[Row]]]:
    """The sheets that have a title, with what their columns are; of all others the plan says why not."""
    for sheet in sheets:
        if sheet.hidden:
            plan.notes.append(f"The sheet “{sheet.name}” is hidden and is left out. Show it if it is meant.")
            continue
        start, headings = _headings(sheet, answers.mapping)
        if headings is None:
            plan.notes.append(f"The sheet “{sheet.name}” has no column “Title” and is left out.")
            start, headings = _likely_headings(sheet, answers.mapping)
        else:
            yield sheet, headings, sheet.rows[start + 1 :]
        plan.columns += _columns(sheet, headings, sheet.rows[start + 1 :])


def _columns(sheet: Sheet, headings: Headings, rows: list[Row]) -> Iterator[Column]:
    for index, text in enumerate(headings.texts):
        if text:
            known = headings.known.get(index)
            there = (row.texts[index][:_SAMPLE] for row in rows[:_LOOKED_AT] if index < len(row.texts))
            samples = [*dict.fromkeys(filter(None, there))][:_SAMPLES]
            yield Column(sheet.name, text[:_LONGEST_HEADING], known.name if known else "", tuple(samples))


def _likely_headings(sheet: Sheet, mapping: Mapping[str, str]) -> tuple[int, Headings]:
    """Of a sheet without a title: the first of its fullest rows, so that somebody can say what its columns are."""
    rows = sheet.rows[:_LOOKED_AT] or [Row(1, ())]
    start = max(range(len(rows)), key=lambda place: sum(map(bool, rows[place].texts)))
    return start, recognize(rows[start].texts, mapping)


def _headings(sheet: Sheet, mapping: Mapping[str, str]) -> tuple[int, Headings | None]:
    """The first row that names a title, a key or an address: titles of the sheet itself may stand above it."""
    for start, row in enumerate(sheet.rows[:_LOOKED_AT]):
        headings = recognize(row.texts, mapping)
        if headings.is_heading:
            if headings.twice:
                reason = f"Two columns are both taken for the same: “{headings.twice[0]}” is the second."
                raise Refused(reason, "Rename one, or map it by hand.", sheet=sheet.name, row=row.number)
            return start, headings
    return 0, None


@dataclass
class _Reading:
    """One row as it is read: values by target, the cells they came from, and what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, tuple[Known, int, str]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def _share(schools: Set[int], providers: Set[int]) -> bool:
    """Whether two entries of one title are one: they share a school, or neither states any."""
    return bool(schools & providers) or not (schools or providers)


class _Planner:
    def __init__(self, plan: Plan, holdings: Holdings, answers: Answers) -> None:
        self._plan, self._holdings, self._answers = plan, holdings, answers
        self._slugs = Slugs([*holdings.by_slug, *FormerSlug.objects.values_list("slug", flat=True)])
        self._reach, self._names = Reach(answers.account), read_names()
        self._taken: dict[tuple, str] = {}

    def plan_sheet(self, sheet: Sheet, headings: Headings, rows: list[Row]) -> None:
        # Sheets of one file have the same columns most of the time: said once.
        self._plan.notes += [each for each in headings.sentences() if each not in self._plan.notes]
        for row in rows:
            if headings.repeats(row.texts):
                self._plan.notes.append(f"Sheet “{sheet.name}”, row {row.number} repeats the headings and is left out.")
            else:
                self._plan.keep(self._planned(sheet, headings, row))

    def _planned(self, sheet: Sheet, headings: Headings, row: Row) -> PlannedRow:
        reading = self._read(sheet, headings, row)
        title = reading.values.get("title") or ""
        entry, alike = None, ()
        try:
            if not reading.refusals:
                entry, alike = self._entry(reading.values)
                self._take_once(entry, reading.values, f"sheet “{sheet.name}”, row {row.number}")
        except Misread as misread:
            reading.refusals.append(sheet.refusal(row, None, misread.reason, misread.remedy))
        changes = () if reading.refusals else tuple(changes_of(entry, reading.values, reading.cells, self._holdings))
        reading.refusals += self._invalid(sheet, row, reading, entry, changes)
        place = (sheet.name, row.number)
        if reading.refusals:
            return PlannedRow(*place, Outcome.REFUSED, title, refusals=tuple(reading.refusals))
        if entry is None:
            return PlannedRow(*place, Outcome.NEW, title, self._slugs.new(title), changes=changes, alike=alike)
        outcome = self._outcome(entry) if changes else Outcome.UNCHANGED
        return PlannedRow(*place, outcome, entry.title, entry.slug, entry.pk, entry.version, changes)

    def _outcome(self, entry: Microcredential) -> Outcome:
        return Outcome.PROPOSED if self._reach.waits(entry) else Outcome.CHANGED

    def _read(self, sheet: Sheet, headings: Headings, row: Row) -> _Reading:
        reading, misreads = _Reading(), []
        for index, text in enumerate(row.texts):
            known = headings.known.get(index)
            if known is None:
                if text and index not in headings.left_out:
                    reason = f"“{text[:40]}” stands in a column without a heading."
                    reading.refusals.append(sheet.refusal(row, index, reason, "Check that no cell has moved."))
                continue
            try:
                value = self._value(known, text) if index not in row.troubles else None
            except Misread as misread:
                misreads.append((index, known, text, misread))
            else:
                reading.cells[known.target] = (known, index, text)
                if value is not None:
                    reading.values[known.target] = value
        for index, known, text, misread in misreads:
            if self._stands_so(reading.values, known, text):
                continue
            remedy = misread.remedy
            if isinstance(misread, UnknownWord):
                remedy = f"{remedy} {self._plan.about_unknown}".strip()
                self._plan.unknown.setdefault(known.name, Counter())[misread.word] += 1
            reading.refusals.append(sheet.refusal(row, index, misread.reason, remedy))
        for index, trouble in row.troubles.items():
            if index in headings.known:
                reason, _, remedy = trouble.partition(". ")
                reading.refusals.append(sheet.refusal(row, index, f"{reason[:1].upper()}{reason[1:]}.", remedy))
        return reading

    def _stands_so(self, values: dict[str, Any], known: Known, text: str) -> bool:
        """Whether our own files write a cell so that cannot be read back, of the entry that the row names."""
        entry = self._holdings.by_key.get(values.get("key")) or self._holdings.by_slug.get(values.get("slug"))
        return entry is not None and self._holdings.is_as_exported(entry, known.name, text)

    def _value(self, known: Known, text: str) -> Any:
        text = self._answered(known, as_it_was(text))
        if known.target == "kind":
            return self._kind(known, text)
        value = read_cell(known, text)
        if value is None or known.target not in _LISTS:
            return value
        names = getattr(self._holdings, _LISTS[known.target])
        return tuple(dict.fromkeys(names.find(name) for name in value))

    def _kind(self, known: Known, text: str) -> str | NamedKind | None:
        """One of our kinds, or a name that schools have for one. A word that is neither is told as the first."""
        try:
            return read_cell(known, text)
        except UnknownWord as unknown:
            try:
                return self._holdings.named_kinds.find(text)
            except UnknownWord:
                raise unknown from None

    def _answered(self, known: Known, text: str) -> str:
        """The text with those words replaced of which somebody has said what they stand for."""
        given = self._answers.words.get(known.name)
        if not given:
            return text
        if known.target in _LISTS:
            return "; ".join(filter(None, (given.get(item, item) for item in items(text))))
        return given.get(text, text)

    def _entry(self, values: dict[str, Any]) -> tuple[Microcredential | None, tuple[str, ...]]:
        """The entry that a row speaks of, None for a new one, and what that may be a duplicate of."""
        for name, known in (("key", self._holdings.by_key), ("slug", self._holdings.by_slug)):
            if value := values.get(name):
                if value in known:
                    return known[value], ()
                raise Misread(f"No entry has the {name} “{value[:60]}”.", "Correct it, or leave it out.")
        if not values.get("title"):
            raise Misread("The row has no title.", "Give it one, or delete the row.")
        like = self._holdings.by_title.get(in_any_order(values["title"]), [])
        schools = school_pks(values)
        same = [entry for entry in like if _share(schools, self._holdings.providers[entry.pk].keys())]
        if len(same) > 1:
            slugs = "; ".join(entry.slug for entry in same)
            raise Misread(f"Several entries have this title and school: {slugs}.", "Add a column “Address” with one.")
        return (same[0], ()) if same else (None, self._alike(values))

    def _alike(self, values: dict[str, Any]) -> tuple[str, ...]:
        """What a new entry may be a duplicate of, in the words of `catalogue.duplicates`."""
        found = self._names.like(values["title"], values.get("other_titles") or "", school_pks(values))
        entries = (self._holdings.entries.get(pk) for pk in found)
        return tuple(f"“{entry.title}” ({entry.slug})" for entry in entries if entry)

    def _take_once(self, entry: Microcredential | None, values: dict[str, Any], place: str) -> None:
        """Refuse the second row of a file about the same entry."""
        names = (entry.pk,) if entry else (in_any_order(values["title"]), frozenset(school_pks(values)))
        if (first := self._taken.setdefault(names, place)) != place:
            raise Misread(f"It is about the same entry as {first}.", "Keep one of the two rows.")

    def _invalid(self, sheet: Sheet, row: Row, reading: _Reading, entry, changes) -> Iterator[Refusal]:
        """What the entry's own fields refuse, and what is not to be changed on this person's behalf."""
        why_not = self._reach.why_not(entry, school_pks(reading.values)) if changes else ""
        if why_not:
            yield sheet.refusal(row, None, why_not, COLLEAGUE)
        draft = Microcredential(title="x", slug="x")
        plain_fields = {
            change.target: change.value
            for change in changes
            if change.target in reading.cells and hasattr(draft, change.target)
        }
        for name, value in plain_fields.items():
            try:
                draft._meta.get_field(name).clean(value, draft)
            except ValidationError as problem:
                index = reading.cells[name][1]
                yield sheet.refusal(row, index, " ".join(problem.messages), "Correct the cell.")
