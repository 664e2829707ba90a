"""Adobe's validator over the data for search engines in every page that has some: what rich results ask for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_BLOCK = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_JUDGE = Path(__file__).with_suffix(".mjs")


def check(tools: Path, found: Iterable[tuple[str, bytes]]) -> tuple[int, list[str]]:
    """How many pages have data, and what is wrong with it, a line each; warnings count too."""
    pages = {address: data for address, html in found if (data := _by_type(html))}
    judge = tools / "node_modules/@adobe/structured-data-validator/src/index.js"
    command = ["node", str(_JUDGE), str(judge)]
    done = subprocess.run(command, input=json.dumps(pages), capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        sys.exit(f"The checker of structured data did not finish: {done.stderr.strip()[-2000:]}")
    return len(pages), [
        f"{address}: {each['rootType']}: {each['issueMessage']} ({each['severity'].lower()})"
        for address, issues in json.loads(done.stdout).items()
        for each in issues
    ]


def _by_type(html: bytes) -> dict[str, list[dict]]:
    """What a page says of itself in JSON-LD."""
    by_type = defaultdict(list)
    for block in _BLOCK.findall(html):
        data = json.loads(block)
        for each in data if isinstance(data, list) else [data]:
            by_type[each["@type"]].append(each)
    return by_type
