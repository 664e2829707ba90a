"""Sixty spreadsheets with something wrong, as they come: made here, small, and each by its name."""

from __future__ import annotations

from tests.catalogue.exchange.workbooks import SHEET, STYLES, sheet_xml, with_part, workbook

# Each stands in a row of its own beside a good one, under these headings.
_HEADINGS = "Title,School,Topic,Kind,Delivery,Length,Price,Apply by,Web address,Assessed,Summary,Key,Slug"
_CELLS = {
    "no title": ("Title", ""),
    "title of dashes": ("Title", "-"),
    "endless title": ("Title", "x" * 300),
    "markup in a title": ("Title", "<script>alert(1)</script>"),
    "frame in a summary": ("Summary", '<iframe src="https://x.example"></iframe>'),
    "character by its name": ("Summary", "Fish &amp; chips"),
    "lost letters": ("Summary", "Caf\ufffd"),
    "bell": ("Summary", "ring\x07"),
    "endless summary": ("Summary", "y" * 5000),
    "unknown school": ("School", "Nowhere"),
    "two schools, one unknown": ("School", "Camosun College; Nowhere"),
    "number for a school": ("School", "12"),
    "unknown topic": ("Topic", "Magic"),
    "unknown kind": ("Kind", "thing"),
    "unknown delivery": ("Delivery", "by owl"),
    "length without a unit": ("Length", "8"),
    "length in words": ("Length", "a while"),
    "negative length": ("Length", "-3 weeks"),
    "length from large to small": ("Length", "9-3 weeks"),
    "endless length": ("Length", "9" * 400 + " weeks"),
    "price in words": ("Price", "ask us"),
    "two prices": ("Price", "100 / 200"),
    "price in euros": ("Price", "€100"),
    "negative price": ("Price", "-100"),
    "price that is no number": ("Price", "NaN"),
    "infinite price": ("Price", "1e999"),
    "price with odd commas": ("Price", "1,2,3"),
    "points that could be two things": ("Price", "1.200"),
    "two days in one": ("Apply by", "03/04/2021"),
    "day that never was": ("Apply by", "2021-02-30"),
    "day in words": ("Apply by", "soon"),
    "number of a day": ("Apply by", "44256"),
    "address without its beginning": ("Web address", "www.example.ca"),
    "address that runs": ("Web address", "javascript:alert(1)"),
    "endless address": ("Web address", "https://example.ca/" + "a" * 400),
    "neither yes nor no": ("Assessed", "perhaps"),
    "unknown key": ("Key", "no-such-key"),
    "unknown slug": ("Slug", "no-such-entry"),
}


def _csv(heading: str, value: str) -> bytes:
    names, quotation = _HEADINGS.split(","), '"'
    bad = {"Title": "Bad", "School": "Camosun College", heading: value}
    quoted = ",".join(f'"{bad.get(name, "").replace(quotation, 2 * quotation)}"' for name in names)
    return f"{_HEADINGS}\nGood,Camosun College{',' * (len(names) - 2)}\n{quoted}\n".encode()


def _hide(sheet) -> None:
    sheet.parent.create_sheet("Shown").append(["Name of somebody"])
    sheet.sheet_state = "hidden"


_FILES = {
    "empty": b"\n",
    "blank rows": b"\n,,,\n\n",
    "no heading": b"Boats,Camosun College\nWood,Camosun College\n",
    "headings alone": b"Title,School\n",
    "two titles": b"Title,Course name\nA,B\n",
    "zero bytes": b"Title\0\nA\n",
    "no letters in any encoding": b"Title\n\x81\x8d\n",
    "open quotation mark": b'Title\n"never closed\n',
    "cell too many": b"Title,Price\nGood,5\nBad,5,6\n",
    "the same row twice": b"Title\nGood\nBad\nBad\n",
    "words in another order": b"Title\nGood\nBoat repair\nRepair, boat\n",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a web page": b"<html><table><tr><td>Title</td></tr></table>",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook",
    "a cut workbook": workbook()[:2000],
    "formula without a result": workbook(["Title", "Cost"], ["Good", 5], ["Bad", "=1+1"]),
    "an error in a cell": workbook(["Title", "Cost"], ["Good", 5], ["Bad", "#REF!"]),
    "merged cells": workbook(
        ["Title", "Level"], ["Good", "introductory"], ["Bad", None], edit=lambda sheet: sheet.merge_cells("B2:B3")
    ),
    "hidden sheet": workbook(edit=_hide),
    "bomb of spaces": with_part(workbook(), SHEET, " " * 20_000_000),
    "bomb of columns": with_part(workbook(), SHEET, sheet_xml('<row r="1">' + "<c/>" * 60_000 + "</row>")),
    "bomb of styles": with_part(workbook(), STYLES, "<styleSheet>" + "<xf/>" * 100_000 + "</styleSheet>"),
}
BAD_FILES = {**{name: _csv(*cell) for name, cell in _CELLS.items()}, **_FILES}
