"""Finds elements of a page by tag and class, so that tests can say what they look for."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from django.http import HttpResponse

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All words inside, with single spaces."""
        return " ".join("".join(self._pieces()).split())

    def everything(self) -> Iterator[Element]:
        """The element and all that are inside it."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.everything()

    def all(self, tag: str = "", cls: str = "", **attributes: str) -> list[Element]:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.everything()
            if tag in ("", element.tag)
            and (not cls or cls in element.classes)
            and wanted.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", cls: str = "", **attributes: str) -> Element:
        (found,) = self.all(tag, cls, **attributes)
        return found

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            yield child if isinstance(child, str) else "".join(child._pieces())


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(response: HttpResponse) -> Element:
    """The page of a response; fails on tags that do not nest."""
    return read(response.content.decode())


def read(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> stays open"
    return builder.open[0]
