"""The parts of the list of offerings, by the names that its template has for them. As text; nothing is found here."""

from __future__ import annotations

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from catalogue.languages import kept_by_language
from catalogue.search import Search

from . import ways_on
from .cards import cards
from .filters import filters
from .moulds import fill, joined


def list_parts(search: Search) -> dict[str, str]:
    """Every part is finished text, or empty where there is nothing to say."""
    column = filters(search)
    return {
        "headline": search.headline,
        "text": search.text,
        "query": search.query,
        "csv_url": _csv_url(),
        "problems": _problems(search),
        "chosen": _chosen(search),
        "chips": ways_on.chips(search),
        "filters": column.primary,
        "more_filters": column.more,
        "kept_sort": dict(search.hidden_inputs).get("sort", ""),
        "corrected": _corrected(search),
        "sorts": ways_on.sorts(search),
        "notes": _notes(search),
        "nothing": "" if search.total else _nothing(search),
        "cards": _cards(search, search.current_numbers),
        "ended_cards": _cards(search, search.ended_numbers),
        "partial_cards": _cards(search, search.partial_numbers),
        "relaxations": ways_on.relaxations(search),
        "pages": ways_on.pages(search),
    }


@kept_by_language
def _csv_url() -> str:
    return reverse("microcredentials-csv")


def _chosen(search: Search) -> str:
    """How many filters are set; words are none."""
    count = sum(len(values) for _, values in search.state.chosen)
    return str(count) if count else ""


def _cards(search: Search, numbers: list[int]) -> SafeString:
    return joined(cards(search.snapshot, numbers, search.match))


def _problems(search: Search) -> str:
    if not search.problems:
        return ""
    return get_template("components/problems.html").render({"problems": search.problems})


def _corrected(search: Search) -> str:
    if not search.corrected:
        return ""
    typed = search.as_typed
    holes = {"corrected": search.corrected, "typed": typed.label, "query": typed.query, "count": f"{typed.count:,}"}
    return fill("components/corrected.html", holes)


def _notes(search: Search) -> SafeString:
    return joined([fill("components/note.html", {"text": note.text, "url": note.url}) for note in search.notes])


def _nothing(search: Search) -> str:
    """What no entry says anything about; a space where that is not the reason."""
    words = " or ".join(f"“{word}”" for word in search.unknown)
    return f" No program here says anything about {words}." if words else mark_safe(" ")
