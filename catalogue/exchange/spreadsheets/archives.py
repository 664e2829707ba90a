"""The zip file around a workbook, looked at before anything in it is read: bombs are refused by its directory alone.

Python's zipfile never unzips more of a member than the directory says it has, so the directory can be trusted.
"""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

from .limits import Limits
from .places import Refused

_LARGE = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml|media/.*|printerSettings/.*)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CHUNK = 256 * 1024
_REMEDY = "Open it in a spreadsheet program and save it as a new .xlsx file."


def open_archive(data: bytes, limits: Limits) -> ZipFile:
    """Open the zip. Raises Refused for what would swell, BadZipFile for what is none."""
    archive = ZipFile(io.BytesIO(data))
    members = archive.infolist()
    if len(members) > limits.members:
        raise Refused(f"The file is made of more than {limits.members:,} parts.", _REMEDY)
    if any(member.flag_bits & 1 for member in members):
        raise Refused("The file is locked with a password.", "Save it without one.")
    unzipped = sum(member.file_size for member in members)
    too_large = unzipped > limits.unzipped_bytes
    if too_large or unzipped > max(limits.harmless_bytes, len(data) * limits.swelling):
        reason = f"Out of {len(data):,} bytes it would swell to {unzipped / 2**20:,.0f} megabytes when it is opened."
        raise Refused(reason, "Split it into smaller files." if too_large else _REMEDY)
    for member in members:
        most = max(limits.harmless_member_bytes, member.compress_size * limits.member_swelling)
        if member.file_size > min(most, limits.member_bytes) and not _LARGE.fullmatch(member.filename):
            raise Refused(f"The part “{member.filename[:80]}” of the file is too large.", _REMEDY)
    return archive


def look_through(archive: ZipFile, path: str, sheet: str, limits: Limits) -> None:
    """Look at the bytes of a sheet. Raises Refused when a row of it is too long to be held in memory."""
    since_row, tail = 0, b""
    with archive.open(path) as source:
        while chunk := source.read(_CHUNK):
            piece = tail + chunk
            starts = [match.start() for match in _ROW.finditer(piece)]
            since_row = len(piece) - starts[-1] if starts else since_row + len(chunk)
            if since_row > limits.row_bytes:
                reason = f"A row is longer than {limits.row_bytes:,} bytes."
                raise Refused(reason, "Delete the columns that are not needed.", sheet=sheet)
            tail = piece[-32:]
