"""Bar 2: drafts. The walk over every address is a test of the suite; here it runs whole, and the site is asked too."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from catalogue.environment import ROOT

from .result import Result
from .site import Site, ask

MARK = "zqxdraft"


def run(site: Site) -> Iterator[Result]:
    walk = [
        sys.executable,
        "-m",
        "pytest",
        "tests/pages/test_hidden_entries.py",
        "-q",
        "--full",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(walk, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1]
    yield Result(
        2,
        "marked drafts on every address, format and count (tests/pages/test_hidden_entries.py)",
        "0 traces",
        last,
        not done.returncode,
    )
    code = (
        "from catalogue.models import Microcredential as M; from institutions.changes import recording\n"
        f"with recording(): M.objects.create(title='{MARK}', slug='{MARK}', state='draft')"
    )
    made = site.manage("shell", "--no-imports", "--command", code)
    if made.returncode:
        yield Result(2, "a draft and an address that never was", "alike", made.stderr[-150:], None)
        return
    different = [
        path
        for path in (
            "/microcredentials/{}/",
            "/microcredentials/{}.json",
            "/fr/microcredentials/{}/",
            "/microcredentials/{}/letter/",
        )
        if _answer(site, path, MARK) != _answer(site, path, "zqxnever")
    ]
    yield Result(
        2, "a draft and an address that never was answer alike", "4 of 4", f"{4 - len(different)} of 4", not different
    )


def _answer(site: Site, path: str, slug: str) -> tuple:
    answer = ask(site.port, path.format(slug), Host="localhost")
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "content-length")}
    return answer.status, headers, answer.body.replace(slug.encode(), b"")
