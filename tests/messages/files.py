"""The French texts as they lie in `locale/`: the file that people edit, and the one made of it that the site reads."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from babel.messages import Catalog, Message
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
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_HEADER = """\
# The interface in Canadian French. Edit the texts behind msgstr; `make messages` does the rest.
# What stays as it is: names of schools, programs and documents, and whatever comes out of the database.
"""


def french() -> Catalog:
    """The file that people edit; without one, an empty catalogue."""
    return _parsed(EDITED.read_bytes() if EDITED.exists() else (_HEADER + _KINDS).encode())


def _parsed(edited: bytes) -> Catalog:
    return read_po(BytesIO(edited), locale="fr_CA")


def is_missing(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return not all(strings) or message.fuzzy


def as_edited(catalogue: Catalog) -> bytes:
    """Without what changes by itself, such as the day on which it was written."""
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return (_HEADER + _KINDS).encode() + out.getvalue()


def as_read(catalogue: Catalog) -> bytes:
    """The same bytes from the same texts, whenever made. What has no translation stays out: English is shown."""
    done = _parsed(as_edited(catalogue))
    done.creation_date = done.revision_date = _SOME_DAY
    for message in [*done]:
        if message.id and is_missing(message):
            done.delete(message.id, message.context)
    out = BytesIO()
    write_mo(out, done)
    return out.getvalue()
