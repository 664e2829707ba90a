"""Who gives credit for something where no source says toward what: no answer, so it stands beside the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from catalogue.models import Participation, Recognition
from catalogue.models.vocabulary import Role
from catalogue.wording import since_words

from .cited import CitedPage, with_citations
from .facts import Value
from .institution_roles import Line
from .pathway_claims import PER_PAGE, with_others
from .pathway_query import Asked


def given_credit(asked: Asked) -> list[Participation]:
    """Those that the chosen school gives, or any; none where a target is chosen, since none is stated."""
    if asked.target or asked.page > 1:
        return []
    answered = Recognition.objects.filter(
        Q(microcredential=OuterRef("microcredential")) | Q(group=OuterRef("group")), institution=OuterRef("institution")
    )
    found = Participation.objects.public().filter(~Exists(answered), role=Role.CREDIT)
    if asked.institution:
        found = found.filter(institution__slug=asked.institution)
    if asked.others:
        found = with_others(found).filter(others=True)
    found = found.select_related("microcredential__parent", "group", "institution")
    order = "microcredential__slug", "group__slug", "institution__slug", "pk"
    return list(with_citations(found.order_by(*order))[:PER_PAGE])


def without_target(given: Iterable[Participation], group_pages: Mapping[int, str], page: CitedPage) -> list[Line]:
    """A line for each entry or group, with the schools that give credit for it."""
    return [
        Line(str(subject), _address(claims[0], group_pages), tuple(_value(claim, page) for claim in claims))
        for subject, claims in ((subject, list(of)) for subject, of in groupby(given, key=lambda each: each.subject))
    ]


def _address(claim: Participation, group_pages: Mapping[int, str]) -> str:
    entry = claim.microcredential
    return entry.get_absolute_url() if entry else group_pages.get(claim.group_id, "")


def _value(claim: Participation, page: CitedPage) -> Value:
    about = _("%(program)s, credit") % {"program": claim.subject}
    words = since_words(_("%(school)s gives credit") % {"school": claim.institution.name}, claim.since)
    claimed = _("%(claim)s; toward what is not stated") % {"claim": words}
    return page.value(about, claim, claimed, claim.institution.get_absolute_url())
