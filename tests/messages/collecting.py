"""Which texts the code and the templates mark for translation. Nothing outside Python is needed for it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from tests.project.source_code import ROOT

# Django's own names beside gettext's, and which of their arguments are texts ("c": what tells equal ones apart).
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_FOR_TRANSLATORS = ["Translators:"]


def collected() -> Catalog:
    """Every marked text with the files it stands in. Lines are left out: they would change with every edit."""
    found = Catalog(fuzzy=False)
    for name, source in _sources():
        for _, text, comments, context in extract("python", BytesIO(source), KEYWORDS, _FOR_TRANSLATORS):
            found.add(text, locations=[(name, None)], auto_comments=comments, context=context)
    return found


def _sources() -> Iterator[tuple[str, bytes]]:
    """Code, and templates as if they were."""
    for folder in ("catalogue", "funding", "institutions"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.relative_to(ROOT).as_posix(), _as_code(path.read_text(encoding="utf-8"))


def _as_code(template: str) -> bytes:
    """What a template marks, as calls with nothing but noise between them; flush left, as Python wants it."""
    return "\n".join(line.strip() for line in templatize(template).splitlines()).encode()
