"""The pages of pathways: what counts toward what, where and how firmly; and for each target what counts toward it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.languages import digits
from catalogue.models.vocabulary import Force, Target
from catalogue.search import Search
from catalogue.search.query import Problem
from institutions.models import Institution

from .asking import unknown
from .cited import CitedPage, conflicts_about
from .credit_without_target import given_credit, without_target
from .groups import group_pages
from .kept import NOT_KEPT, kept
from .pathway_claims import PER_PAGE, Answers, runs_of
from .pathway_picture import picture
from .pathway_query import Asked, canonical, parse
from .pathway_rows import Pathway, Strength, by_school, by_target, pathways, target_words

# A source that uses the wider word may mean this credential too.
_WIDER = {
    Target.CERTIFICATE: (Target.ANY,),
    Target.DIPLOMA: (Target.ANY,),
    Target.BACHELORS_DEGREE: (Target.DEGREE, Target.ANY),
    Target.MASTERS_DEGREE: (Target.DEGREE,),
    Target.DEGREE: (Target.ANY, Target.BACHELORS_DEGREE, Target.MASTERS_DEGREE),
}


@dataclass(frozen=True)
class Option:
    """A choice of the form, with the number of answers that it would show."""

    value: str
    label: str
    count: str
    selected: bool


@dataclass(frozen=True)
class TargetLink:
    """A kind of credential, with the number of answers on its page."""

    label: str
    url: str
    count: int

    @property
    def digits(self) -> str:
        return digits(self.count)


@kept(canonical)
def listing(request: HttpRequest) -> HttpResponse:
    """All answers, or those of one target or one school."""
    return _answer(request, "pathways/list.html", "")


@kept(canonical)
def detail(request: HttpRequest, target: str) -> HttpResponse:
    """What counts toward one kind of credential, and what is said not to."""
    if target not in Target.values:
        raise Http404
    return _answer(request, "pathways/detail.html", target)


def _answer(request: HttpRequest, template: str, target: str) -> HttpResponse:
    asked, problems = parse(request.GET, target)
    answers = Answers()
    school = answers.schools.get(asked.institution) or Institution.objects.filter(slug=asked.institution).first()
    if asked.institution and school is None:
        problems.append(unknown("institution", asked.institution))
        asked = replace(asked, institution="")
    if asked.page > 1 and (asked.page - 1) * PER_PAGE >= answers.total(asked):
        problems.append(unknown("page", str(asked.page)))
        asked = replace(asked, page=1)
    response = render(request, template, _page(asked, answers, school, problems, fixed_target=bool(target)))
    if problems:
        response["Cache-Control"] = NOT_KEPT
    return response


def _page(
    asked: Asked, answers: Answers, school: Institution | None, problems: list[Problem], *, fixed_target: bool
) -> dict[str, Any]:
    total = answers.total(asked)
    # All answers at once are a picture only while they are few; then one target or one school is drawn at a time.
    too_many = total > PER_PAGE and not (asked.target or asked.institution)
    claims = [] if too_many else answers.read(asked)
    page = CitedPage(conflicts_about(Q(recognition__in=[claim.pk for claim in claims])))
    given = [] if fixed_target else given_credit(asked)
    pages_of_groups = group_pages() if claims or given else {}
    found = pathways(claims, runs_of(claims), pages_of_groups, page)
    return {
        "trail": [(_("Pathways"), reverse("pathways"))] if fixed_target else [],
        "asked": asked,
        "chosen": bool(replace(asked, page=1).query(fixed_target=fixed_target)),
        "problems": problems,
        "total": total,
        "total_words": digits(total),
        "too_many": too_many,
        "school": school,
        "target_words": target_words(asked.target) if asked.target else "",
        **_choices(asked, answers, school),
        "strengths": [Strength.of(force, count) for force, count in _in_order(answers.by_force(asked))],
        "picture": picture(found, _title(asked, school)),
        "all_drawn": total <= PER_PAGE,
        "toward": by_target(found),
        "without_target": without_target(given, pages_of_groups, page),
        **_sides(found),
        "targets": _target_links(Target, answers),
        "wider": _target_links(_WIDER.get(Target(asked.target), ()) if asked.target else (), answers),
        "in_list": Search().counts["credit_toward"].get(asked.target, 0) if fixed_target else 0,
        **_pages(asked, total, fixed_target=fixed_target),
        "conflicts": page.conflicts(),
        "notes": page.notes.all,
    }


def _title(asked: Asked, school: Institution | None) -> str:
    target = target_words(asked.target) if asked.target else _("larger credentials")
    if school:
        return _("What counts toward %(target)s at %(school)s") % {"target": target, "school": school.brief_name}
    return _("What counts toward %(target)s") % {"target": target}


def _choices(asked: Asked, answers: Answers, school: Institution | None) -> dict[str, Any]:
    """The options of the form, each with the number of answers if it were the one chosen of its kind."""
    of_target, of_school = answers.by_target(asked), answers.by_school(asked)
    schools = {**answers.schools, **({school.slug: school} if school else {})}
    named = sorted(schools.values(), key=lambda each: each.name.casefold())
    only_others = replace(asked, others=True, page=1)
    return {
        "target_options": [
            Option(target, _choice_words(target), digits(of_target[target]), target == asked.target)
            for target in Target
            if of_target[target] or target == asked.target or target in answers.targets
        ],
        "all_targets": digits(sum(of_target.values())),
        "school_options": [
            Option(each.slug, each.name, digits(of_school[each.pk]), each.slug == asked.institution) for each in named
        ],
        "all_schools": digits(sum(of_school.values())),
        "others_count": answers.total(only_others),
        "others_words": digits(answers.total(only_others)),
        "others_query": only_others.query(),
    }


def _choice_words(target: Target) -> str:
    """With the name that people look for."""
    words = target_words(target)
    return _("%(target)s, such as an MBA") % {"target": words} if target == Target.MASTERS_DEGREE else words


def _in_order(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(force, counts[force]) for force in Force.values if counts[force]]


def _sides(found: Iterable[Pathway]) -> dict[str, Any]:
    found = list(found)
    return {
        "counting": by_school(each for each in found if not each.refused),
        "refused": by_school(each for each in found if each.refused),
    }


def _target_links(targets: Iterable[Target], answers: Answers) -> list[TargetLink]:
    counts = answers.by_target(Asked())
    links = (TargetLink(_choice_words(each), reverse("pathway", args=[each]), counts[each]) for each in targets)
    return [link for link in links if link.count]


def _pages(asked: Asked, total: int, *, fixed_target: bool) -> dict[str, Any]:
    """Where this page of the answers begins and ends, and the ways to the next ones."""
    first = (asked.page - 1) * PER_PAGE + 1
    last = min(first + PER_PAGE - 1, total)

    def query(page: int) -> str:
        return replace(asked, page=page).query(fixed_target=fixed_target) or "page=1"

    return {
        "first": digits(first),
        "last": digits(last),
        "before": query(asked.page - 1) if asked.page > 1 else "",
        "after": query(asked.page + 1) if last < total else "",
    }
