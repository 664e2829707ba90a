"""Files made by others become rows of text with their places, or a refusal in words; never an error of another kind."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from catalogue.exchange.spreadsheets import Limits, Refused, read
from catalogue.exchange.spreadsheets.places import letters
from tests.catalogue.exchange.workbooks import SHEET, STYLES, saved, sheet_xml, with_part, workbook

_SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"


def texts(data: bytes, name: str = "courses.csv") -> list[tuple[str, ...]]:
    return [row.texts for sheet in read(data, name) for row in sheet.rows]


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refused:
        read(data, "courses.csv", limits)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_are_read_in_every_usual_encoding(encoding: str) -> None:
    assert texts("Titre,Coût\nÉlève,5".encode(encoding)) == [("Titre", "Coût"), ("Élève", "5")]


def test_utf16_of_the_other_byte_order_is_read() -> None:
    assert texts(b"\xfe\xff" + "Coût,5".encode("utf-16-be")) == [("Coût", "5")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(delimiter: str) -> None:
    data = f'Title{delimiter}Cost{delimiter}Notes\n"A{delimiter}B"{delimiter}1{delimiter}'.encode()
    assert texts(data) == [("Title", "Cost", "Notes"), (f"A{delimiter}B", "1")]


def test_a_programs_own_hint_names_the_delimiter() -> None:
    assert [(row.number, row.texts) for row in read(b"sep=;\nTitle, in full;Cost\n", "x.csv")[0].rows] == [
        (2, ("Title, in full", "Cost"))
    ]


def test_rows_keep_their_numbers_past_blank_ones() -> None:
    rows = read(b'Title,Cost\n,,\n\n"two\nlines",5,,\n', "x.csv")[0].rows
    assert [(row.number, row.texts) for row in rows] == [(1, ("Title", "Cost")), (4, ("two\nlines", "5"))]


def test_lost_letters_and_control_characters_are_named() -> None:
    row = read("Title,\ufffd,a\x07b".encode(), "x.csv")[0].rows[0]
    assert sorted(row.troubles) == [1, 2]
    assert "letters were lost" in row.troubles[1]
    assert "0x0007" in row.troubles[2]


def test_a_workbook_gives_what_its_cells_show() -> None:
    moment = datetime(2021, 3, 1, 9, 30)  # noqa: DTZ001 a spreadsheet knows no zones
    data = workbook([" Title ", True, 1200.5, 3.0, date(2021, 3, 1), moment, 0.1 + 0.2])
    assert texts(data) == [("Title", "yes", "1200.5", "3", "2021-03-01", "2021-03-01 09:30", "0.3")]


def test_every_sheet_is_read_with_its_name_hidden_ones_too() -> None:
    book = Workbook()
    book.active.append(["Title"])
    hidden = book.create_sheet("Old")
    hidden.append(["Gone"])
    hidden.sheet_state = "hidden"
    sheets = read(saved(book), "x.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Sheet", False), ("Old", True)]


def test_cells_without_a_value_of_their_own_are_named() -> None:
    def edit(sheet) -> None:
        sheet["B2"] = "=1+1"
        sheet["C2"].value, sheet["C2"].data_type = "#REF!", "e"
        sheet["A3"], sheet["B4"] = "Merged", "below"
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("E1:F1")

    rows = read(workbook(["Title", "Cost", "Notes"], ["First aid"], edit=edit), "x.xlsx")[0].rows
    troubles = {(row.number, letters(index)): text for row in rows for index, text in row.troubles.items()}
    assert sorted(troubles) == [(2, "B"), (2, "C"), (4, "A")]
    assert "formula without a result" in troubles[2, "B"]
    assert "#REF!" in troubles[2, "C"]
    assert "A3:A4" in troubles[4, "A"]


def test_a_sheet_that_understates_its_size_loses_nothing() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>2</v></c></row>'
    data = with_part(workbook(), SHEET, sheet_xml(cells).replace("<sheetData>", '<dimension ref="A1"/><sheetData>'))
    assert texts(data) == [("1",), ("", "", "2")]


_ROWS = "".join(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(1, 3000))
_DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_BOMBS = {
    "zeros": (SHEET, " " * 20_000_000),
    "cells": (SHEET, sheet_xml('<row r="1">' + "<c/>" * 60_000 + "</row>")),
    "far column": (SHEET, sheet_xml(_ROWS)),
    "far row": (SHEET, sheet_xml('<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
    "entities": (SHEET, sheet_xml('<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row>', _DTD)),
    "styles": (STYLES, "<styleSheet>" + "<xf/>" * 100_000 + "</styleSheet>"),
    "merges": (SHEET, sheet_xml("").replace("</worksheet>", "<mergeCells>" + '<mergeCell ref="A1:XFD9999"/>' * 3000)),
}


@pytest.mark.parametrize("bomb", _BOMBS)
def test_a_bomb_is_refused_before_it_hurts(bomb: str) -> None:
    data = with_part(workbook(), *_BOMBS[bomb])
    began = time.process_time()
    refusal(data)
    assert time.process_time() - began <= 2
    tracemalloc.start()
    refusal(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak <= 100 * 2**20


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds no rows"),
        (b"\n\n,,\n", "holds no rows"),
        (workbook([None]), "holds no rows"),
        (b"Title\x00,Cost", "zero bytes"),
        (b"Title\n\x81\x8d", "Line 2 holds bytes"),
        ("Title\n".encode("utf-16") + b"\x00", "Line"),
        (b'Title\n"never closed, Cost\n', "row 2: A quotation mark"),
        (b'Title\n"' + b"a" * 140_000, "never closed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook", "old Excel kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\n<!DOCTYPE html><table>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 and no more", "broken"),
        (workbook()[:2000], "broken"),
        (with_part(workbook(), SHEET, "<worksheet><row"), "broken"),
        (with_part(workbook(), "xl/workbook.xml", "<x/>"), "no sheet with rows"),
        (b"," * 300_000 + b"a", "more than 200 columns"),
        (b"a" * 40_000, "more than 32,767 characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_in_words(data: bytes, reason: str) -> None:
    assert reason in refusal(data)
    assert refusal(data).endswith(".")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(file_bytes=10), "more than 0 megabytes"),
        (Limits(rows=2), "Sheet “courses.csv”, row 3: The file has more than 2 rows."),
        (Limits(columns=1), "Sheet “courses.csv”, row 1, column B: The row has more than 1 columns."),
        (Limits(characters=5), "more than 5 characters of text"),
        (Limits(seconds=-1), "took longer than"),
    ],
)
def test_every_limit_is_named_with_its_place(limits: Limits, reason: str) -> None:
    assert reason in refusal(b"Title,Cost\nOne,1\nTwo,2\n", limits)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_give_another_error(data: bytes) -> None:
    _read_or_refuse(data)


_GOOD = workbook(["Title", "When", 5], ["First aid", date(2021, 3, 1), True])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(_GOOD) - 1), st.integers(0, 255), st.integers(0, 40))
def test_no_damaged_workbook_gives_another_error(place: int, byte: int, cut: int) -> None:
    _read_or_refuse(_GOOD[:place] + bytes([byte]) + _GOOD[place + 1 + cut :])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='<>/="rcvtsfn1A&; ', max_size=80))
def test_no_damaged_sheet_gives_another_error(inside: str) -> None:
    _read_or_refuse(with_part(_GOOD, SHEET, sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c>{inside}</row>')))


def _read_or_refuse(data: bytes) -> None:
    try:
        sheets = read(data, "x")
    except Refused:
        return
    assert any(sheet.rows for sheet in sheets)


@pytest.mark.skipif(not _SAMPLES.is_dir(), reason="the samples lie beside the project, not in it")
def test_every_sample_is_read() -> None:
    files = sorted(_SAMPLES.rglob("*.csv"))
    assert files
    assert all(read(path.read_bytes(), path.name)[0].rows for path in files)
