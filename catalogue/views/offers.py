"""The offerings of one thing (a school, a sector, a fund) as its page shows them: the list's own cards and counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from catalogue.search import Search

from .cards import cards


def offers(chosen: dict[str, str]) -> dict[str, Any]:
    """What the list finds for this choice: the first page of it, those that have ended apart."""
    search = Search(urlencode(chosen))
    return {
        "offers": search,
        "cards": _texts(search, search.current_numbers),
        "ended_cards": _texts(search, search.ended_numbers),
    }


def _texts(search: Search, numbers: list[int]) -> list[SafeString]:
    return [SafeString(card.decode()) for card in cards(search.snapshot, numbers)]
