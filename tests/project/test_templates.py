"""Templates: each is used, and each component says what it needs."""

from __future__ import annotations

import re

from tests.project.source_code import ROOT, tracked

_TEMPLATES = [path for path in tracked() if path.parts[0] == "templates"]
# Django finds these by their names.
_BY_NAME = re.compile(r"^(admin/|registration/|400|403|404|500)")
# Drawn by the tag `icon`, which names them without their folder; a page shows them all.
_ICON = re.compile(r"^icons/.+\.svg$")


def _name(path) -> str:
    return str(path.relative_to("templates"))


def test_every_template_is_used():
    sources = [path for path in tracked() if path.suffix in {".py", ".html"} and path.parts[0] != "tests"]
    text = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in sources)
    unused = [
        _name(path)
        for path in _TEMPLATES
        if f'"{_name(path)}"' not in text and not (_BY_NAME.match(_name(path)) or _ICON.match(_name(path)))
    ]
    assert unused == []


def test_nothing_is_inline():
    """The content security policy would drop it: no script, style or handler inside a page."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    pages = [path for path in _TEMPLATES if path.suffix == ".html"]
    assert [_name(path) for path in pages if inline.search((ROOT / path).read_text(encoding="utf-8"))] == []
