"""What an institution does, as its page shows it: each role apart, since giving credit is not teaching."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Microcredential, Participation, Recognition
from catalogue.models.vocabulary import Force, Role
from catalogue.wording import credit_words, since_words
from institutions.models import Institution

from .cited import CitedPage, with_citations
from .facts import Value, capital

_SUBJECT = ("microcredential__parent", "group", "institution")
# Roles beside running it and giving credit, in the order of the page.
_OTHER_ROLES = {
    Role.AWARDING_BODY: gettext_lazy("Awards the credential"),
    Role.INDUSTRY_PARTNER: gettext_lazy("Industry partner"),
    Role.LAUNCH_PARTNER: gettext_lazy("Helped to launch it"),
    Role.PLATFORM: gettext_lazy("Runs the platform it is taught on"),
}


@dataclass(frozen=True)
class Line:
    """An entry or a group, and what the institution has to do with it."""

    title: str
    url: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class RoleView:
    """One role, with everything in which the institution has it."""

    label: str | Promise
    lines: list[Line]


@dataclass(frozen=True)
class UnitView:
    """A part of the institution, and what it runs."""

    name: Value
    runs: list[Line]


class Roles:
    """The public claims about one institution, read once.

    `running` asks for the entries and parts that it runs. The claims that it runs them, often thousands, are not read
    where the page shows nothing of them: the search lists the entries.
    """

    def __init__(self, institution: Institution) -> None:
        own = Q(institution=institution)
        claims = Participation.objects.public().select_related(*_SUBJECT)
        runs = Participation.objects.public().filter(own, role__in=Role.providing(), microcredential__isnull=False)
        self.running = runs.order_by().values("microcredential")
        listed = Q(role__in=Role.providing(), microcredential__isnull=False) & (
            Q(microcredential__parent__isnull=True) | Q(microcredential__parent__in=self.running)
        )
        self.participations = list(with_citations(claims.filter(own).exclude(listed).order_by(*_by_title())))
        recognitions = Recognition.objects.public().select_related(*_SUBJECT).filter(own)
        self.recognitions = list(with_citations(recognitions.order_by(*_by_title())))
        units = with_citations(Institution.objects.filter(unit_of=institution).order_by("name"))
        self.units = list(units)
        unit_claims = claims.filter(institution__unit_of=institution, role__in=Role.providing())
        self.unit_claims = list(with_citations(unit_claims.order_by(*_by_title())))

    @property
    def group_ids(self) -> set[int]:
        """Groups in which the institution has a role or a word."""
        return {claim.group_id for claim in (*self.participations, *self.recognitions) if claim.group_id}

    def parts_of_others(self, page: CitedPage) -> list[Line]:
        """Parts that the institution runs of programs that somebody else runs."""
        parts = (claim for claim in self._in_roles(Role.providing()) if claim.microcredential)
        return [
            Line(claim.microcredential.title, claim.microcredential.get_absolute_url(), (self._part(page, claim),))
            for claim in parts
        ]

    def credit(self, page: CitedPage) -> list[Line]:
        """What it gives credit for, as far as the sources say yes in some way."""
        given = [claim for claim in self.recognitions if claim.force not in Force.negative()]
        told = {_subject_key(claim) for claim in given}
        silent = [claim for claim in self._in_roles([Role.CREDIT]) if _subject_key(claim) not in told]
        return _lines(
            [*((c, credit_words(c)) for c in given), *((c, _since(c, _("Gives credit"))) for c in silent)], page
        )

    @property
    def credits_others(self) -> bool:
        """Whether it gives credit for something that neither it nor a unit of it runs."""
        own = {_subject_key(claim) for claim in (*self._in_roles(Role.providing()), *self.unit_claims)}
        given = [claim for claim in self.recognitions if claim.force not in Force.negative()]
        of_others = {claim.microcredential_id for claim in given if _subject_key(claim) not in own}
        if not of_others or None in of_others:
            return bool(of_others)
        return self.running.filter(microcredential__in=of_others).distinct().count() < len(of_others)

    def refusals(self, page: CitedPage) -> list[Line]:
        """What it says does not count, or not yet."""
        refused = (claim for claim in self.recognitions if claim.force in Force.negative())
        return _lines(((claim, credit_words(claim)) for claim in refused), page)

    def others(self, page: CitedPage) -> list[RoleView]:
        views = (
            RoleView(label, _lines(((claim, _since(claim, label)) for claim in self._in_roles([role])), page))
            for role, label in _OTHER_ROLES.items()
        )
        return [view for view in views if view.lines]

    def unit_views(self, page: CitedPage) -> list[UnitView]:
        """Units with what they run; the parts of a program stand for themselves only where it runs no more of it."""
        return [
            UnitView(
                page.value(_("Name"), unit, unit.name, unit.get_absolute_url(), "unit_of"), self._unit_runs(page, unit)
            )
            for unit in self.units
        ]

    def _unit_runs(self, page: CitedPage, unit: Institution) -> list[Line]:
        claims = [claim for claim in self.unit_claims if claim.institution_id == unit.pk]
        whole = {claim.microcredential_id for claim in claims}
        shown = [claim for claim in claims if not (_parent_of(claim) and _parent_of(claim).pk in whole)]
        return _lines(((claim, _since(claim, _("Runs it"))) for claim in shown), page)

    def _in_roles(self, roles: Iterable[str]) -> list[Participation]:
        return [claim for claim in self.participations if claim.role in roles]

    def _part(self, page: CitedPage, claim: Participation) -> Value:
        return page.value(_("Run by"), claim, _("A part of {title}").format(title=_parent_of(claim).title))


def _by_title() -> tuple[str, ...]:
    return "microcredential__title", "group__name", "pk"


def _parent_of(claim: Participation | Recognition) -> Microcredential | None:
    return claim.microcredential.parent if claim.microcredential else None


def _subject_key(claim: Participation | Recognition) -> tuple[int | None, int | None]:
    return claim.microcredential_id, claim.group_id


def _since(claim: Participation, words: str | Promise) -> str:
    return since_words(str(words), claim.since)


def _lines(claims: Iterable[tuple[Participation | Recognition, str]], page: CitedPage) -> list[Line]:
    """One line for each entry or group, with all that is claimed of it."""
    values: dict[tuple, list[Value]] = {}
    names: dict[tuple, tuple[str, str]] = {}
    for claim, words in claims:
        key = _subject_key(claim)
        url = claim.microcredential.get_absolute_url() if claim.microcredential else f"#{claim.group.slug}"
        names[key] = str(claim.subject), url
        values.setdefault(key, []).append(page.value(capital(words), claim, words))
    return [Line(*names[key], tuple(found)) for key, found in values.items()]
