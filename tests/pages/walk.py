"""Walks the site as a crawler would: from the home page along every link, with at most one filter at a time."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "action", "src"} and value]


def _worth_a_visit(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.netloc and not parts.path.startswith(("/admin", "/static")) and len(parse_qsl(parts.query)) <= 1


def walk(client: Client, *starts: str) -> dict[str, HttpResponse]:
    """Every page that links lead to from these, by address."""
    pages: dict[str, HttpResponse] = {}
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        if address in pages:
            continue
        pages[address] = response = client.get(address)
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
    return content.decode()
