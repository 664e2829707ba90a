"""Entries and lists as data for other programs. Same query string and same entries as the pages.

Anybody's page may read these. What they hold is made in `catalogue.opendata`; this answers requests.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from catalogue.opendata import ctdl, elm, schema_org
from catalogue.opendata import listing as lists
from catalogue.opendata import record as records
from catalogue.opendata.addresses import ELM, ENTRY_FORMS, form_of, list_of
from catalogue.opendata.published_schemas import NAMES, schema_file
from catalogue.opendata.record import Data
from catalogue.search import Search, Snapshot
from catalogue.search.query import Problem, parse

from .as_of import NoSuchDay, asking_for, day_asked, dossier_of, one_way_to_ask
from .kept import NOT_KEPT, kept
from .microcredentials import moved, public_entry, status_of
from .withdrawn import withdrawn_entry

PROBLEM = "application/problem+json"

_MAKE: dict[str, Callable[[Data], Data]] = {
    "json": elm.with_form,
    "jsonld": schema_org.document,
    "ctdl.jsonld": ctdl.document,
    ELM: elm.document,
}


def state_of_list(request: HttpRequest, snapshot: Snapshot) -> str | None:
    """One address for all that ask the same; none for those that ask for something we do not have."""
    query, problems = parse(request.META["QUERY_STRING"], snapshot.labels)
    return None if problems else query.shown(as_table=False).canonical


@kept(one_way_to_ask)
def entry(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """One offering in one form, as it stands or as of a day; of what visitors have seen and is gone, when and why."""
    try:
        day = day_asked(request)
    except NoSuchDay as refusal:
        return problem(refusal.status, "There is no such day", str(refusal))
    found = public_entry(slug)
    if found is None:
        return _gone(slug)
    if found.parent or found.slug != slug:
        return moved(form_of((found.parent or found).slug, form) + asking_for(day))
    dossier = dossier_of(found, day)
    if dossier is None:
        return problem(404, "This entry was not there on that day", "Visitors could not see it when that day ended.")
    record = records.record_of(dossier)
    if form == ELM and (missing := elm.missing(record)):
        detail = f"The European Learning Model asks for more than is stated of this entry: {', '.join(missing)}."
        return problem(404, "This entry does not have this form", detail, missing=missing)
    return as_json(_MAKE[form](record), ENTRY_FORMS[form])


def _gone(slug: str) -> HttpResponse:
    entry = withdrawn_entry(slug)
    if entry is None:
        return problem(404, "There is no such entry", "Nothing stands at this address.")
    response = problem(
        410,
        "This entry was taken out",
        entry.withdrawal_reason,
        slug=entry.slug,
        entry=entry.title,
        withdrawn_on=entry.withdrawn_on.isoformat(),
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@kept(state_of_list)
def listing(request: HttpRequest) -> HttpResponse:
    """A page of the list; what cannot be understood is refused by name."""
    search = Search(request.META["QUERY_STRING"])
    if search.problems:
        return refused(search.problems)
    if search.is_past_the_end:
        last = list_of("microcredentials-json", search.last_page_query)
        return problem(404, "This list has no such page", f"It has {search.last_page}.", last=last)
    return as_json(lists.list_of_search(search), "application/json")


@kept()
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """A JSON Schema of ours."""
    if name not in NAMES:
        raise Http404
    return HttpResponse(schema_file(name).read_bytes(), content_type="application/schema+json")


def refused(problems: list[Problem]) -> HttpResponse:
    told = [{"parameter": each.parameter, "value": each.value, "message": each.message} for each in problems]
    detail = " ".join(each.message for each in problems)
    status = status_of(problems)
    title = "There is no such list" if status == 404 else "Part of this address cannot be understood"
    return problem(status, title, detail, problems=told)


def problem(status: int, title: str, detail: str, **more: object) -> HttpResponse:
    """Problem details as RFC 9457 has them: for a program to read, in words that its maker can."""
    response = as_json({"type": "about:blank", "status": status, "title": title, "detail": detail, **more}, PROBLEM)
    response.status_code = status
    response["Cache-Control"] = NOT_KEPT
    return response


def as_json(data: Data, content_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False, indent=1) + "\n", content_type=content_type)
