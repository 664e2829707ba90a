"""Turns a page of the site into one of the copy: its links lead to files, and what needs a server is left out."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings

from .places import between, file_of

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What asks a server or a script, with all inside it.
_LEFT_OUT = {"script", "form", "search", "button", "input"}
_LEFT_OUT_CLASSES = {"ways", "picks", "pick", "pick-links", "results-file", "copied", "relaxations", "chips-clear"}
_LEFT_OUT_OF_CHIPS = {"chip-x", "vh"}
# What names an anchor of the page.
_NAMES = ("id", "for", "aria-describedby", "aria-controls")
# Several pieces in one file may have a section of the same name: a landmark has to be told from all others.
_NOT_OF_PIECES = "aria-labelledby"
_MAIN, _CRUMBS, _TITLE = "main", "nav", "title"

Attributes = list[tuple[str, str | None]]


class Rewriter(HTMLParser):
    """Reads a page of the site, or a piece of one.

    `main`, `crumbs` and `title` are what it says, for the copy; `found` are the addresses of the site in it that are
    in the copy too. `prefix` goes before each anchor, where several pieces stand in one file.
    """

    def __init__(self, address: str, file: str, mark: str, prefix: str = "", is_piece: bool = False) -> None:
        super().__init__(convert_charrefs=False)
        self._address, self._file, self._mark, self._prefix = address, file, mark, prefix
        self._parts: dict[str, list[str]] = {_MAIN: [], _CRUMBS: [], _TITLE: []}
        self._into: list[str] | None = self._parts[_MAIN] if is_piece else None
        self._skipping: list[str] = []
        self._drawings = 0
        self._links: list[str] = []
        self.found: dict[str, None] = {}

    @property
    def main(self) -> str:
        return "".join(self._parts[_MAIN])

    @property
    def crumbs(self) -> str:
        return "".join(self._parts[_CRUMBS])

    @property
    def title(self) -> str:
        return "".join(self._parts[_TITLE]).strip()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._skipping or self._is_left_out(tag, attrs):
            if tag not in _VOID:
                self._skipping.append(tag)
            return
        if self._opens(tag, attrs):
            return
        if self._into is None:
            return
        if tag == "svg":
            self._drawings += 1
        if tag == "a" and "chip" in _classes(attrs):
            self._put('<span class="chip">')  # what is chosen; without a server it cannot be taken away
            self._links.append("</span>")
        elif tag == "a":
            self._open_link(attrs)
        else:
            self._put(self._tag(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not self._skipping and not self._is_left_out(tag, attrs):
            self._put(self._tag(tag, attrs, "/"))

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if self._skipping[-1] == tag:
                self._skipping.pop()
            return
        if self._into is None:
            return
        if tag in self._parts and self._into is self._parts[tag]:
            self._into = None
        elif tag == "a":
            self._put(self._links.pop())
        else:
            self._drawings -= tag == "svg"
            self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._put(data)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def _put(self, text: str) -> None:
        if self._into is not None and not self._skipping:
            self._into.append(text)

    def _opens(self, tag: str, attrs: Attributes) -> bool:
        """Whether the tag begins one of the parts that are kept; the tag itself is not."""
        wanted = tag in (_MAIN, _TITLE) or (tag == _CRUMBS and ("class", "breadcrumb") in attrs)
        if self._into is None and wanted:
            self._into = self._parts[tag]
            return True
        return False

    def _is_left_out(self, tag: str, attrs: Attributes) -> bool:
        in_chip = "</span>" in self._links
        left_out = _LEFT_OUT_CLASSES | _LEFT_OUT_OF_CHIPS if in_chip else _LEFT_OUT_CLASSES
        return tag in _LEFT_OUT or not left_out.isdisjoint(_classes(attrs))

    def _open_link(self, attrs: Attributes) -> None:
        """A link with where it leads in the copy. One that leaves it says so; a drawing has no room for that."""
        address = dict(attrs).get("href") or ""
        there, is_on_site = self._place_of(address)
        if is_on_site and self._drawings:
            self._links.append("")
            return
        self._put(self._tag("a", [(name, there if name == "href" else value) for name, value in attrs]))
        self._links.append(f"{self._mark}</a>" if is_on_site else "</a>")

    def _place_of(self, address: str) -> tuple[str, bool]:
        """Where a link of the site leads from here, and whether to the site because the copy does not hold it."""
        if address.startswith("#"):
            return f"#{self._prefix}{address[1:]}", False
        whole, anchor = urldefrag(urljoin(self._address, address))
        if urlsplit(whole).scheme:
            return address, False
        file = file_of(whole)
        if file is None:
            return settings.SITE_ORIGIN + whole + (f"#{anchor}" if anchor else ""), True
        self.found[whole] = None
        return between(self._file, file) + (f"#{anchor}" if anchor else ""), False

    def _tag(self, tag: str, attrs: Attributes, end: str = "") -> str:
        told = "".join(
            f' {name}="{escape(self._named(name, value))}"' if value is not None else f" {name}"
            for name, value in attrs
            if not (self._prefix and name == _NOT_OF_PIECES)
        )
        return f"<{tag}{told}{end}>"

    def _named(self, name: str, value: str) -> str:
        if self._prefix and name in _NAMES:
            return " ".join(f"{self._prefix}{each}" for each in value.split())
        return value


def _classes(attrs: Attributes) -> list[str]:
    return (dict(attrs).get("class") or "").split()


def rewritten(html: str, address: str, file: str, mark: str, *, prefix: str = "", is_piece: bool = False) -> Rewriter:
    """A page read to its end."""
    rewriter = Rewriter(address, file, mark, prefix, is_piece)
    rewriter.feed(html)
    rewriter.close()
    return rewriter
