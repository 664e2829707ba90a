"""Facts of an offering, a part or a group as rows of a page: a label and values in words, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.models import Microcredential
from catalogue.models.vocabulary import Force, Quantity, Role
from catalogue.wording import availability_words, credit_words, measure_words
from institutions.dates import in_words
from institutions.records import Record

from .dossier import Dossier, Subject
from .notes import Cited, Notes


@dataclass(frozen=True)
class Value:
    """One value in words, with its sources."""

    words: str
    cited: Cited
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A row: no values means that nobody has stated it."""

    label: str
    values: tuple[Value, ...]


# Fields of an offering in the order of the page, each with its label; measures and claims stand between them.
_LABELS = {
    "audience": "Who it is for",
    "kind": "What you get",
    "skills": "What you learn",
    "delivery": "How you learn",
    "pace": "Pace",
    "level": "Level",
    "assessed": "Tests or assessment",
    "entry_requirements": "To be let in",
    "place_taught": "Where it is taught",
    "language": "Language",
    "application_deadline": "Apply by",
}
_MEASURES = {
    Quantity.DURATION: "Time",
    Quantity.COURSES: "Courses",
    Quantity.CREDITS: "Credits",
    Quantity.PRICE: "Cost",
}
_ROLES = {
    Role.PROVIDER: "Run by",
    Role.TESTING: "Tests given by",
    Role.AWARDING_BODY: "Awarded by",
    Role.CREDIT: "Credit given by",
    Role.INDUSTRY_PARTNER: "Industry partner",
    Role.LAUNCH_PARTNER: "Helped to launch it",
    Role.PLATFORM: "Platform",
}


