"""All institutions by what they do, with counts. Not the page of one of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.languages import digits
from catalogue.models import Participation
from catalogue.models.vocabulary import Availability, Role
from institutions.models import Institution

_ROLE_WORDS = {
    Role.AWARDING_BODY: gettext_lazy("awards the credential"),
    Role.INDUSTRY_PARTNER: gettext_lazy("industry partner"),
    Role.LAUNCH_PARTNER: gettext_lazy("helped to launch it"),
    Role.PLATFORM: gettext_lazy("runs the platform it is taught on"),
}


@dataclass(frozen=True)
class Listed:
    """An institution in the directory, with what it has to do with offerings in one way."""

    institution: Institution
    words: str


@dataclass(frozen=True)
class Directory:
    """Every institution once as what it mostly is; those that give credit are named a second time for that."""

    providers: list[Listed]
    creditors: list[Listed]
    partners: list[Listed]
    reference: list[Listed]
    others: list[Listed]


@dataclass
class _Counts:
    offers: int = 0
    ended: int = 0
    credit: int = 0
    partner: int = 0
    roles: list[str] = field(default_factory=list)


def read_directory() -> Directory:
    institutions = list(Institution.objects.select_related("unit_of").order_by("name", "pk"))
    counts = _counts()
    shown = [each for each in institutions if not _stands_under_its_school(each, counts)]
    reference = set(Institution.objects.schools_of_bc().values_list("pk", flat=True))
    idle = [each for each in shown if not _has_role(counts[each.pk])]
    return Directory(
        providers=[_provider(each, counts[each.pk]) for each in shown if counts[each.pk].offers],
        creditors=[Listed(each, _offerings(counts[each.pk].credit)) for each in shown if counts[each.pk].credit],
        partners=[_partner(each, counts[each.pk]) for each in shown if _is_only_partner(counts[each.pk])],
        reference=[Listed(each, each.city) for each in idle if each.pk in reference],
        others=[Listed(each, _part_of(each)) for each in idle if each.pk not in reference],
    )


def _counts() -> dict[int, _Counts]:
    """How many public offerings each institution has to do with; parts are not counted beside their whole."""
    claims = Participation.objects.public().filter(
        institution__isnull=False, microcredential__isnull=False, microcredential__parent__isnull=True
    )
    running, credit = Q(role__in=Role.providing()), Q(role=Role.CREDIT)
    totals = (
        claims.order_by()
        .values("institution")
        .annotate(
            offers=Count("microcredential", distinct=True, filter=running),
            ended=Count(
                "microcredential", distinct=True, filter=running & Q(microcredential__availability=Availability.ENDED)
            ),
            credit=Count("microcredential", distinct=True, filter=credit),
            partner=Count("microcredential", distinct=True, filter=~running & ~credit),
        )
    )
    counts: dict[int, _Counts] = defaultdict(_Counts)
    counts.update({row.pop("institution"): _Counts(**row) for row in totals})
    for institution, role in claims.order_by("role").values_list("institution", "role").distinct():
        if role in _ROLE_WORDS:
            counts[institution].roles.append(_ROLE_WORDS[role])
    return counts


def _stands_under_its_school(institution: Institution, counts: dict[int, _Counts]) -> bool:
    """A unit is named apart only where it runs something and its school runs nothing itself."""
    school = institution.unit_of_id
    return bool(school and (counts[school].offers or not counts[institution.pk].offers))


def _has_role(counts: _Counts) -> bool:
    return bool(counts.offers or counts.credit or counts.partner)


def _is_only_partner(counts: _Counts) -> bool:
    return bool(counts.partner and not counts.offers and not counts.credit)


def _provider(institution: Institution, counts: _Counts) -> Listed:
    ended = ""
    if counts.ended:
        words = ngettext("{count} of them has ended", "{count} of them have ended", counts.ended)
        ended = words.format(count=digits(counts.ended))
    return Listed(institution, ", ".join(filter(None, [_offerings(counts.offers), ended, _part_of(institution)])))


def _partner(institution: Institution, counts: _Counts) -> Listed:
    words = _("{offerings}: {roles}").format(
        offerings=_offerings(counts.partner), roles=", ".join(map(str, counts.roles))
    )
    return Listed(institution, words)


def _part_of(institution: Institution) -> str:
    school = institution.unit_of
    return _("part of {school}").format(school=school.brief_name) if school else ""


def _offerings(count: int) -> str:
    return ngettext("{count} offering", "{count} offerings", count).format(count=digits(count))
