"""Reads files made by others, CSV and XLSX, into sheets of rows of plain text. Not what the text means."""

from .limits import Limits
from .places import Refusal, Refused, Row, Sheet
from .reading import read

__all__ = ["Limits", "Refusal", "Refused", "Row", "Sheet", "read"]
