"""`python -m tests.audit`: judges the pages as outsiders would, prints what they say and writes it down.

Exits with 1 where a bar is missed. The tools are npm packages of requirements/audit/, put into var/audit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from catalogue.environment import ROOT, VAR

from . import lighthouse, markup, structured
from .site import served

TOOLS = VAR / "audit"
# What the bars are about, and then the other kinds of page that a learner may land on.
PAGES = [
    "/",
    "/microcredentials/",
    "/microcredentials/royal-roads-professional-studies/",
    "/compare/?e=sfu-fass-forward&e=tru-oeru&e=bcit-mass-timber",
    "/microcredentials/?view=table",
    "/pathways/",
    "/funding/",
    "/coverage/",
    "/institutions/ubc/",
    "/glossary/",
    "/fr/microcredentials/",
]
STARTS = ["/", "/fr/", "/no-such-page/", *PAGES]


def install() -> None:
    """The tools, exactly as the lock file names them; done once for each state of it."""
    wanted = ROOT / "requirements/audit"
    TOOLS.mkdir(parents=True, exist_ok=True)
    lock, record = (wanted / "package-lock.json").read_text(), TOOLS / "installed"
    if record.exists() and record.read_text() == lock:
        return
    if not shutil.which("npm"):
        sys.exit("Lighthouse and the checkers come with npm (on Debian: apt-get install nodejs npm).")
    print("Installing Lighthouse and the checkers into var/audit; this is done once ...", flush=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(wanted / name, TOOLS / name)
    environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=TOOLS, env=environment, check=True)
    record.write_text(lock)


def table(reports: list[lighthouse.Report]) -> list[str]:
    """The reports as a table in Markdown."""
    heads = ["Page", "Speed", "Accessibility", "Good practice", "SEO", "KB", "of it script", "Fonts KB", "Shift"]
    rows = [
        [
            f"`{report.path}`",
            *(str(report.marks[name]) for name in lighthouse.CATEGORIES),
            f"{report.kilobytes:.1f}",
            f"{report.script:.1f}",
            f"{report.fonts:.1f}",
            f"{report.shift:g}",
        ]
        for report in reports
    ]
    return ["| " + " | ".join(cells) + " |" for cells in [heads, ["---"] * len(heads), *rows]]


def written(reports: list[lighthouse.Report], checks: list[tuple[str, list[str]]]) -> str:
    """The whole result as a page in Markdown; of each check, what it looked at and what is wrong."""
    misses = [f"- `{report.path}`: {', '.join(report.misses())}" for report in reports if report.misses()]
    lines = [
        f"# What outsiders say of the pages, {datetime.now(UTC):%Y-%m-%d}",
        "",
        "Made by `make audit`. Marks of Lighthouse are of 100, for a phone on a slow line. Kilobytes are as received,",
        "without fonts; scripts as https sends them. Wanted are 98, 100, 100 and 100, at most 60 KB, 4 KiB of script",
        "and 40 KB of fonts, and no shift.",
        "",
        *table(reports),
        "",
        "Missed:" if misses else "Every bar is held.",
        "",
        *misses,
        *[""] * bool(misses),
        *(line for check in checks for line in _told(*check)),
    ]
    return "\n".join(lines).strip() + "\n"


def _told(looked_at: str, errors: list[str]) -> list[str]:
    return [f"{looked_at} and found {len(errors)} errors.", "", *(f"- {error}" for error in errors[:50]), ""]


def checked(origin: str) -> list[tuple[str, list[str]]]:
    """What the checkers looked at, in words, and what is wrong."""
    found = [*markup.pages(origin, STARTS)]
    count, errors = markup.check(TOOLS, TOOLS / "pages", found)
    with_data, wrong_data = structured.check(TOOLS, found)
    return [
        (f"The Nu checker looked at {count} pages", errors),
        (f"Adobe’s checker of structured data looked at the {with_data} of them that hold some", wrong_data),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse for each page (default 3)")
    parser.add_argument("--only", nargs="*", default=PAGES, help="these pages instead of all")
    parser.add_argument("--into", type=Path, default=TOOLS / "result.md", help="where the result is written")
    asked = parser.parse_args()
    install()
    with served(TOOLS) as site:
        checks = checked(site.origin)
        print(*(line for check in checks for line in _told(*check)), sep="\n", flush=True)
        reports = []
        for path in asked.only:
            reports.append(lighthouse.audit(TOOLS, site.origin, path, asked.runs))
            print(*table(reports)[-1:], *(f"    {each}" for each in reports[-1].complaints), sep="\n", flush=True)
    asked.into.write_text(written(reports, checks))
    print(f"Written into {asked.into}")
    return 1 if any(errors for _, errors in checks) or any(report.misses() for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
