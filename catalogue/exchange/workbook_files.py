"""Writes .xlsx files: plain rows of text. What stands in them is said elsewhere.

By hand and not with the library that reads them: that takes seconds for a file of some thousand rows, in a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = 2**15  # bytes, from which on it is worth sending
# Two looks: text that wraps, and the same in bold for headings.
_STYLES = (
    f'<styleSheet {_MAIN}><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2">'
    + "".join(
        f'<xf fontId="{font}" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>'
        for font in (0, 1)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class _Outlet:
    """What a zip is written to: holds what is written until it is taken, and cannot go back."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def taken(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        self.size = 0
        return taken


def workbook_of(sheets: Mapping[str, Iterable[Iterable[str]]]) -> bytes:
    """A workbook with these sheets; the first row of each is its heading."""
    return b"".join(workbook_in_pieces(sheets))


def workbook_in_pieces(sheets: Mapping[str, Iterable[Iterable[str]]]) -> Iterator[bytes]:
    """The same piece by piece, the first before any row is read, so that it need not stand in memory as a whole."""
    outlet, numbers = _Outlet(), range(1, len(sheets) + 1)
    with ZipFile(outlet, "w") as package:
        for path, body in _frame(list(sheets), numbers):
            package.writestr(_part(path), body)
        yield outlet.taken()
        for number, rows in zip(numbers, sheets.values(), strict=True):
            with package.open(_part(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in _sheet(rows):
                    part.write(piece.encode())
                    if outlet.size >= _PIECE:
                        yield outlet.taken()
    yield outlet.taken()


def _part(path: str) -> ZipInfo:
    """Without the time of day, so that the same rows are the same file."""
    part = ZipInfo(path)
    part.compress_type = ZIP_DEFLATED
    return part


def _frame(names: list[str], numbers: range) -> Iterator[tuple[str, str]]:
    """The parts around the sheets: what is in the file, and how it belongs together."""
    overrides = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
    overrides += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="/{path}" ContentType="{_TYPES}.{kind}+xml"/>' for path, kind in overrides)
        + "</Types>",
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    worksheets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*worksheets, ("styles", "styles.xml")])
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    yield "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_RELATED}"><sheets>{listed}</sheets></workbook>'
    yield "xl/styles.xml", _STYLES


def _relations(targets: list[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _sheet(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield (
        f'<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultColWidth="24" defaultRowHeight="15"/><sheetData>'
    )
    for number, row in enumerate(rows):
        # Each cell says that it is text, so nothing in it is taken for a formula.
        look = int(number == 0)
        cells = (
            f'<c t="inlineStr" s="{look}"><is><t xml:space="preserve">{escape(_NO_XML.sub("", text))}</t></is></c>'
            for text in row
        )
        yield f"<row>{''.join(cells)}</row>"
    yield "</sheetData></worksheet>"
