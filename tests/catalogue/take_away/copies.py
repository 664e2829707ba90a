"""Reads a copy as a browser would that has no connection: every link and asset, and whether it leads to something."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from tests.pages.elements import Element, read

_ASSET = re.compile(r'url\("([^"]+)"\)')


def pages(folder: Path) -> dict[str, Element]:
    """Every page of a copy by its file; fails on tags that do not nest."""
    return {
        path.relative_to(folder).as_posix(): read(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def astray(folder: Path, found: dict[str, Element], origin: str) -> list[str]:
    """Links and assets that lead to nothing in the copy, and those that leave it without saying so."""
    anchors = {
        name: {each.attributes["id"] for each in whole.everything() if "id" in each.attributes}
        for name, whole in found.items()
    }
    lost = []
    for name, whole in found.items():
        for each in whole.everything():
            for attribute in ("href", "src"):
                target = each.attributes.get(attribute)
                if target is not None and _is_astray(folder, name, target, each, anchors, origin):
                    lost.append(f"{name}: {target}")
    for sheet in folder.rglob("*.css"):
        lost += [
            f"{sheet.name}: {asset}"
            for asset in _ASSET.findall(sheet.read_text())
            if not (sheet.parent / asset).exists()
        ]
    return lost


def _is_astray(folder: Path, name: str, target: str, link: Element, anchors: dict[str, set[str]], origin: str) -> bool:
    if urlsplit(target).scheme:
        return target.startswith(origin) and "on the website" not in link.text
    file, anchor = urldefrag(target)
    there = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
    if target.startswith("/") or there.startswith("..") or not (folder / there).is_file():
        return True
    return bool(anchor) and anchor not in anchors.get(there, set())
