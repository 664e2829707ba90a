"""What the catalogue holds, as a plan needs it: entries with their claims, and names of schools and topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz, process

from catalogue.exchange.columns import COLUMNS
from catalogue.exchange.exporting import safe
from catalogue.exchange.spreadsheets.cells import plain as as_read
from catalogue.languages import ENGLISH, FRENCH, speaking
from catalogue.models import Measure, Microcredential, NamedKind, Participation, Sector, SectorTag
from catalogue.models.vocabulary import Role
from catalogue.search.entries import Entry, entry_of
from catalogue.search.reading import facts_of
from institutions.models import Institution
from institutions.records import Record

from .misread import Misread, UnknownWord
from .words import plain

_COLUMNS = {column.name: column for column in COLUMNS}
_ALIKE = 80  # of 100: names that near are offered in a refusal


class Names:
    """Records by what people call them."""

    def __init__(self, noun: str, records: Iterable[Record]) -> None:
        self._noun = noun
        self._by_name: dict[str, set[Record]] = defaultdict(set)
        self._written: dict[str, str] = {}
        self.called: dict[int, str] = {}
        for record in records:
            self.called[record.pk] = record.name
            others = getattr(record, "other_names", "").splitlines()
            for name in (record.name, getattr(record, "short_name", ""), record.slug, record.key, *others):
                if plain(name):
                    self._by_name[plain(name)].add(record)
                    self._written.setdefault(plain(name), record.name)

    def find(self, name: str) -> Record:
        """The record of that name. Raises Misread for none and for several."""
        found = self._by_name.get(plain(name), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = "; ".join(sorted(record.slug for record in found))
            raise Misread(f"“{name}” is the name of several: {names}.", "Write which one, as here.")
        near = process.extractOne(plain(name), self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        hint = f"Did you mean “{self._written[near[0]]}”?" if near else ""
        raise UnknownWord(name, f"No {self._noun} here is called “{name[:80]}”.", hint)


class Holdings:
    """Everything that rows are compared with, read once in a fixed number of queries."""

    def __init__(self) -> None:
        self.institutions = Names("institution", Institution.objects.all())
        self.sectors = Names("topic", Sector.objects.all())
        self.kinds_by_pk = {named.pk: named for named in NamedKind.objects.all()}
        self.named_kinds = Names("kind", self.kinds_by_pk.values())
        self.entries = {entry.pk: entry for entry in Microcredential.objects.all()}
        self.by_key = {entry.key: entry for entry in self.entries.values()}
        self.by_slug = {entry.slug: entry for entry in self.entries.values()}
        self.providers: dict[int, dict[int, Participation]] = defaultdict(dict)
        for claim in Participation.objects.filter(role__in=Role.providing(), microcredential__isnull=False):
            self.providers[claim.microcredential_id][claim.institution_id] = claim
        self.tags: dict[int, set[int]] = defaultdict(set)
        for entry, sector in SectorTag.objects.values_list("microcredential_id", "sector_id"):
            self.tags[entry].add(sector)
        self.measures: dict[int, list[Measure]] = defaultdict(list)
        for measure in Measure.objects.filter(microcredential__isnull=False):
            self.measures[measure.microcredential_id].append(measure)

    @cached_property
    def by_title(self) -> dict[str, list[Microcredential]]:
        """Entries by their titles as compared, other titles too. Parts have no place of their own."""
        found: dict[str, list[Microcredential]] = defaultdict(list)
        for entry in self.entries.values():
            if entry.parent_id is None:
                for title in {in_any_order(name) for name in (entry.title, *entry.other_titles.splitlines())}:
                    found[title].append(entry)
        return found

    @cached_property
    def _shown(self) -> dict[str, Entry]:
        return {facts.offering.slug: entry_of(facts) for facts in facts_of(self.entries)}

    def is_as_exported(self, entry: Microcredential, name: str, text: str) -> bool:
        """Whether a cell is as our own files write it, in either language."""
        column, shown = _COLUMNS.get(name), self._shown.get(entry.slug)
        if column is None or shown is None:
            return False
        for language in (ENGLISH, FRENCH):
            with speaking(language):
                if as_read(safe(column.cell(shown))) == text:
                    return True
        return False


def in_any_order(title: str) -> str:
    """A title as duplicates are looked for: the same words in any order are the same title."""
    return " ".join(sorted(plain(title).split()))
