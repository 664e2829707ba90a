"""Walks the site as a crawler would: from the home page along every link, with at most one filter at a time."""

from __future__ import annotations

from collections import Counter, deque
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from zipfile import ZipFile

from django.http import HttpResponse
from django.test import Client

# What stands in a zip for somebody to read.
_TEXTS = ("sheet1.xml", ".csv", ".json")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "action", "src"} and value]


def _worth_a_visit(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.netloc and not parts.path.startswith(("/admin", "/static")) and len(parse_qsl(parts.query)) <= 1


def _kind(address: str) -> tuple[str, ...]:
    """What pages of one view in one language, asked for the same thing, have in common."""
    parts = urlsplit(address)
    language, path = ("fr", parts.path[3:]) if parts.path.startswith("/fr/") else ("en", parts.path)
    noun, *rest = path.strip("/").split("/")
    asked = (name for name, _ in parse_qsl(parts.query))
    form = rest[0].partition(".")[2] if rest else ""
    return (language, noun, form, str(len(rest)), *rest[1:], *asked)


def walk(client: Client, *starts: str, most: int | None = None) -> dict[str, HttpResponse]:
    """Every page that links lead to from these, by address; at most so many of a kind, the starts among them."""
    pages: dict[str, HttpResponse] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = _kind(address)
        if address in pages or seen[kind] == most:
            continue
        seen[kind] += 1
        pages[address] = response = client.get(address)
        assert response.status_code < 500, address
        if response.streaming:  # until it is read it keeps others waiting
            response.streaming_content = [response.getvalue()]
        links = _Links()
        if response.get("Content-Type", "").startswith("text/html"):
            links.feed(body(response))
        if response.status_code in {301, 302}:
            links.found.append(response["Location"])
        targets = (urldefrag(urljoin(address, link)).url for link in links.found)
        waiting.extend(target for target in targets if _worth_a_visit(target))
    return pages


def body(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        package = ZipFile(BytesIO(content))
        return "\n".join(package.read(name).decode() for name in package.namelist() if name.endswith(_TEXTS))
    return content.decode("latin-1" if content.startswith(b"SQLite") else "utf-8")
