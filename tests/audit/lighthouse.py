"""Lighthouse, as a phone on a slow line sees a page: four marks of 100, what was transferred, what moved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# What a page must reach: marks of 100; kilobytes of 1,000 bytes, as the browser received them.
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_KILOBYTES, MOST_SCRIPT_KILOBYTES, MOST_FONT_KILOBYTES = 60.0, 4.096, 40.0
_SECONDS = 180
_TRIES = 3  # now and then it loses the beginning of its recording and asks to be run again


@dataclass(frozen=True)
class Report:
    """One page: the marks by category, kilobytes of page (without fonts), scripts and fonts, and layout shift."""

    path: str
    marks: dict[str, int]
    kilobytes: float
    script: float
    fonts: float
    shift: float
    complaints: tuple[str, ...]

    def misses(self) -> list[str]:
        """What falls short, in words; empty for a page that holds every bar."""
        found = [f"{name} {mark}" for name, mark in self.marks.items() if mark < LEAST[name]]
        found += [f"{self.kilobytes:.1f} KB"] * (self.kilobytes > MOST_KILOBYTES)
        found += [f"{self.script:.1f} KB of script"] * (self.script > MOST_SCRIPT_KILOBYTES)
        found += [f"{self.fonts:.1f} KB of fonts"] * (self.fonts > MOST_FONT_KILOBYTES)
        return found + [f"layout shift {self.shift}"] * (self.shift > 0)


def audit(tools: Path, origin: str, path: str, runs: int) -> Report:
    """The report of one page; the speed is the median of several runs, since a machine is never quiet."""
    found = [_run(tools, origin + path) for _ in range(runs)]
    last = found[-1]
    marks = {name: round(100 * median(run["categories"][name]["score"] for run in found)) for name in CATEGORIES}
    sizes = _sizes(last)
    return Report(
        path,
        marks,
        kilobytes=(sum(sizes.values()) - sizes.get("Font", 0)) / 1000,
        script=_scripts(last) / 1000,
        fonts=sizes.get("Font", 0) / 1000,
        shift=round(max(run["audits"]["cumulative-layout-shift"]["numericValue"] for run in found), 4),
        complaints=tuple(_complaints(last)),
    )


def _run(tools: Path, url: str) -> dict:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("Lighthouse needs Chromium (on Debian: apt-get install chromium).")
    report = tools / "report.json"  # a file: what goes to a pipe may be cut short
    command = [str(tools / "node_modules/.bin/lighthouse"), url, "--quiet", "--output=json", f"--output-path={report}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    for _ in range(_TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False)
        if done.returncode == 0:
            return json.loads(report.read_text())
    sys.exit(f"Lighthouse did not finish with {url}: {done.stderr.strip()[-2000:]}")


def _sizes(report: dict) -> dict[str, int]:
    """Bytes received, by kind of file."""
    sizes: dict[str, int] = {}
    for item in report["audits"]["network-requests"]["details"]["items"]:
        kind = item.get("resourceType", "")
        sizes[kind] = sizes.get(kind, 0) + item.get("transferSize", 0)
    return sizes


def _scripts(report: dict) -> int:
    """Bytes of the scripts as https sends them: packed with brotli, which browsers do not ask of plain http."""
    items = report["audits"]["network-requests"]["details"]["items"]
    return sum(_packed(item["url"]) for item in items if item.get("resourceType") == "Script")


def _packed(url: str) -> int:
    with urlopen(Request(url, headers={"Accept-Encoding": "br"}), timeout=30) as response:
        return len(response.read())


def _complaints(report: dict) -> list[str]:
    """The audits that count and were not passed in full."""
    counted = {
        reference["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"]
    }
    audits = (report["audits"][name] for name in sorted(counted))
    return [
        f"{each['id']}: {each.get('displayValue') or each['title']}" for each in audits if (each["score"] or 0) < 0.9
    ]
