"""Cards of offerings for lists, each rendered once in the life of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import get_template
from django.utils.safestring import SafeString

from catalogue.search import Entry, Snapshot


def cards(snapshot: Snapshot, entries: Iterable[Entry]) -> list[SafeString]:
    """The card of each entry. No template runs for an entry whose card was made before."""
    kept = snapshot.kept
    return [kept.get(("card", entry.slug)) or _render(kept, entry) for entry in entries]


def _render(kept: dict, entry: Entry) -> SafeString:
    context = {"entry": entry, "involved": _by_name(entry)}
    card = kept["card", entry.slug] = get_template("components/card.html").render(context)
    return card


def _by_name(entry: Entry) -> list[tuple[str, str]]:
    """Each institution once, those that run the offering first, with all its roles in words."""
    roles: dict[str, list[str]] = {}
    for who in (*entry.providers, *entry.also):
        roles.setdefault(who.name, []).append(who.role.lower())
    return [(name, ", ".join(words)) for name, words in roles.items()]
