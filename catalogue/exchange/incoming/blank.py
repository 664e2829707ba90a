"""An empty spreadsheet to fill in, with a guide to its columns, made of the columns as they are read and written."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.exchange.columns import COLUMNS
from catalogue.exchange.workbook_files import workbook_of
from catalogue.models import Microcredential

from .answering import words_of
from .headings import KNOWN, Known

FILE_NAME = "microcredentials-to-fill-in.xlsx"
_FOR_PEOPLE = ("key",)  # columns that nobody fills in by hand
# Of what is read from more than one field, and of what people would ask first.
_GUIDE = {
    "slug": "Only for an entry that is here: the address of its page. Leave it empty for a new one.",
    "other_titles": "Other names, with “;” between them.",
    "kind": "What one gets or takes, as the school calls it. A word that is not known is asked about.",
    "schools": "Who runs it, as named here, with “;” between several.",
    "topics": "The topics you put it under, with “;” between several.",
    "times": "One length with its unit, as in “8 weeks” or “about 120 hours”, also with “3 courses” or “6 credits”.",
    "price": "One price, as in “CAD 300”, “$1,200.50” or “free”.",
    "skills": "What one learns, with “;” between several.",
    "application_deadline": "The last day to apply, as year-month-day.",
    "web_address": "The school’s page about it, whole, with https:// in front.",
    "pace": "How fast one goes through it.",
    "assessed": "Whether what one learned is tested.",
    "level": "How much one has to know before.",
    "entry_requirements": "What one needs to be let in.",
    "place_taught": "Where one has to be.",
    "language": "The language that it is taught in.",
}


def blank_workbook() -> bytes:
    columns = [known for known in KNOWN if known.target not in _FOR_PEOPLE]
    guide = [["Column", "What goes into it", "Words that are known"], *([*_told(known)] for known in columns)]
    first = ["Leave empty whatever nobody has stated. An empty cell never takes anything away."]
    return workbook_of({"Courses": [[known.name for known in columns]], "Guide": [*guide, [], first]})


def _told(known: Known) -> Iterator[str]:
    # In quotation marks: the name alone would be taken for a heading when the file comes back.
    yield f"The column “{known.name}”"
    written = {column.name: column.description for column in COLUMNS}
    yield _GUIDE.get(known.target) or written.get(known.name) or _help_of(known)
    yield "; ".join(label for _, label in words_of(known.name))


def _help_of(known: Known) -> str:
    return str(Microcredential._meta.get_field(known.target).help_text)
