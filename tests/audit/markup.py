"""The Nu checker over every page that links lead to: whether the markup is what the standard says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

_LINK = re.compile(rb'(?:href|action)="([^"]+)"')
# The filters of the list lead to more pages than can be looked at, all of one making: this many of each address.
_MOST_OF_ONE_PATH = 4


def pages(origin: str, starts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Every page of the site by address, each path with a few of its query strings; pages that say "not found" too."""
    waiting, seen, times = [origin + start for start in starts], set(), {}
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        if address in seen or times.get(path, 0) >= _MOST_OF_ONE_PATH:
            continue
        seen.add(address)
        times[path] = times.get(path, 0) + 1
        html = _fetch(address)
        if html is None:
            continue
        yield address.removeprefix(origin), html
        links = (urldefrag(urljoin(address, link.decode().replace("&amp;", "&"))).url for link in _LINK.findall(html))
        waiting += [link for link in links if link.startswith(origin + "/") and not _elsewhere(link)]


def _elsewhere(link: str) -> bool:
    return urlsplit(link).path.startswith(("/admin", "/static"))


def _fetch(address: str) -> bytes | None:
    """The page; nothing where a file comes instead."""
    try:
        with urlopen(address, timeout=30) as response:
            kind, body = response.headers["Content-Type"], response.read()
    except HTTPError as refused:
        kind, body = refused.headers["Content-Type"], refused.read()
    return body if kind.startswith("text/html") else None


def check(tools: Path, folder: Path, found: Iterable[tuple[str, bytes]]) -> tuple[int, list[str]]:
    """How many pages there were, and what is wrong, a line each.

    What the checker guesses is left out, as that a French page about programs with English names must be English.
    """
    if not shutil.which("java"):
        sys.exit("The Nu checker needs Java (on Debian: apt-get install default-jre-headless).")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = {}
    for number, (address, html) in enumerate(found):
        names[f"{number}.html"] = address
        (folder / f"{number}.html").write_bytes(html)
    jar = next((tools / "node_modules/vnu-jar").rglob("vnu.jar"))
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    messages = json.loads(done.stderr)["messages"]
    return len(names), [
        f"{names[Path(each['url']).name]}: {each['message']} ({each.get('extract', '').strip()})"
        for each in messages
        if each["type"] != "info"
    ]
