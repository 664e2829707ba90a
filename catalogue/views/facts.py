"""Facts of an offering, a part or a group as rows of a page: a label and values in words, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalogue.dossier import Dossier, Subject
from catalogue.models import AudienceTag, Microcredential, Recognition
from catalogue.models.vocabulary import Force, Quantity, Role
from catalogue.wording import availability_words, credit_words, measure_words
from institutions.dates import day_in_words, in_words
from institutions.records import Record

from .labels import AVAILABLE, FIELDS, FIRST_ROLES, LISTED_FOR, MEASURES, OTHER_ROLES
from .notes import Cited, Notes

# Fields whose words are the same in every language, or worded here.
_LANGUAGELESS = ("application_deadline", "web_address", "place_taught", "language")


@dataclass(frozen=True)
class Value:
    """One value in words, with its sources; `is_english` where the words are ours of a source, not of the page."""

    words: str
    cited: Cited
    url: str = ""
    is_english: bool = False


@dataclass(frozen=True)
class Fact:
    """A row: no values means that nobody has stated it."""

    label: str | Promise
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Lines:
    """A value of several lines, which all rest on the same sources."""

    lines: tuple[str, ...]
    cited: Cited


class FactSheet:
    """Makes the rows of one subject; every value it gives out is noted among the page's sources."""

    def __init__(self, dossier: Dossier, notes: Notes, subject: Subject, of: str = "") -> None:
        """`of` says in the notes whose values these are, where the page is about something else: “(part)”."""
        self.dossier = dossier
        self.notes = notes
        self.subject = subject
        self.of = f" {of}" if of else ""

    def key_facts(self) -> list[Fact]:
        """What people decide by, as far as it is stated."""
        return stated(
            [
                self._measure(Quantity.PRICE),
                self._measure(Quantity.DURATION),
                self._field("delivery"),
                self._field("place_taught"),
                self._public(),
                self._kind(),
                self.credit(),
            ]
        )

    def opening(self) -> list[Fact]:
        """Who runs it and who counts it; other names."""
        return stated([*self._roles(FIRST_ROLES), self.other_titles()])

    def learning(self) -> list[Fact]:
        """What is learnt, but for the skills themselves."""
        return stated([self.topics(), self._field("level")])

    def audience_in_full(self) -> Value | None:
        """Who it is for, where the key facts say it only in a word or two."""
        values = () if self._tag_says_it_all else self._field("audience").values
        return values[0] if values and self.subject.audience_tags else None

    def entry_requirements(self) -> list[Fact]:
        return stated([self._field("entry_requirements")])

    def ways(self) -> list[Fact]:
        """How one learns and is tested."""
        rows = [self._field("pace"), self._measure(Quantity.COURSES), self._measure(Quantity.CREDITS)]
        return stated([*rows, *map(self._field, ("assessed", "language", "application_deadline"))])

    def others(self) -> list[Fact]:
        """Whoever takes part beside those who run it and count it."""
        return self._roles(OTHER_ROLES)

    def everything(self) -> list[Fact]:
        """All that is stated, for a part."""
        known = [Fact(AVAILABLE, (self.availability(),))] if self.subject.record.availability else []
        rows = [*known, *self.key_facts(), self._field("skills"), *self.learning(), *self.ways()]
        if audience := self.audience_in_full():
            rows.append(Fact(FIELDS["audience"], (audience,)))
        rows += self.entry_requirements()
        return stated([*rows, *self.opening(), *self.others(), self.money(), self.web_address()])

    def side_by_side(self) -> dict[str, list[Fact]]:
        """Rows under their headings for a table of several offerings: the same rows for each, stated or not."""
        measure, field, roles = self._measure, self._field, {**FIRST_ROLES, **OTHER_ROLES}
        taken = Fact(AVAILABLE, (self.availability(),) if self.subject.record.availability else ())
        return {
            _("At a glance"): [
                taken,
                measure(Quantity.PRICE),
                measure(Quantity.DURATION),
                field("delivery"),
                self.credit(),
                self._kind(),
            ],
            _("What and for whom"): [
                field("skills"),
                self.topics(),
                field("level"),
                field("audience"),
                self.audiences(),
                field("entry_requirements"),
            ],
            _("How it works"): [
                field("pace"),
                measure(Quantity.COURSES),
                measure(Quantity.CREDITS),
                *map(field, ("assessed", "place_taught", "language", "application_deadline")),
            ],
            _("Who does what"): [Fact(label, tuple(self._role_values(role, label))) for role, label in roles.items()],
            _("Money behind it"): [self.money()],
            _("Names"): [self.other_titles(), self.web_address()],
        }

    def of_group(self) -> list[Fact]:
        """All claims about a group."""
        measures = [self._measure(quantity) for quantity in MEASURES]
        return stated(
            [self.credit(), *measures, *self.opening(), *self.others(), self.money(), self.audiences(), self.topics()]
        )

    def name(self) -> Cited:
        field = "title" if isinstance(self.subject.record, Microcredential) else "name"
        return self._cite(_("Name"), self.subject.record, field)

    def availability(self) -> Value:
        entry = self.subject.record
        words = availability_words(entry) if entry.availability else _("Not stated whether you can take it")
        return Value(words, self._cite(AVAILABLE, entry, "availability"))

    def skills(self) -> Lines | None:
        """What is learnt, for a list of its own."""
        lines = tuple(map(capital, self.subject.record.skills.splitlines()))
        return Lines(lines, self._cite(FIELDS["skills"], self.subject.record, "skills")) if lines else None

    def other_titles(self) -> Fact:
        if not isinstance(self.subject.record, Microcredential):
            return Fact(_("Also called"), ())
        return self._lines(_("Also called"), "other_titles")

    def _public(self) -> Fact:
        """Publics in a word or two where staff have chosen any, else the words of the sources."""
        label, tags = FIELDS["audience"], self.subject.audience_tags
        if not self._tag_says_it_all:
            return Fact(label, self.audiences().values) if tags else self._field("audience")
        said = [*self.dossier.citations_of(self.subject.record, "audience"), *self.dossier.citations_of(tags[0])]
        address = self._address_of(tags[0])
        return Fact(label, (Value(tags[0].audience.name, self.notes.cite(f"{label}{self.of}", said), address, True),))

    def _kind(self) -> Fact:
        """What one gets. A name that the school has for it comes first, then which of our kinds that is."""
        label, entry = FIELDS["kind"], self.subject.record
        if entry.named_kind is None:
            return self._field("kind")
        named, words = entry.named_kind, _("listed here as: %(kind)s") % {"kind": entry.get_kind_display()}
        called = Value(named.name, self._cite(label, entry, "named_kind"), is_english=True)
        meaning = [Value(named.summary, Cited(), is_english=True)] if named.summary else []
        return Fact(label, (called, *meaning, Value(words, self._cite(label, entry, "kind"))))

    @property
    def _tag_says_it_all(self) -> bool:
        tags = self.subject.audience_tags
        return len(tags) == 1 and tags[0].audience.name.lower() == self.subject.record.audience.lower()

    @staticmethod
    def _address_of(tag: AudienceTag) -> str:
        return f"{reverse('microcredentials')}?audience={tag.audience.slug}"

    def audiences(self) -> Fact:
        tags = self.subject.audience_tags
        values = (
            self._claim(LISTED_FOR, tag, tag.audience.name, self._address_of(tag), is_english=True) for tag in tags
        )
        return Fact(LISTED_FOR, tuple(values))

    def topics(self) -> Fact:
        label, tags = _("Topic"), self.subject.sector_tags
        values = (
            self._claim(label, tag, capital(tag.sector.name), tag.sector.get_absolute_url(), is_english=True)
            for tag in tags
        )
        return Fact(label, tuple(values))

    def credit(self) -> Fact:
        label = _("Counts toward")
        claims = by_force(self.subject.recognitions)
        return Fact(label, tuple(self._claim(label, claim, credit_words(claim)) for claim in claims))

    def money(self) -> Fact:
        label, links = _("Funded through"), self.subject.funding_links
        values = (
            self._claim(_("Funding"), link, fund.name, fund.get_absolute_url(), is_english=True)
            for link, fund in ((each, each.funding_source) for each in links)
        )
        return Fact(label, tuple(values))

    def web_address(self) -> Fact:
        return self._field("web_address", _("Its own web page"), url=self.subject.record.web_address)

    def claim(self, label: str | Promise, record: Record, field: str | None, words: str) -> Value:
        """Any record or field of the subject, in the words given."""
        return Value(words, self._cite(label, record, field))

    def _roles(self, labels: dict[Role, Promise]) -> list[Fact]:
        """One row a role, so that nobody takes a school that gives credit for the one that teaches."""
        return stated([Fact(label, tuple(self._role_values(role, label))) for role, label in labels.items()])

    def _role_values(self, role: Role, label: str | Promise) -> Iterator[Value]:
        for claim in self.subject.participations:
            if claim.role == role:
                place = claim.institution
                words = place.name if place else _("Partners whom the source does not name")
                if claim.since:
                    words = _("%(school)s, since %(date)s") % {"school": words, "date": in_words(claim.since)}
                yield self._claim(label, claim, words, place.get_absolute_url() if place else "")

    def _measure(self, quantity: Quantity) -> Fact:
        label = MEASURES[quantity]
        found = (measure for measure in self.subject.measures if measure.quantity == quantity)
        return Fact(label, tuple(self._claim(label, measure, capital(measure_words(measure))) for measure in found))

    def _field(self, name: str, label: str | Promise = "", url: str = "") -> Fact:
        label = label or FIELDS[name]
        words = _in_words(self.subject.record, name)
        if not words:
            return Fact(label, ())
        if name == "skills":
            return self._lines(label, name)
        is_english = not hasattr(self.subject.record, f"get_{name}_display") and name not in _LANGUAGELESS
        return Fact(label, (Value(words, self._cite(label, self.subject.record, name), url, is_english),))

    def _lines(self, label: str | Promise, name: str) -> Fact:
        """A field with one value a line: all of them rest on the same sources, named once after the last."""
        lines = getattr(self.subject.record, name).splitlines()
        cited = self._cite(label, self.subject.record, name) if lines else Cited()
        return Fact(label, (Value(capital("; ".join(lines)), cited, is_english=True),) if lines else ())

    def _claim(
        self, label: str | Promise, claim: Record, words: str, url: str = "", *, is_english: bool = False
    ) -> Value:
        return Value(words, self._cite(label, claim), url, is_english)

    def _cite(self, label: str | Promise, record: Record, field: str | None = None) -> Cited:
        return self.notes.cite(f"{label}{self.of}", self.dossier.citations_of(record, field))


def by_force(claims: Iterable[Recognition]) -> list[Recognition]:
    """Claims about credit, the firmest first and an explicit no last."""
    order = {force: place for place, force in enumerate(Force.values)}
    return sorted(claims, key=lambda claim: order[claim.force])


def stated(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.values]


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _in_words(entry: Microcredential, name: str) -> str:
    display = getattr(entry, f"get_{name}_display", None)
    if display:
        return display()
    value = getattr(entry, name)
    return day_in_words(value) if name == "application_deadline" and value else value or ""
