"""The site's settings, for a server that also has the pages of bench/pages.py: all pass the same middleware."""

from __future__ import annotations

from pathlib import Path

from catalogue.settings import *  # noqa: F403

ROOT_URLCONF = "bench.pages"
TEMPLATES[0]["DIRS"] += [Path(__file__).parent / "templates"]  # noqa: F405
