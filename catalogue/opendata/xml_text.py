"""XML from values: elements, and a whole document as it is sent."""

from __future__ import annotations

import re
from xml.etree import ElementTree

# No XML document may hold these, however they are written.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def element(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name, {key: possible(value) for key, value in attributes.items()})
    made.text = possible(text) or None
    return made


def possible(text: str) -> str:
    return _IMPOSSIBLE.sub(" ", text)


def document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
