"""BC Sans: small enough, with the letters of BC's First Nations, and a site that is whole without it."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.style_sheet import FONTS, joined
from tests.project.source_code import ROOT

SET_UP = ROOT / "requirements" / "fonts"
CSS = (ROOT / "static" / "css" / "fonts.css").read_text()
MOST_BYTES = 40_000  # of fonts that a page in English or French loads
FILES = re.findall(r'url\("\.\./fonts/([^"]+)"\)', CSS)
# Letters of the languages of BC, each with the marks that stand on it, as a browser must find them in one file.
FIRST_NATIONS = ["k̓", "x̱", "g̲", "ə́", "ʔ", "ɬ", "ƛ̓", "χ", "θ", "λ", "ʷ", "ᑕ", "ᐉ", "ᗸ", "A̱", "Ⱥ"]


def _ranges() -> dict[str, set[int]]:
    """The letters of each file."""
    found = {}
    for block in re.findall(r"@font-face \{(.*?)\}", CSS, re.DOTALL):
        if file := re.search(r'fonts/([^"]+)"', block):
            ends = re.findall(r"([0-9A-F]+)(?:-([0-9A-F]+))?", re.search(r"unicode-range: ([^;]+);", block)[1][1:])
            found[file[1]] = {code for a, b in ends for code in range(int(a, 16), int(b or a, 16) + 1)}
    return found


def _set_up(tmp_path: Path):
    spec = importlib.util.spec_from_file_location("set_up_fonts", SET_UP / "set_up.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.RECORD, module.MADE, module.FETCHED = tmp_path / "record", tmp_path / "made", tmp_path / "fetched"
    return module


def test_without_the_files_the_sheet_names_none(tmp_path):
    assert "@font-face" not in joined(fonts=tmp_path)
    assert '"BC Sans"' in joined(fonts=tmp_path), "an installed one is used all the same"


def test_with_the_files_the_sheet_names_them_and_waits_for_none(tmp_path):
    for file in FILES:
        (tmp_path / file).touch()
    sheet = joined(fonts=tmp_path)
    assert all(f'url("../fonts/{file}")' in sheet for file in FILES)
    optional = [name for name in FILES if "latin" in name]
    assert len(optional) == 2
    assert sheet.count("font-display:optional") == len(optional)
    assert sheet.count("font-display:swap") == len(FILES) - len(optional)


def test_half_of_the_files_are_as_none(tmp_path):
    (tmp_path / FILES[0]).touch()
    assert "@font-face" not in joined(fonts=tmp_path)


@pytest.mark.parametrize("letter", FIRST_NATIONS)
def test_a_letter_and_its_marks_come_from_one_file(letter):
    assert [file for file, codes in _ranges().items() if {ord(each) for each in letter} <= codes]


def test_english_and_french_need_the_small_files_alone():
    words = {ord(each) for each in "Où apprendre à Montréal ? “Learn” – l’œuvre, 2 000 $ ≥ 3 → çÇéÉèêëïîôûùüÿ…"}
    assert words <= _ranges()["bc-sans-latin-400.woff2"]


@pytest.mark.skipif(not FONTS.is_dir(), reason="set-up made no fonts: npm is missing here")
def test_the_files_are_small():
    sizes = {file: (FONTS / file).stat().st_size for file in FILES}
    assert sum(size for file, size in sizes.items() if "latin" in file) <= MOST_BYTES
    assert max(sizes.values()) <= 100_000
    assert "Open Font License" in (FONTS / "LICENCE.txt").read_text()


def test_the_package_is_pinned_by_its_content():
    lock = json.loads((SET_UP / "package-lock.json").read_text())
    version = json.loads((SET_UP / "package.json").read_text())["dependencies"]["@bcgov/bc-sans"]
    package = lock["packages"]["node_modules/@bcgov/bc-sans"]
    assert package["version"] == version
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in package
    assert "omit-lockfile-registry-resolved=true" in (SET_UP / ".npmrc").read_text()


def test_set_up_without_npm_goes_on_and_says_so(tmp_path):
    module = _set_up(tmp_path)
    with pytest.raises(module.NoFonts, match="npm is not installed here"):
        module.set_up(npm=None)


def test_set_up_without_a_network_goes_on_and_says_so(tmp_path):
    module = _set_up(tmp_path)
    with pytest.raises(module.NoFonts, match=r"could not fetch it .* the next run tries again"):
        module.set_up(npm=shutil.which("false"))
    assert not module.RECORD.exists()


def test_what_is_made_is_not_made_again(tmp_path):
    module = _set_up(tmp_path)
    module.MADE.mkdir()
    module.RECORD.write_text(module.wanted_state())
    module.set_up(npm=shutil.which("false"))


def test_the_command_never_stops_the_one_that_follows(tmp_path):
    script = tmp_path / "requirements" / "fonts"
    shutil.copytree(SET_UP, script, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements" / "fonts.txt", tmp_path / "requirements")
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "fonts.css").write_text(CSS)
    done = subprocess.run([sys.executable, script / "set_up.py"], env={"PATH": ""}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Pages go without the typeface BC Sans: npm is not installed here")
    assert done.stdout.count("\n") == 1
