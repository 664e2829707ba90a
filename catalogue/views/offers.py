"""The offerings of one thing (a school, a sector, a fund) as its page shows them: the list's own cards and counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from catalogue.search import Search

from .cards import cards


def offers(chosen: dict[str, str]) -> dict[str, Any]:
    """What the list finds for this choice: the first page of it, those that have ended apart."""
    search = Search(urlencode(chosen))
    return {
        "offers": search,
        "cards": cards(search.snapshot, search.current_numbers),
        "ended_cards": cards(search.snapshot, search.ended_numbers),
    }
