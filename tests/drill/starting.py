"""Bar 6: the public site starts safe or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from catalogue.environment import ROOT

from .result import Result
from .site import Site, free_port

# What is wrong with each, and what the server must say before it ends: a number of ours, or the name of a variable.
UNSAFE = {
    "error details for visitors": ({"DEBUG": "1"}, "catalogue.E001"),
    "a key that can be guessed": ({"SECRET_KEY": "secret" * 10}, "catalogue.E002"),
    "a key that is too short": ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    "any host below a name": ({"ALLOWED_HOSTS": ".example.ca"}, "catalogue.E003"),
    "an address without https": ({"SITE_ORIGIN": "http://localhost"}, "catalogue.E004"),
    "no proxy counted": ({"TRUSTED_PROXIES": ""}, "catalogue.E007"),
    "nobody to tell of a hole": ({"CONTACT_EMAIL": ""}, "catalogue.E008"),
    "a database overheard": ({"DATABASE_URL": "postgres://x@192.0.2.1/x?connect_timeout=2"}, "catalogue.E009"),
}


def run(site: Site) -> Iterator[Result]:
    clean = site.manage("check", "--deploy", "--fail-level", "WARNING")
    yield Result(
        6,
        "check --deploy with the settings of the public site",
        "clean",
        "clean" if not clean.returncode else clean.stderr.strip()[-80:],
        clean.returncode == 0,
    )
    refused = {name: _refused(site, more, word) for name, (more, word) in UNSAFE.items()}
    owner, ruler = site.cluster.url("catalogue_owner"), site.cluster.url("catalogue")
    refused["a role that changes tables"] = _refused(site, {"DATABASE_URL": owner}, "catalogue.E022")
    refused["a role that rules the server"] = _refused(site, {"DATABASE_URL": ruler}, "catalogue.E021")
    site.cluster.ask("UPDATE django_migrations SET name = 'x' || name WHERE app = 'catalogue'")
    refused["migrations that were not made"] = _refused(site, {}, "catalogue.E020")
    site.cluster.ask("UPDATE django_migrations SET name = substr(name, 2) WHERE app = 'catalogue'")
    style = ROOT / "var" / "static" / "staticfiles.json"
    style.rename(style.with_suffix(".away"))
    refused["style sheets that were not collected"] = _refused(site, {}, "catalogue.E006")
    style.with_suffix(".away").rename(style)
    missed = [name for name, is_refused in refused.items() if not is_refused]
    words = f"{len(refused) - len(missed)} of {len(refused)}" + (f"; not: {', '.join(missed)}" if missed else "")
    yield Result(6, "unsafe settings that keep the server from starting", "12 of 12 or more", words, not missed)


def _refused(site: Site, more: dict[str, str], word: str) -> bool:
    """Whether the server ends by itself and says why."""
    other = replace(site, more={**site.more, **more}, port=free_port())
    command = [sys.executable, "-m", "gunicorn", "--config=python:catalogue.gunicorn"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=other.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said, _ = server.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.communicate()
        return False
    return bool(server.returncode) and word in said
