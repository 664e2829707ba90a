"""Bar 6: what MDN's scanner of headers says of twelve addresses. It asks this machine only."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from catalogue.environment import VAR

from .result import Result
from .site import HOST, Site, ask

PACKAGE = "@mdn/mdn-http-observatory@1.4.8"
ADDRESSES = [
    "",
    "/microcredentials/",
    "/institutions/",
    "/funding/",
    "/pathways/",
    "/sources/",
    "/coverage/",
    "/about/",
    "/about/privacy/",
    "/glossary/",
    "/fr/",
    "/admin/login/",
]
LEAST = 125


# Everything that nginx or the site may answer by itself, and what it should be.
ODD = [
    ("/", {}, 200),
    ("/nowhere/", {}, 404),
    ("/admin/", {}, 302),
    ("/microcredentials", {}, 301),
    ("/?q=%00", {}, 400),
    ("/?q=" + "x" * 5000, {}, 414),
    ("/?q=" + "x" * 9000, {}, 414),
    ("/", {"X_Long": "x" * 9000}, 400),
    ("/static/nothing", {}, 404),
    ("/microcredentials.csv", {}, 200),
    ("/microcredentials.json", {}, 200),
    ("/healthz", {}, 200),
    ("/admin/login/", {}, 200),
    ("/", {"Content_Length": str(40 * 2**20)}, 413),
    ("/metrics", {}, 404),
    ("/fr/nowhere/", {}, 404),
    ("/static/", {}, 403),
    ("/static/gone.0123456789ab.css", {}, 404),
    ("/", {"Transfer_Encoding": "gzip"}, 501),
]
NEEDED = [
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "strict-transport-security",
]


def run(site: Site) -> Iterator[Result]:
    yield from _every_answer(site)
    yield from _scan(site)


def _every_answer(site: Site) -> Iterator[Result]:
    answers = {f"{path[:30]} {' '.join(more)[:16]}": (site.get(path, **more), wanted) for path, more, wanted in ODD}
    answers["TRACE /"] = ask(site.front, "/", "TRACE", tls=True), 405
    # Without nginx, as from a machine of ours that watches the site.
    answers["a header too long for the site"] = ask(site.port, X_Long="x" * 9000), 431
    bare = [
        f"{name}: {answer.status} without {', '.join(lost)}"
        for name, (answer, _) in answers.items()
        if (lost := [header for header in NEEDED if header not in answer.headers])
    ]
    other = [
        f"{name}: {answer.status}, not {wanted}"
        for name, (answer, wanted) in answers.items()
        if answer.status != wanted
    ]
    words = "; ".join([*bare, *other]) or f"{len(answers)} of {len(answers)}"
    yield Result(
        6,
        "answers of every kind, by nginx and by the site, that carry all headers",
        "all",
        words,
        not bare and not other,
    )
    unencrypted = ask(site.open, "/?q=welding")
    lost = [each for each in NEEDED if (each in unencrypted.headers) == (each == "strict-transport-security")]
    words = f"{unencrypted.status} to {unencrypted.headers.get('location', '')}, {len(lost)} headers wrong"
    is_led = unencrypted.headers.get("location") == f"https://{HOST}/?q=welding"
    wanted = "301 to https, with all headers that may go there"
    yield Result(6, "asked without encryption", wanted, words, is_led and not lost)


def _scan(site: Site) -> Iterator[Result]:
    what = f"{PACKAGE.rpartition('@')[0]} on {len(ADDRESSES)} addresses"
    wanted = f"A+, {LEAST} or more"
    scanner = _scanner()
    if scanner is None or site.front != 443:
        why = "npm could not fetch it" if scanner is None else "port 443 is not free here"
        yield Result(6, what, wanted, why, None)
        return
    scores = {address or "/": _score(scanner, address, site) for address in ADDRESSES}
    worst = min(scores, key=lambda address: scores[address][1])
    words = f"the worst is {worst}: {scores[worst][0]}, {scores[worst][1]}"
    yield Result(6, what, wanted, words, all(grade == "A+" and score >= LEAST for grade, score in scores.values()))


def _scanner() -> Path | None:
    folder = VAR / "drill"
    script = folder / "node_modules" / "@mdn" / "mdn-http-observatory" / "src" / "scan.js"
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(folder), PACKAGE]
        subprocess.run(command, capture_output=True, check=False)
    # Its own set-up would fetch the browsers' list of sites that are https only; localhost is not on it.
    known = script.parent.parent / "conf" / "hsts-preload.json"
    if script.exists() and not known.exists():
        known.parent.mkdir(exist_ok=True)
        known.write_text("{}")
    return script if script.exists() else None


def _score(script: Path, address: str, site: Site) -> tuple[str, int]:
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": str(site.folder / "certificate.pem")}
    command = ["node", str(script), f"{HOST}{address}"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    found = json.loads(said.stdout)
    return (found["scan"]["grade"], found["scan"]["score"]) if "scan" in found else (found["error"], 0)
