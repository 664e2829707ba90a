"""The pages of the reports and the files of their tables. What a report says is in the module of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from catalogue.admin.list_files import FILES, MOST_IN_A_WORKBOOK, file_of
from catalogue.exchange.exporting import as_csv, as_workbook
from catalogue.models import Microcredential
from catalogue.views.turns import gently, in_turn

from . import announcing, completeness, freshness, fruitless, holdings, period, service
from .tables import Table


@dataclass(frozen=True)
class Report:
    """`by_days`: whether it asks from which day to which."""

    name: str
    title: str
    about: str
    tables: Callable[[QueryDict], list[Table]]
    by_days: bool = False


REPORTS = (
    Report(
        "holdings",
        "Programs by topic, school and way of learning",
        "How many programs visitors find here, and where there is a gap.",
        holdings.tables,
    ),
    Report(
        "completeness",
        "How complete the entries are",
        "How many of a learner's questions are answered, by school and by question.",
        completeness.tables,
    ),
    Report(
        "freshness",
        "How fresh the entries are",
        "When staff last checked them with the school, and which are due.",
        freshness.tables,
    ),
    Report(
        "announced",
        "Announced and described",
        "Which of the programs that were announced this catalogue can name, and by whom they are named.",
        announcing.tables,
    ),
    Report(
        "changes",
        "What changed between two days",
        "Every entry, school and source that was added, changed or removed, and by whom.",
        period.tables,
        by_days=True,
    ),
    Report(
        "searches",
        "Searches that found nothing",
        "What people looked for in vain, the most frequent first.",
        fruitless.tables,
    ),
    Report(
        "service",
        "State of the service",
        "Whether what keeps the site and its data safe has run: backups above all.",
        service.tables,
    ),
)
_BY_NAME = {report.name: report for report in REPORTS}


def _report(request: HttpRequest, name: str) -> Report:
    if not admin.site.get_model_admin(Microcredential).has_view_permission(request):
        raise PermissionDenied
    if name not in _BY_NAME:
        raise Http404
    return _BY_NAME[name]


def listing(request: HttpRequest) -> HttpResponse:
    _report(request, REPORTS[0].name)
    context = {**admin.site.each_context(request), "title": "Reports", "reports": REPORTS}
    return TemplateResponse(request, "admin/reports/list.html", context)


def detail(request: HttpRequest, name: str) -> HttpResponse:
    report = _report(request, name)
    context = {
        **admin.site.each_context(request),
        "title": report.title,
        "report": report,
        "tables": report.tables(request.GET),
        "period": period.Period.asked(request.GET) if report.by_days else None,
        "query": request.GET.urlencode(),
        "made": timezone.now(),
    }
    return TemplateResponse(request, "admin/reports/detail.html", context)


@in_turn
def table_as_file(request: HttpRequest, name: str, table: str, ending: str) -> HttpResponse:
    report = _report(request, name)
    found = next((each for each in report.tables(request.GET) if each.name == table), None)
    if found is None:
        raise Http404
    called = f"{report.name}-{found.name}-{timezone.localdate().isoformat()}"
    if ending == "csv":
        return file_of(as_csv(gently(found.lines)), called)
    if len(found.of_file) > MOST_IN_A_WORKBOOK:
        words = f"A workbook holds {MOST_IN_A_WORKBOOK:,} rows at most. Choose fewer days, or take the CSV."
        messages.error(request, words)
        return HttpResponseRedirect(f"{reverse('report', args=[name])}?{request.GET.urlencode()}")
    return file_of(as_workbook(gently(found.lines), found.name), called)


def _for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks who it is, and forbids every cache to store the page."""
    return admin.site.admin_view(view)


urls = [
    path("", _for_staff(listing), name="reports"),
    path("<slug:name>/", _for_staff(detail), name="report"),
    *(
        path(
            f"<slug:name>/<slug:table>.{ending}", _for_staff(table_as_file), {"ending": ending}, name=f"report-{ending}"
        )
        for ending in FILES
    ),
]
