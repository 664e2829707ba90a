"""For tests of the checks: citations made short, and what is found about one record."""

from catalogue.checking import check
from catalogue.models import Citation
from institutions.records import Record
from tests.rules import valid


def cite(**fields) -> Citation:
    citation = valid(Citation, **{"sector": None, **fields})
    citation.save()
    return citation


def found(record: Record) -> list[tuple[bool, str]]:
    """What is found about one record: whether it is an error, and the text."""
    return [(finding.is_error, finding.text) for finding in check() if finding.record == record]


def texts(record: Record) -> str:
    return " ".join(text for _, text in found(record))
