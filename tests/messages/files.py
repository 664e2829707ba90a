"""The French texts as they lie in `locale/`: the file that people edit, and the one made of it that the site reads."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.project.source_code import ROOT

FOLDER = ROOT / "locale" / "fr_CA" / "LC_MESSAGES"
EDITED, READ = FOLDER / "django.po", FOLDER / "django.mo"
# What a reader has to know of the file: its letters, and which numbers are singular.
_KINDS = """\
msgid ""
msgstr ""
"Language: fr_CA\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
_HEADER = """\
# The interface in Canadian French. Edit the texts behind msgstr; `make messages` does the rest.
# What stays as it is: names of schools, programs and documents, and whatever comes out of the database.
"""


def french() -> Catalog:
    """The file that people edit; without one, an empty catalogue."""
    edited = EDITED.read_bytes() if EDITED.exists() else (_HEADER + _KINDS).encode()
    return read_po(BytesIO(edited), locale="fr_CA")


def as_edited(catalogue: Catalog) -> bytes:
    """Without what changes by itself, such as the day on which it was written."""
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return (_HEADER + _KINDS).encode() + out.getvalue()


def as_read(catalogue: Catalog) -> bytes:
    """The same bytes from the same texts, whenever it is made."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()
