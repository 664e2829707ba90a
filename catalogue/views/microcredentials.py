"""The list of offerings, the page of each, and the list as a file. Filters and counts are asked from `Search`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.dossier import read_dossier
from catalogue.exchange import exporting
from catalogue.exchange.workbook_files import CONTENT_TYPE
from catalogue.middleware import refusal
from catalogue.models import Microcredential
from catalogue.opendata import elm, schema_org
from catalogue.opendata.addresses import ELM
from catalogue.opendata.record import record_of
from catalogue.search import Search, Snapshot, fruitless
from catalogue.search.query import Problem, parse
from institutions.dates import day_in_words

from .as_of import NoSuchDay, day_asked, dossier_of, one_way_to_ask
from .kept import NOT_KEPT, kept
from .letter import letter as letter_about
from .list_parts import list_parts
from .moulds import fill_bytes
from .offering import offering_context
from .preview import preview_link
from .published_changes import published_changes
from .turns import gently, in_turn
from .withdrawn import gone


def _canonical(request: HttpRequest, snapshot: Snapshot) -> str | None:
    """One address for all that ask the same; none for those that ask for something we do not have."""
    asked = parse(request.META["QUERY_STRING"], snapshot.labels)
    request.asked = asked, snapshot
    return None if asked.problems else asked.query.canonical


def _search(request: HttpRequest) -> Search:
    """What is asked; the address is not read again if that was done to name the page."""
    return Search(*getattr(request, "asked", (request.META["QUERY_STRING"],)))


@kept(_canonical)
def listing(request: HttpRequest) -> HttpResponse:
    search = _search(request)
    if search.is_past_the_end:
        return render(request, "microcredentials/past_the_end.html", {"search": search, "trail": []}, status=404)
    response = HttpResponse(fill_bytes("microcredentials/list.html", list_parts(search), here="microcredentials"))
    if search.match and not search.match.hits:
        if not search.state.as_typed:  # which comes after a correction that did find something
            fruitless.note(search.text)
        response["Cache-Control"] = NOT_KEPT  # or only the first of those who ask would be counted
    return response


@kept(one_way_to_ask)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One offering, as it stands or as of a day; a part is shown at its place on the page of the whole."""
    try:
        day = day_asked(request)
    except NoSuchDay as refused:
        return _no_such_day(refused)
    entry = public_entry(slug)
    if entry is None:
        return gone(request, slug)
    if entry.parent or entry.slug != slug:
        return moved(entry.get_absolute_url())
    dossier = dossier_of(entry, day)
    if dossier is None:
        raise Http404
    changes, words = ((), day_in_words(day)) if day else (published_changes(entry), "")
    context = offering_context(dossier, changes, words)
    record = record_of(dossier)
    context |= {
        "data": schema_org.document(record),
        "also_as": [] if elm.missing(record) else [ELM],
        "preview": preview_link(slug),
    }
    return render(request, "microcredentials/detail.html", context)


@kept()
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """What nobody has stated of an offering, as a letter to the school; a part is asked about with the whole."""
    entry = public_entry(slug)
    if entry is None:
        return gone(request, slug)
    if entry.parent or entry.slug != slug:
        return moved(reverse("microcredential-letter", args=[(entry.parent or entry).slug]))
    context = {
        "entry": entry,
        "trail": [(_("Find a program"), reverse("microcredentials")), (entry.title, entry.get_absolute_url())],
        "letter": letter_about(read_dossier(entry).offering),
    }
    return render(request, "microcredentials/letter.html", context)


def _no_such_day(refused: NoSuchDay) -> HttpResponse:
    response = refusal(refused.status, _("We cannot read that web address"), str(refused))
    response["Cache-Control"] = NOT_KEPT
    return response


def public_entry(slug: str) -> Microcredential | None:
    """The entry that stands at an address or, if none does, the one that stood there before."""
    return Microcredential.objects.public().select_related("parent", "named_kind").at_address(slug)


def moved(address: str) -> HttpResponse:
    """For good, but to be asked for again: an entry may get an old address back, and a browser would go in circles."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = NOT_KEPT
    return response


@kept(_canonical)
@in_turn
def as_csv(request: HttpRequest) -> HttpResponse:
    """The results of the same query string as a file; what cannot be understood is refused by name."""
    search = _search(request)
    return _refused(search) or StreamingHttpResponse(
        exporting.as_csv(gently(exporting.rows(search))),
        content_type="text/csv; charset=utf-8",
        headers=_named("csv"),
    )


@kept(_canonical)
@in_turn
def as_workbook(request: HttpRequest) -> HttpResponse:
    """The same for spreadsheet programs."""
    search = _search(request)
    return _refused(search) or StreamingHttpResponse(
        exporting.as_workbook_in_pieces(gently(exporting.rows(search))),
        content_type=CONTENT_TYPE,
        headers=_named("xlsx"),
    )


def status_of(problems: list[Problem]) -> int:
    """Words of which the search can make nothing are understood: there is no list of what they find."""
    return 404 if all(each.is_understood for each in problems) else 400


def _refused(search: Search) -> HttpResponse | None:
    text = "".join(f"{problem.message}\n" for problem in search.problems)
    if not text:
        return None
    return HttpResponse(text, status=status_of(search.problems), content_type="text/plain; charset=utf-8")


def _named(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{exporting.filename(timezone.localdate(), ending)}"'}