class FactSheet:
    """Makes the rows of one subject; every value it gives out is noted among the page's sources."""

    def __init__(self, dossier: Dossier, notes: Notes, subject: Subject, of: str = "") -> None:
        """`of` says in the notes whose values these are, where the page is about something else: «part», «group»."""
        self.dossier = dossier
        self.notes = notes
        self.subject = subject
        self.of = f" ({of})" if of else ""

    def decisive(self) -> list[Fact]:
        """What people decide by; shown also where nobody has stated it."""
        return [
            self._measure(Quantity.DURATION),
            self._measure(Quantity.PRICE),
            self._field("delivery"),
            self.credit(),
        ]

    def further(self) -> list[Fact]:
        """The rest of what is known, for an offering."""
        rows = [self._field(name) for name in _LABELS if name not in ("audience", "delivery")]
        rows[2:2] = [self._measure(Quantity.COURSES), self._measure(Quantity.CREDITS)]
        return stated([self.other_titles(), *rows, self.topics(), self.audiences(), self.web_address()])

    def everything(self) -> list[Fact]:
        """All that is stated, for a part."""
        known = [Fact("Can you take it?", (self.availability(),))] if self.subject.record.availability else []
        return stated([*known, self.audience(), *self.decisive(), *self.further(), *self.roles(), self.money()])

    def side_by_side(self) -> dict[str, list[Fact]]:
        """Rows under their headings for a table of several offerings: the same rows for each, stated or not."""
        measure, field = self._measure, self._field
        taken = Fact("Can you take it?", (self.availability(),) if self.subject.record.availability else ())
        return {
            _("At a glance"): [
                taken,
                measure(Quantity.PRICE),
                measure(Quantity.DURATION),
                field("delivery"),
                self.credit(),
                field("kind"),
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
            _("Who does what"): [Fact(label, tuple(self._role_values(role, label))) for role, label in _ROLES.items()],
            _("Money behind it"): [self.money()],
            _("Names"): [self.other_titles(), self.web_address()],
        }

    def of_group(self) -> list[Fact]:
        """All claims about a group."""
        measures = [self._measure(quantity) for quantity in _MEASURES]
        return stated([self.credit(), *measures, *self.roles(), self.money(), self.audiences(), self.topics()])

    def name(self) -> Cited:
        field = "title" if isinstance(self.subject.record, Microcredential) else "name"
        return self._cite("Name", self.subject.record, field)

    def availability(self) -> Value:
        entry = self.subject.record
        words = availability_words(entry) if entry.availability else "Not stated whether you can take it"
        return Value(words, self._cite("Can you take it?", entry, "availability"))

    def other_titles(self) -> Fact:
        return self._lines("Also called", "other_titles")

    def audience(self) -> Fact:
        return self._field("audience")

    def audiences(self) -> Fact:
        listing = reverse("microcredentials")
        tags = self.subject.audience_tags
        values = (
            self._claim("Listed for", tag, tag.audience.name, f"{listing}?audience={tag.audience.slug}") for tag in tags
        )
        return Fact("Listed for", tuple(values))

    def topics(self) -> Fact:
        tags = self.subject.sector_tags
        return Fact(
            "Topic",
            tuple(self._claim("Topic", tag, capital(tag.sector.name), tag.sector.get_absolute_url()) for tag in tags),
        )

    def credit(self) -> Fact:
        order = {force: place for place, force in enumerate(Force.values)}
        claims = sorted(self.subject.recognitions, key=lambda claim: order[claim.force])
        return Fact(
            "Counts toward", tuple(self._claim("Counts toward", claim, credit_words(claim)) for claim in claims)
        )

    def money(self) -> Fact:
        links = self.subject.funding_links
        values = (
            self._claim("Funding", link, link.funding_source.name, link.funding_source.get_absolute_url())
            for link in links
        )
        return Fact("Funded through", tuple(values))

    def roles(self) -> list[Fact]:
        """One row a role, so that nobody takes a school that gives credit for the one that teaches."""
        return stated([Fact(label, tuple(self._role_values(role, label))) for role, label in _ROLES.items()])

    def web_address(self) -> Fact:
        return self._field("web_address", "Its own web page", url=self.subject.record.web_address)

    def _role_values(self, role: Role, label: str) -> Iterator[Value]:
        for claim in self.subject.participations:
            if claim.role == role:
                place = claim.institution
                since = f", since {in_words(claim.since)}" if claim.since else ""
                words = (place.name if place else "Partners whom the source does not name") + since
                yield self._claim(label, claim, words, place.get_absolute_url() if place else "")

    def _measure(self, quantity: Quantity) -> Fact:
        label = _MEASURES[quantity]
        found = (measure for measure in self.subject.measures if measure.quantity == quantity)
        return Fact(label, tuple(self._claim(label, measure, capital(measure_words(measure))) for measure in found))

    def _field(self, name: str, label: str = "", url: str = "") -> Fact:
        label = label or _LABELS[name]
        words = _in_words(self.subject.record, name)
        if not words:
            return Fact(label, ())
        if name == "skills":
            return self._lines(label, name)
        return Fact(label, (Value(words, self._cite(label, self.subject.record, name), url),))

    def _lines(self, label: str, name: str) -> Fact:
        """A field with one value a line: all of them rest on the same sources, named once after the last."""
        lines = getattr(self.subject.record, name).splitlines()
        cited = self._cite(label, self.subject.record, name) if lines else Cited()
        return Fact(label, (Value(capital("; ".join(lines)), cited),) if lines else ())

    def _claim(self, label: str, claim: Record, words: str, url: str = "") -> Value:
        return Value(words, self._cite(label, claim), url)

    def _cite(self, label: str, record: Record, field: str | None = None) -> Cited:
        return self.notes.cite(label + self.of, self.dossier.citations_of(record, field))


def stated(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.values]


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _in_words(entry: Microcredential, name: str) -> str:
    display = getattr(entry, f"get_{name}_display", None)
    if display:
        return display()
    value = getattr(entry, name)
    return date_format(value, "F j, Y") if name == "application_deadline" and value else value or ""
