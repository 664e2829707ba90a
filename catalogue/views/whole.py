"""The page of the whole of our data, and the addresses of its files: as it stands, and as it stood on a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page

from catalogue.faults import expected
from catalogue.models import Edition
from catalogue.opendata import changes as feed
from catalogue.opendata import dcat, schema_org
from catalogue.opendata.addresses import absolute
from catalogue.opendata.record import Data
from catalogue.opendata.whole import standing
from catalogue.opendata.whole.files import DESCRIPTION, JSON, PACKAGE, SQLITE, SUMS, TABLES
from catalogue.opendata.whole.nouns import NOUNS
from catalogue.search import Snapshot, current_snapshot
from institutions.dates import day_in_words

from .kept import CACHE_CONTROL, NOT_KEPT, kept
from .opendata import as_json, problem

WAIT = 60  # seconds, after which an edition may have been made
_SHOWN = 60  # days on the page of editions; every other one has its address all the same
_WORDS = {
    PACKAGE: gettext_lazy("The data package: every table as CSV, and what each column means"),
    SQLITE: gettext_lazy("The same tables as one SQLite database"),
    JSON: gettext_lazy("The same tables as JSON"),
    DESCRIPTION: gettext_lazy("What each table and column means, for programs"),
    SUMS: gettext_lazy("The SHA-256 of each file"),
}


class File(NamedTuple):
    name: str
    path: str
    words: str | Promise
    size: int
    sha256: str
    rows: int | None = None


class Command(NamedTuple):
    """What a stranger types. `{origin}` stands for the address of the site."""

    words: str | Promise
    line: str


# Each is run by tests/pages/test_strangers.py, word for word.
COMMANDS = (
    Command(gettext_lazy("Look around in the database with Datasette"), "datasette catalogue.sqlite"),
    Command(gettext_lazy("Check the data package with Frictionless"), "frictionless validate catalogue.zip"),
    Command(
        gettext_lazy("Read a table with pandas"),
        """python3 -c "import pandas; print(pandas.read_csv('{origin}/data/microcredentials.csv'))\"""",
    ),
    Command(
        gettext_lazy("Read what is new with a feed reader"),
        'python3 -c "import feedparser; print([each.title for each in '
        "feedparser.parse('{origin}/microcredentials.atom').entries])\"",
    ),
    Command(
        gettext_lazy("Read the last days to apply as a calendar"),
        'python3 -c "import icalendar, urllib.request as web; print(icalendar.Calendar.from_ical('
        "web.urlopen('{origin}/microcredentials.ics').read()).walk('VEVENT'))\"",
    ),
    Command(gettext_lazy("Check that the files came whole"), "sha256sum --check --ignore-missing SHA256SUMS"),
    Command(
        gettext_lazy("Fill a catalogue of your own, made with our program"),
        "python3 manage.py import_package catalogue.zip",
    ),
)

TAKE_AWAY = "python3 manage.py build_edition FOLDER"


@conditional_page
def show(request: HttpRequest) -> HttpResponse:
    """What there is, how to use it, and what one may do with it."""
    edition = standing.newest(current_snapshot())
    files = _files(edition) if edition else {}
    context = {
        "trail": [],
        "moment": _moment(edition.of) if edition else "",
        "files": [files[name] for name in _WORDS if name in files],
        "tables": [files[name] for name in TABLES if name in files],
        "data": files and _for_search_engines(files),
        "take_away": TAKE_AWAY,
        "commands": [Command(each.words, each.line.format(origin=settings.SITE_ORIGIN)) for each in COMMANDS],
    }
    return _fresh(render(request, "data/whole.html", context))


def _for_search_engines(files: dict[str, File]) -> Data:
    words = _("Every entry, every claim and every source, in files for you to use. Each fact names its source.")
    kinds = dcat.MEDIA_TYPES
    downloads = [(name, kinds[name], absolute(each.path)) for name, each in files.items() if name in kinds]
    return schema_org.dataset(_("All our data"), words, absolute(reverse("data")), downloads)


@conditional_page
def editions(request: HttpRequest) -> HttpResponse:
    """The days of which there is an edition."""
    days = standing.closed_days()
    context = {
        "trail": [(_("Data"), reverse("data"))],
        "days": [(day.isoformat(), day_in_words(day)) for day in days[:_SHOWN]],
        "count": len(days),
    }
    return _fresh(render(request, "data/editions.html", context))


