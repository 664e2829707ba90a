"""Writes the copy: the pages named in places.py, the ways in, the booklets, style sheets, fonts.

It is written beside its place and moved there when it is whole, so a run that is killed leaves no half copy. The same
data on the same day give the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalogue.environment import ROOT
from catalogue.languages import ENGLISH, speaking
from catalogue.opendata.whole.files import digest_of
from catalogue.search import Search, Snapshot, current_snapshot
from catalogue.search.reading import one_moment
from catalogue.style_sheet import FONTS, make
from institutions.dates import day_in_words

from .answering import page_at
from .booklets import booklets, write_booklets
from .listing import in_order, letter_of, schools_of
from .places import ABOUT, BOOKLETS, FACETS, LETTERS, WAYS, file_of, list_address
from .rewriting import rewritten

CARD, SUMS = "edition.json", "SHA256SUMS"
_WHAT = "a copy of the BC Microcredential Catalogue"
# Where the copy begins to look for pages: all others are led to from these.
_STARTS = (
    *("home", "microcredentials", "institutions", "sectors", "regions", "pathways", "sources", "glossary", "coverage"),
    *("about", "privacy"),
)
# Pages after which a patient person is told how far it has come.
_TOLD_AFTER = 500
_ICONS = ("icons/favicon.svg", "icons/mark.svg")
_SHEETS = ("copy.css", "booklet.css")


class Refused(Exception):
    """Why nothing was written, in words."""


class Built(NamedTuple):
    programs: int
    files: int
    size: int


class Way(NamedTuple):
    """A value of a facet: how many programs have it, and the file that lists them."""

    label: str
    count: int
    file: str


def build(folder: Path, told: Callable[[str], None] = lambda words: None) -> Built:
    """Write the copy into a folder that is empty, or holds an earlier copy, which it replaces."""
    folder = folder.absolute()
    _look_at(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        new = Path(beside) / "new"
        new.mkdir()
        with one_moment(), speaking(ENGLISH):
            day = timezone.localdate()
            programs = _Copy(new, day, told).write()
        names = _finish(new, programs, day)
        size = sum((new / name).stat().st_size for name in names)
        _look_at(folder)
        if folder.exists():
            folder.rename(Path(beside) / "old")
        new.rename(folder)
    return Built(programs, len(names), size)


def _look_at(folder: Path) -> None:
    """Raise Refused where the folder holds anything that is not an earlier copy of ours."""
    if folder.is_file():
        raise Refused(f"{folder} is a file. Give a folder that is empty or not there yet.")
    found = _files(folder) if folder.exists() else []
    if not found:
        return
    if CARD not in found or not _is_ours(folder):
        raise Refused(f"{folder} holds something else: {found[0]}. Give a folder that is empty or not there yet.")
    ours = {line.partition("  ")[2] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()} | {SUMS}
    if others := [name for name in found if name not in ours]:
        raise Refused(f"{folder} holds an earlier copy, and beside it {others[0]}. Move that away first.")


def _is_ours(folder: Path) -> bool:
    """Whether the card in it is one that we wrote; others may have a file of that name too."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except ValueError:
        return False
    return isinstance(card, dict) and card.get("what") == _WHAT


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _finish(folder: Path, programs: int, day: date) -> list[str]:
    """What says which copy this is, and the checksum of each file."""
    card = {"what": _WHAT, "of": day.isoformat(), "from": settings.SITE_ORIGIN, "programs": programs}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    names = _files(folder)
    sums = "".join(f"{digest_of(folder / name)}  {name}\n" for name in names)
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return [*names, SUMS]


class _Copy:
    """One copy on its way. Memory holds a page at a time, and the addresses that were seen."""

    def __init__(self, folder: Path, day: date, told: Callable[[str], None]) -> None:
        self._folder, self._told = folder, told
        self._about = {
            "day": day_in_words(day),
            "origin": settings.SITE_ORIGIN,
            "mark": format_html('<span class="off-copy"> ({})</span>', _("on the website")),
            "letters_file": LETTERS,
            "ways_file": WAYS,
            "booklets_file": BOOKLETS,
            "about_file": ABOUT,
        }

    def write(self) -> int:
        """Returns how many programs are in it."""
        snapshot = current_snapshot()
        self._copy_assets()
        ways = [*self._ways(snapshot)]
        self._write_own(WAYS, "take_away/ways_in.html", _("Ways in"), ways=ways)
        self._write_own(LETTERS, "take_away/a_to_z.html", _("All programs from A to Z"), letters=[*_letters(snapshot)])
        made = booklets(snapshot)
        self._write_own(BOOKLETS, "take_away/booklets.html", _("Booklets in large print"), booklets=made)
        self._write_own(ABOUT, "take_away/this_copy.html", _("About this copy"), programs=snapshot.size)
        self._write_pages(list_address(facet, value) for facet, _label, values in ways for value in values)
        write_booklets(self._folder, made, self._about)
        return snapshot.size

    def _ways(self, snapshot: Snapshot) -> Iterator[tuple[str, str, dict[str, Way]]]:
        """Each facet with its values, as far as a program has them."""
        for facet in FACETS:
            options = snapshot.options[facet]
            ways = {}
            for value, count in options.counts_of_all.items():
                file = file_of(list_address(facet, value))
                if count and file:
                    ways[value] = Way(str(options.labels[value]), count, file)
            if ways:
                yield facet, str(options.facet.label), ways

    def _write_pages(self, more: Iterator[str]) -> None:
        waiting = deque([*map(reverse, _STARTS), *more])
        seen, written = set(waiting), 0
        while waiting:
            address = waiting.popleft()
            file = file_of(address)
            page = rewritten(page_at(address), address, file, self._about["mark"])
            found = {"crumbs": page.crumbs, "main": page.main, "title": page.title}
            self._write(file, "take_away/page.html", address=settings.SITE_ORIGIN + address, **found)
            fresh = [each for each in page.found if each not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
            written += 1
            if written % _TOLD_AFTER == 0:
                self._told(f"{written:,} pages written")

    def _write_own(self, file: str, template: str, title: str, **context: Any) -> None:
        self._write(file, template, title=title, address="", **context)

    def _write(self, file: str, template: str, **context: Any) -> None:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * file.count("/")
        html = render_to_string(template, {**self._about, "root": root, **context})
        path.write_text(html, encoding="utf-8", newline="\n")

    def _copy_assets(self) -> None:
        """Style sheets, icons, and the fonts where set-up could make them."""
        assets = self._folder / "assets"
        for part in ("css", "icons"):
            (assets / part).mkdir(parents=True)
        # A font that lies beside the page comes at once: it need not wait for the next page.
        sheet = make().read_text(encoding="utf-8").replace("font-display:optional", "font-display:swap")
        (assets / "css" / "site.css").write_text(sheet, encoding="utf-8", newline="\n")
        for name in _SHEETS:
            shutil.copyfile(ROOT / "static" / "take_away" / name, assets / "css" / name)
        for name in _ICONS:
            shutil.copyfile(ROOT / "static" / name, assets / name)
        if FONTS.exists():
            shutil.copytree(FONTS, assets / "fonts")


def _letters(snapshot: Snapshot) -> Iterator[tuple[str, list[Any]]]:
    """All programs by the letter under which each stands."""
    by_letter: dict[str, list[Any]] = {}
    for entry in sorted(Search("", snapshot).all_entries(), key=in_order):
        by_letter.setdefault(letter_of(entry.title), []).append(
            {"entry": entry, "file": file_of(entry.url), "schools": schools_of(entry)}
        )
    yield from sorted(by_letter.items())
