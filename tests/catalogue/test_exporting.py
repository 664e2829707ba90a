"""Files of results: their header, their order, cells that no spreadsheet runs, and all pages of a search."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from io import BytesIO, StringIO
from itertools import count

import pytest
from openpyxl import load_workbook

from catalogue.exchange import exporting
from catalogue.exchange.columns import COLUMNS
from catalogue.models.vocabulary import Availability, Role
from catalogue.search import Search
from tests.factories import make_institution, make_offering, make_part, make_price, make_recognition, make_sector

pytestmark = pytest.mark.django_db


def table(query: str = "") -> list[dict[str, str]]:
    """The file as a spreadsheet program reads it."""
    text = "".join(exporting.as_csv(exporting.rows(Search(query))))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_says_what_is_known_and_what_nobody_states(settings):
    settings.SITE_ORIGIN = "https://catalogue.example"
    camosun = make_institution("Camosun College", short_name="Camosun")
    wood = make_offering(
        "Wood",
        slug="wood",
        provider=camosun,
        roles={Role.INDUSTRY_PARTNER: make_institution("Mill")},
        sectors=(make_sector("Trades"),),
        skills="sawing\nplaning",
        delivery="online",
        availability=Availability.OFFERED,
        last_verified=date(2026, 11, 2),
    )
    make_part(wood, "Joints")
    make_price(wood, 200)
    make_recognition(wood, institution=camosun, target="certificate")
    (row,) = table()
    assert row == {
        "Title": "Wood",
        "Other titles": "Not stated",
        "Summary": "What one learns in Wood.",
        "Kind": "Not stated",
        "Availability": "Offered, checked on November 2, 2026",
        "Last checked": "2026-11-02",
        "Schools": "Camosun College",
        "Others involved": "Mill (Industry partner)",
        "Topics (our reading)": "Trades",
        "How you learn": "Online",
        "Time": "Not stated",
        "Cost": "$200 Canadian",
        "Credit": "Credit toward a certificate at Camosun",
        "Who it is for": "Not stated",
        "Skills": "sawing; planing",
        "Parts": "Joints",
        "Money behind it": "Not stated",
        "Address": "https://catalogue.example/microcredentials/wood/",
    }


def test_a_file_holds_all_pages_of_the_filtered_list_in_its_order():
    for number in range(60):
        make_offering(f"Course {number:02}", delivery="online" if number else "")
    make_offering("A ended", availability="ended", delivery="online")
    titles = [row["Title"] for row in table("delivery=online&page=2")]
    assert titles == [*(f"Course {number:02}" for number in range(1, 60)), "A ended"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_run_as_a_formula(start):
    make_offering(
        start + 'HYPERLINK("http://evil.example","x")', provider=make_institution(start + "1+1"), summary=start
    )
    (row,) = table()
    assert row["Title"] == "'" + start + 'HYPERLINK("http://evil.example","x")'
    assert row["Schools"] == "'" + start + "1+1"
    assert row["Summary"] == "'" + start


def test_commas_quotes_and_lines_stay_in_their_cell():
    make_offering('Wood, "oak"\nand more', summary="One.\r\nTwo.")
    (row,) = table()
    assert (row["Title"], row["Summary"]) == ('Wood, "oak"\nand more', "One.\r\nTwo.")


def test_an_empty_result_is_a_header_alone():
    header = "\ufeff" + ",".join(column.name for column in COLUMNS) + "\r\n"
    assert "".join(exporting.as_csv(exporting.rows(Search("")))) == header


def test_a_file_is_sent_in_pieces_before_its_end_is_known():
    pieces = exporting.as_csv(["Title"] for _ in count())
    assert next(pieces) == "\ufeff"
    assert next(pieces) == "Title\r\n" * exporting.LINES_A_PIECE


def test_the_name_of_the_file_has_the_date_in_it():
    assert exporting.filename(date(2026, 11, 23)) == "microcredentials-2026-11-23.csv"


def test_every_column_explains_itself():
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert [column.name for column in COLUMNS if not column.description.endswith(".")] == []


def test_a_workbook_begins_before_its_rows_are_read_and_goes_out_in_pieces():
    def rows():
        for number in range(2_000):
            read.append(number)
            yield [hashlib.sha256(str(number).encode()).hexdigest()]

    read = []
    pieces = exporting.as_workbook_in_pieces(rows())
    sent = [next(pieces)]
    assert (sent[0][:2], read) == (b"PK", [])
    sent.append(next(pieces))
    assert 0 < len(read) < 2_000
    sent += pieces
    sheet = load_workbook(BytesIO(b"".join(sent)), read_only=True).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [*rows()]
    assert max(map(len, sent)) < 2**17
