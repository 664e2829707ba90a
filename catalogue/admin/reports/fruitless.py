"""Report: what people searched for and did not find. The list to work from is in the admin itself."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from catalogue.models import FruitlessSearch
from institutions.dates import day_in_words

from .tables import Cell, Table


def tables(query: QueryDict) -> list[Table]:
    searches = FruitlessSearch.objects.by_words().order_by("-how_often", "-day", "text")
    rows = [
        [
            Cell(search.text, f"{reverse('microcredentials')}?{QueryDict.fromkeys(['q'], search.text).urlencode()}"),
            Cell.count(search.how_often),
            Cell(day_in_words(search.day)),
            Cell("has a synonym by now" if search.synonym else "nothing yet"),
        ]
        for search in searches
    ]
    return [
        Table(
            "searches",
            "Searches that found nothing in the past year",
            ["What people typed", "How often", "Last on", "Answer"],
            rows,
            note="Nobody knows who searched: only the words and the day are kept.",
            empty="Every search found something.",
        )
    ]
