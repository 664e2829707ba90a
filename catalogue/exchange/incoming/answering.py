"""What people are asked about a file: what a column is and what an unknown word stands for. Also what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz, process

from catalogue.models import Import, Microcredential, NamedKind, Sector
from institutions.models import Institution
from institutions.records import Record

from .headings import BY_NAME, KNOWN
from .naming import Slugs
from .words import plain

_REMEMBERED = 20  # files of the same institution
_NEAR, _ALIKE = 5, 60  # how many names are offered for one, and how like it they are, of 100
NOUNS: dict[str, type[Record]] = {"Schools": Institution, "Topics (our reading)": Sector}
KINDS = "Kind"
COLUMNS = tuple(known.name for known in KNOWN)


def remembered(institution: Institution | None) -> dict[str, Any]:
    """The answers about earlier files of an institution, the newest where they differ."""
    mapping: dict[str, str] = {}
    answers: dict[str, dict[str, str]] = {}
    if institution:
        earlier = Import.objects.filter(institution=institution).values_list("mapping", "answers")[:_REMEMBERED]
        for columns, words in reversed(earlier):
            mapping |= columns
            for column, given in words.items():
                answers.setdefault(column, {}).update(given)
    return {"mapping": mapping, "answers": answers}


def words_of(column: str) -> list[tuple[str, str]]:
    """Codes and labels of a column that knows a fixed choice of words; of all others nothing."""
    fields = {field.name: field for field in Microcredential._meta.fields}
    field = fields.get(BY_NAME[plain(column)].target)
    return [(code, str(label)) for code, label in field.choices or () if code] if field else []


class Namesakes:
    """The records of a noun that a word may stand for."""

    def __init__(self, noun: type[Record]) -> None:
        self.records = {record.key: record for record in noun.objects.order_by("name")}
        self._by_name = {plain(record.name): key for key, record in self.records.items()}

    @property
    def names(self) -> list[str]:
        return [record.name for record in self.records.values()]

    def near(self, word: str) -> Iterator[tuple[str, str]]:
        """Key and name of those that are called alike."""
        found = process.extract(
            plain(word), self._by_name.keys(), scorer=fuzz.token_set_ratio, limit=_NEAR, score_cutoff=_ALIKE
        )
        for name, _, _ in found:
            key = self._by_name[name]
            yield key, self.records[key].name

    def key_of(self, name: str) -> str:
        """The key of the record with exactly this name; empty where there is none."""
        return self._by_name.get(plain(name), "")


def make_new(column: str, word: str, kind: str = "") -> Record:
    """A new institution, topic or name of a kind, with nothing else known but that kind. Raises ValidationError."""
    noun, known = (NamedKind, {"kind": kind}) if column == KINDS else (NOUNS[column], {})
    record = noun(name=word, slug=Slugs(noun.objects.values_list("slug", flat=True)).new(word), **known)
    record.full_clean()
    record.save()
    return record
