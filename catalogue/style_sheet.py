"""The one style sheet of the site, joined from the sheets in static/css: a page asks for one file instead of fifty.

Each component keeps a source of its own. What lies in static/css/components is joined without being named anywhere, so
no sheet can be forgotten (docs/decisions/0061).
"""

from __future__ import annotations

import re
from pathlib import Path

from catalogue.environment import ROOT, VAR

SOURCES = ROOT / "static" / "css"
# What set-up and the collecting of static files make; served beside what lies in static/.
MADE = VAR / "made"
SHEET = "css/site.css"
FONTS = MADE / "fonts"
FACES, PAPER = SOURCES / "fonts.css", SOURCES / "print.css"

# A string stays as it is; comments go; white space becomes one blank.
_TOKEN = re.compile(r"""("[^"]*"|'[^']*')|(?:/\*.*?\*/|\s)+""", re.DOTALL)
# Blanks that end nothing. One before a colon or a bracket may part two selectors, so it stays.
_BLANK = re.compile(r"""("[^"]*"|'[^']*')|;? ?(\}) ?| ?([{;,>]) ?|(:) """)


def sheets() -> list[Path]:
    """In the order that counts: values, plain elements, the frame, one sheet a component, paper."""
    components = sorted((SOURCES / "components").glob("*.css"))
    return [*(SOURCES / f"{name}.css" for name in ("tokens", "base", "layout")), *components]


def joined(fonts: Path | None = None) -> str:
    """All sheets as one, made small. The faces of BC Sans are in it only where each file that they name was made."""
    fonts = fonts or FONTS
    faces = FACES.read_text(encoding="utf-8")
    named = re.findall(r'url\("\.\./fonts/([^"]+)"\)', faces)
    parts = [faces] if all((fonts / name).exists() for name in named) else []
    parts += [sheet.read_text(encoding="utf-8") for sheet in sheets()]
    paper = PAPER.read_text(encoding="utf-8")
    return small("\n".join([*parts, f"@media print {{ {paper} }}"]))


def small(css: str) -> str:
    """The same rules without comments and needless blanks."""
    lone = _TOKEN.sub(lambda found: found[1] or " ", css)
    return _BLANK.sub(lambda found: "".join(filter(None, found.groups())), lone).strip() + "\n"


def make() -> Path:
    """The sheet on the disk, written only where it differs; whoever reads it meanwhile reads the old one whole."""
    path, text = MADE / SHEET, joined()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name("site.css.new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return path