@conditional_page
def edition(request: HttpRequest, day: date) -> HttpResponse:
    """One day: its files, how to cite it, and what was taken out since."""
    found, days = standing.closed(current_snapshot(), day), standing.closed_days()
    if day not in days:
        raise Http404
    context = {
        "trail": [(_("Data"), reverse("data")), (_("Editions"), reverse("editions"))],
        "of_day": day_in_words(day),
        "day": day,
        "earlier": next((each for each in days if each < day), None),
        "files": [*_files(found).values()] if found else [],
        "address": settings.SITE_ORIGIN + reverse("edition", args=[day]),
        "withdrawn": feed.tombstones(day + timedelta(days=1)),
    }
    return _fresh(render(request, "data/edition.html", context))


def file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the whole as it stands."""
    return _sent(request, standing.newest(current_snapshot()), name)


def file_of_day(request: HttpRequest, day: date, name: str) -> HttpResponse:
    """A file of the whole as it stood when a day ended."""
    found = standing.closed(current_snapshot(), day)
    if found is None and day not in standing.closed_days():
        return problem(404, "There is no such edition", f"{reverse('editions')} has those that there are.")
    return _sent(request, found, name)


def _asked_since(request: HttpRequest, snapshot: Snapshot) -> str | None:
    since, problems = _since(request)
    if problems:
        return None
    return since.query if since else ""


@kept(_asked_since)
def changes(request: HttpRequest) -> HttpResponse:
    """What is new, changed or gone since a moment."""
    since, problems = _since(request)
    if problems:
        return problem(400, "Part of this address cannot be understood", " ".join(problems.values()), problems=problems)
    return as_json(feed.changes(current_snapshot(), since), "application/json")


@conditional_page
def description(request: HttpRequest) -> HttpResponse:
    """The data set as DCAT."""
    days = [day.isoformat() for day in standing.closed_days()]
    return _fresh(as_json(dcat.describe(standing.newest(current_snapshot()), days), "application/ld+json"))


def _since(request: HttpRequest) -> tuple[feed.Since | None, dict[str, str]]:
    """From which change on, and what of the address cannot be understood, by parameter."""
    problems = {name: f"“{name}” means nothing here." for name in request.GET if name not in ("since", "after")}
    text, slug = request.GET.get("since", ""), request.GET.get("after", "")
    if not text:
        return None, problems
    try:
        return feed.Since(feed.moment_of(text), slug), problems
    except (ValueError, OverflowError):
        told = f"“since” is a day, as 2026-11-27, or a moment, as 2026-11-27T08:00:00-07:00, and not “{text}”."
        return None, {**problems, "since": told}


def _files(edition: Edition) -> dict[str, File]:
    words = {**_WORDS, **{f"{noun.name}.csv": noun.words for noun in NOUNS}}
    counts = {f"{name}.csv": count for name, count in edition.counts.items()}
    held = [(each.name, each.file) for each in edition.files.select_related("file")]
    return {
        name: File(name, _path(edition, name), words[name], file.size, file.sha256, counts.get(name))
        for name, file in held
    }


def _path(edition: Edition, name: str) -> str:
    if edition.of == standing.end_of(edition.day):
        return reverse("edition-file", kwargs={"day": edition.day, "name": name})
    return reverse("data-file", kwargs={"name": name})


def _sent(request: HttpRequest, edition: Edition | None, name: str) -> HttpResponse:
    """The bytes of a file, one piece in memory at a time; nothing for whoever has them."""
    held = standing.held(edition, name) if edition else None
    if held is None:
        return being_made()
    tag, modified = quote_etag(held.file.sha256), int(held.file.stored_at.timestamp())
    response = get_conditional_response(request, etag=tag, last_modified=modified)
    if response is None:
        kind = dcat.MEDIA_TYPES.get(name, "text/plain")
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        response = StreamingHttpResponse(held.file.pieces(), content_type=kind + charset)
        response["Content-Length"] = held.file.size
    response["ETag"], response["Last-Modified"] = tag, http_date(modified)
    response["Cache-Control"] = CACHE_CONTROL
    return response


def being_made() -> HttpResponse:
    """For programs: an edition that they ask for is not there yet, or is looked through."""
    response = problem(503, "This edition is being made", f"Ask again in {WAIT} seconds.")
    response["Retry-After"] = str(WAIT)
    return expected(response)


def _fresh(response: HttpResponse) -> HttpResponse:
    """Not kept on the snapshot: an edition is made at another time than a snapshot. Its tag is of what it says."""
    response["Cache-Control"] = NOT_KEPT
    return response


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return _("{day}, {time}").format(day=day_in_words(local.date()), time=date_format(local, "TIME_FORMAT"))
