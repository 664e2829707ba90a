"""Booklets in large print: all programs of a region or of a sector, each in a file that is ready to be printed."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from catalogue.dossier import Dossier, read_dossier
from catalogue.models import Microcredential, Source
from catalogue.search import Entry, Search, Snapshot
from catalogue.search.facets import NOT_STATED
from catalogue.views.facts import capital
from catalogue.views.offering import offering_context

from .listing import in_order, schools_of
from .places import booklet_of
from .rewriting import rewritten

KINDS = ("region", "sector")
_MARK = re.compile(r'href="#(note-[^"]+)"')


class Listed(NamedTuple):
    """A program in the contents."""

    anchor: str
    title: str
    school: str


@dataclass
class Booklet:
    """One booklet: its file, what it is about, the programs in it in the order of their titles, and their sources."""

    file: str
    facet: str
    label: str
    is_placed: bool
    entries: list[Entry]
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def contents(self) -> list[Listed]:
        return [Listed(each.slug, each.title, schools_of(each)) for each in self.entries]


def booklets(snapshot: Snapshot) -> list[Booklet]:
    """One for each region and sector that an entry has, and one for the entries of which it is not stated."""
    return [
        Booklet(
            booklet_of(facet, value),
            facet,
            capital(str(snapshot.options[facet].labels[value])),
            value != NOT_STATED,
            sorted(Search(f"{facet}={value}", snapshot).all_entries(), key=in_order),
        )
        for facet in KINDS
        for value, count in snapshot.options[facet].counts_of_all.items()
        if count
    ]


def write_booklets(folder: Path, wanted: list[Booklet], about: dict[str, Any]) -> None:
    """All booklets at once, so that each program is read only once, and memory holds one of them."""
    holding: dict[str, list[Booklet]] = defaultdict(list)
    order: dict[str, Entry] = {}
    with ExitStack() as opened:
        files = {}
        for booklet in wanted:
            path = folder / booklet.file
            path.parent.mkdir(exist_ok=True)
            files[booklet.file] = opened.enter_context(path.open("w", encoding="utf-8", newline="\n"))
            files[booklet.file].write(render_to_string("take_away/booklet_head.html", {**about, "booklet": booklet}))
            for entry in booklet.entries:
                holding[entry.slug].append(booklet)
                order[entry.slug] = entry
        for entry in sorted(order.values(), key=in_order):
            dossier = read_dossier(Microcredential.objects.public().get(slug=entry.slug))
            program, sources = _program(dossier, about)
            for booklet in holding[entry.slug]:
                booklet.sources |= sources
                files[booklet.file].write(program)
        for booklet in wanted:
            sources = sorted(booklet.sources.values(), key=lambda source: source.short_title)
            files[booklet.file].write(
                render_to_string("take_away/booklet_foot.html", {**about, "booklet": booklet, "sources": sources})
            )


def _program(dossier: Dossier, about: dict[str, Any]) -> tuple[str, dict[str, Source]]:
    """A program as it stands in every booklet that has it, for all of them lie in the same folder; and its sources."""
    slug = dossier.offering.record.slug
    context = offering_context(dossier)
    html = render_to_string("take_away/booklet_program.html", {**about, **context})
    cited = {*_MARK.findall(html)}
    notes = [note for note in context["notes"] if cited & {line.anchor for line in note.lines}]
    html += render_to_string("take_away/booklet_notes.html", {"notes": notes})
    piece = rewritten(html, "/", booklet_of("", ""), about["mark"], prefix=f"{slug}-", is_piece=True)
    return piece.main, _sources(dossier, cited)


def _sources(dossier: Dossier, cited: set[str]) -> dict[str, Source]:
    """Those that a number in the text leads to: a booklet does not show all that the page of a program shows."""
    known = chain.from_iterable((*dossier.citations.values(), *dossier.conflicts.values()))
    return {one.source.key: one.source for one in known if f"note-{one.key}" in cited}
