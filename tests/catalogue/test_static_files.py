"""What is collected: nothing names a file that is not there, and the sources of the one sheet stay home."""

from __future__ import annotations

import os
import posixpath
import re

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from catalogue import static_files
from catalogue.style_sheet import SHEET


@pytest.fixture
def collected(monkeypatch, tmp_path):
    """Where set-up found no npm: no fonts were made."""
    monkeypatch.setattr(static_files, "MADE", tmp_path)
    monkeypatch.setattr("catalogue.style_sheet.MADE", tmp_path)
    monkeypatch.setattr("catalogue.style_sheet.FONTS", tmp_path / "fonts")
    finders = [type(finder)() for finder in get_finders()]
    return {path: storage.path(path) for finder in finders for path, storage in finder.list([])}


def test_no_style_sheet_names_a_file_that_is_not_collected(collected) -> None:
    missing = []
    for path, file in collected.items():
        if path.endswith(".css"):
            with open(file, encoding="utf-8") as sheet:
                named = re.findall(r'url\(["\']?((?!data:|#)[^"\')]+)', sheet.read())
            targets = {
                posixpath.normpath(posixpath.join(posixpath.dirname(path), name.split("#")[0])) for name in named
            }
            missing += [(path, target) for target in targets if target not in collected]
    assert missing == []


def test_the_one_sheet_is_collected_and_its_sources_are_not(collected) -> None:
    own = {path for path in collected if path.startswith("css/")}
    assert own == {SHEET, "css/admin.css"}


def test_files_of_a_release_that_one_goes_back_to_are_collected_though_they_are_older(settings, tmp_path) -> None:
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "collected", [tmp_path / "source"]
    own = "catalogue.static_files.NamedStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": own}}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    script = tmp_path / "source" / "a.js"
    script.parent.mkdir()
    for words, dated in (("new", 2_000_000_000), ("old", 1_000_000_000)):
        script.write_text(words)
        os.utime(script, (dated, dated))
        call_command("collectstatic", interactive=False, verbosity=0)
        assert (tmp_path / "collected" / "a.js").read_text() == words
