"""The bill of materials names every package that is installed to run the site."""

from __future__ import annotations

import importlib.util
import re

from tests.project.source_code import ROOT


def _bill() -> dict:
    spec = importlib.util.spec_from_file_location("bill", ROOT / "requirements" / "bill.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.bill((ROOT / "requirements" / "run.txt").read_text())


def test_every_pinned_package_is_in_the_bill() -> None:
    text = (ROOT / "requirements" / "run.txt").read_text()
    pins = set(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==([^ \\;]+)", text, re.MULTILINE))
    listed = {(each["name"], each["version"]) for each in _bill()["components"]}
    assert listed == pins
    assert {name for name, _ in listed} >= {"django", "psycopg", "gunicorn"}


def test_each_has_the_hashes_of_its_files() -> None:
    for each in _bill()["components"]:
        assert any(about["name"].startswith("sha256") for about in each["properties"]), each["name"]
