"""The pages of institutions: all of them by what they do, and each of them with its roles apart."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Group
from catalogue.opendata import schema_org
from catalogue.opendata.record import institution_of
from catalogue.wording import dollars, qualified
from funding.models import FundingFlow
from institutions.models import Institution, InstitutionKind

from .cited import CitedPage, conflicts_about, statements_about, with_citations
from .facts import Fact, Value, capital, stated
from .groups import read_groups
from .institution_directory import read_directory
from .institution_roles import Line, Roles
from .kept import kept
from .offers import offers

_SCHOOLS = {
    InstitutionKind.UNIVERSITY,
    InstitutionKind.COLLEGE,
    InstitutionKind.INSTITUTE,
    InstitutionKind.PRIVATE,
    InstitutionKind.UNIT,
}


@kept()
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "institutions/list.html", {"trail": [], "directory": read_directory()})


@kept()
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    institution = get_object_or_404(with_citations(Institution.objects.select_related("unit_of")), slug=slug)
    return render(request, "institutions/detail.html", _page(institution))


def _page(institution: Institution) -> dict[str, Any]:
    """Everything that the page shows, in the order in which its sources are numbered."""
    roles = Roles(institution)
    page = CitedPage(conflicts_about(_touching(institution, roles)))
    return {
        "institution": institution,
        "trail": _trail(institution),
        "data": {"@context": schema_org.CONTEXT, **schema_org.organization(institution_of(institution))},
        "is_school": institution.kind in _SCHOOLS,
        "name": page.value(_("Name"), institution, institution.name, field="name"),
        **offers({"provider": institution.slug}),
        "parts_of_others": roles.parts_of_others(page),
        "credit": roles.credit(page),
        "credits_others": roles.credits_others,
        "refusals": roles.refusals(page),
        "other_roles": roles.others(page),
        "payments": _payments(institution, page),
        "groups": [group.view(page) for group in read_groups(Group.objects.filter(pk__in=roles.group_ids))],
        "units": roles.unit_views(page),
        "statements": page.said(statements_about(Q(subjects__institution=institution))),
        "conflicts": page.conflicts(),
        "facts": _facts(institution, page),
        "website": institution.website and page.value(_("Website"), institution, "", institution.website, "website"),
        "notes": page.notes.all,
    }


def _trail(institution: Institution) -> list[tuple[str, str]]:
    school = institution.unit_of
    above = [(school.name, school.get_absolute_url())] if school else []
    return [(_("Institutions"), reverse("institutions")), *above]


def _facts(institution: Institution, page: CitedPage) -> list[Fact]:
    """The first four are shown also where nobody has stated them."""
    decisive = [
        page.fact(_("Kind"), institution, "kind", capital(institution.get_kind_display())),
        page.fact(_("Ownership"), institution, "ownership", capital(institution.get_ownership_display())),
        page.fact(_("City"), institution, "city", institution.city),
        page.fact(_("Where in BC"), institution, "region", institution.get_region_display()),
    ]
    names = "; ".join(institution.other_names.splitlines())
    further = [
        page.fact(_("Short name"), institution, "short_name", institution.short_name),
        page.fact(_("Also called"), institution, "other_names", names),
    ]
    return [*decisive, *stated(further)]


def _payments(institution: Institution, page: CitedPage) -> list[Line]:
    flows = FundingFlow.objects.filter(payer=institution).select_related("into", "through")
    return [
        Line(flow.into.name, flow.into.get_absolute_url(), (_payment(flow, page),))
        for flow in with_citations(flows.order_by("into__name", "pk"))
    ]


def _payment(flow: FundingFlow, page: CitedPage) -> Value:
    amount = qualified(flow.qualifier, dollars(flow.amount)) if flow.amount is not None else _("amount not stated")
    if flow.through:
        amount = _("{amount}, through the {fund}").format(amount=amount, fund=flow.through.name)
    return page.value(_("Pays"), flow, amount)


def _touching(institution: Institution, roles: Roles) -> Q:
    """Citations of the institution, of its claims, and of what it runs."""
    return (
        Q(institution=institution)
        | Q(participation__institution=institution)
        | Q(recognition__institution=institution)
        | Q(funding_flow__payer=institution)
        | Q(microcredential__in=roles.running)
        | Q(group__in=roles.group_ids)
    )
