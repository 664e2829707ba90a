"""The picture of a link preview: the card of one program as a PNG, since most networks refuse SVG.

No models and no words of a page, as in the drawings beside it. Whoever draws brings the letters too, as a function from
size and weight to a font: the server has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from catalogue.colours import colours

SIZE = WIDTH, HEIGHT = 1200, 630
Face = Callable[[int, bool], ImageFont.FreeTypeFont]

_EDGE, _BAND, _GOLD = 64, 92, 8
_WIDEST = WIDTH - 2 * _EDGE
_TITLE, _WORDS, _LEADING = 54, 29, 45
_MOST_LINES = 3
_FACTS_AT, _VALUES_AT, _NOTE_AT = 386, 400, 578
_COLOURS = 64  # enough for the edges of letters; with all of them the file would be three times as large
# The mark of the site: place and size of its three blocks, and their colours.
_MARK = (((68, 60, 112, 68), "band-text"), ((74, 46, 106, 54), "band-quiet"), ((82, 32, 98, 40), "gold"))
_MOST_LETTERS = 240  # of one text: more would not fit, and measuring it takes time


@dataclass(frozen=True)
class Preview:
    """All that the picture says. `facts`: what is asked, what is known of it, and whether anything is."""

    site: str
    title: str
    who: str
    facts: tuple[tuple[str, str, bool], ...]
    note: str

    @property
    def words(self) -> str:
        """The same as a text."""
        facts = (f"{name}: {value}" for name, value, _ in self.facts)
        return ". ".join(filter(None, (self.title, self.who, *facts, self.note)))


@dataclass(frozen=True)
class Line:
    """One line of text, and where it begins; `ink` is the name of its colour."""

    text: str
    x: int
    y: int
    size: int
    bold: bool
    ink: str


def preview_png(preview: Preview, face: Face) -> bytes:
    ink = colours("light")
    image = Image.new("RGB", SIZE, ink["page"])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, _BAND), fill=ink["band"])
    draw.rectangle((0, _BAND, WIDTH, _BAND + _GOLD), fill=ink["gold"])
    for place, colour in _MARK:
        draw.rounded_rectangle(place, radius=2, fill=ink[colour])
    for line in lines(preview, face):
        draw.text((line.x, line.y), line.text, font=face(line.size, line.bold), fill=ink[line.ink])
    written = BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(written, "PNG")
    return written.getvalue()


def lines(preview: Preview, face: Face) -> Iterator[Line]:
    """Every text of the picture at its place, cut with three dots where there is no more room."""

    def fitted(text: str, x: int, y: int, ink: str, *, bold: bool = False, size: int = _WORDS) -> Line:
        return Line(_cut(text, WIDTH - _EDGE - x, face(size, bold)), x, y, size, bold, ink)

    yield fitted(preview.site, 136, 28, "band-text", bold=True, size=30)
    y = _BAND + _GOLD + 24
    for text in _wrapped(preview.title, face(_TITLE, True)):
        yield Line(text, _EDGE, y, _TITLE, True, "heading")
        y += 64
    yield fitted(preview.who, _EDGE, y + 8, "text")
    for number, (name, value, known) in enumerate(preview.facts):
        y = _FACTS_AT + number * _LEADING
        yield fitted(name, _EDGE, y, "quiet")
        yield fitted(value, _VALUES_AT, y, "text" if known else "quiet", bold=known)
    yield fitted(preview.note, _EDGE, _NOTE_AT, "quiet", size=26)


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """As few lines as hold the text, and no more than there is room for."""
    found: list[str] = []
    words = text[:_MOST_LETTERS].split()
    for number, word in enumerate(words):
        joined = f"{found[-1]} {word}" if found else word
        if found and font.getlength(joined) <= _WIDEST:
            found[-1] = joined
        elif len(found) == _MOST_LINES:
            found[-1] = _cut(" ".join([found[-1], *words[number:]]), _WIDEST, font)
            break
        else:
            found.append(word)
    return [_cut(line, _WIDEST, font) for line in found]


def _cut(text: str, width: int, font: ImageFont.FreeTypeFont) -> str:
    text = text[:_MOST_LETTERS]
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
