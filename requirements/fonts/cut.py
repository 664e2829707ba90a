"""Cuts BC Sans down to the faces that static/css/fonts.css names: a file for each weight and range of letters.

Run by set_up.py in an environment of its own: cut.py PACKAGE INTO.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

FACES = Path(__file__).resolve().parents[2] / "static" / "css" / "fonts.css"
WEIGHTS = {"400": "Regular", "700": "Bold"}
COPYRIGHT, VERSION, LICENCE, LICENCE_URL = 0, 5, 13, 14  # numbers of the names that stay in each file
NOTICE = """These files are BC Sans ({version}), cut down to fewer letters and without hints for coarse screens.
{copyright}

{licence}
{licence_url}

The package that it came in says:

"""


def faces(css: str) -> list[tuple[str, str, list[int]]]:
    """File, weight and letters of each face that is to be made."""
    found = []
    for block in re.findall(r"@font-face \{(.*?)\}", css, re.DOTALL):
        file = re.search(r'url\("\.\./fonts/([^"]+)"\)', block)
        if file:
            weight = re.search(r"font-weight: (\d+);", block)[1]
            found.append((file[1], weight, letters(re.search(r"unicode-range: ([^;]+);", block)[1])))
    return found


def letters(ranges: str) -> list[int]:
    """The numbers that a `unicode-range` stands for."""
    codes: list[int] = []
    for each in ranges.replace("U+", "").split(","):
        first, _, last = each.strip().partition("-")
        codes += range(int(first, 16), int(last or first, 16) + 1)
    return codes


def cut(source: Path, codes: list[int], target: Path) -> tuple[str, ...]:
    """Writes the face; gives what it says of itself: whose it is, which version, under which licence and where."""
    options = Options(flavor="woff2", hinting=False)
    options.name_IDs = [*options.name_IDs, COPYRIGHT, VERSION, LICENCE, LICENCE_URL]
    font = load_font(str(source), options)
    names = tuple(font["name"].getDebugName(number) or "" for number in (COPYRIGHT, VERSION, LICENCE, LICENCE_URL))
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    save_font(font, str(target), options)
    return names


def main(package: Path, into: Path) -> None:
    into.mkdir(parents=True)
    said = {}
    for file, weight, codes in faces(FACES.read_text(encoding="utf-8")):
        said[weight] = cut(package / "fonts" / f"BCSans-{WEIGHTS[weight]}.woff2", codes, into / file)
    whose, version, licence, url = (dict.fromkeys(words) for words in zip(*said.values(), strict=True))
    notice = NOTICE.format(
        version=", ".join(version), copyright="\n".join(whose), licence="\n".join(licence), licence_url="\n".join(url)
    )
    (into / "LICENCE.txt").write_text(notice + (package / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
