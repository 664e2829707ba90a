"""No template speaks but through marked texts, and every marked text reads easily."""

from __future__ import annotations

import re

import pytest

from catalogue.glossary import TERMS
from catalogue.reading import reading_grade
from tests.messages.collecting import collected
from tests.project.source_code import ROOT

# The admin is in English alone, and so is the page for a site that cannot answer: it needs no template engine.
# What a page of examples holds stands for what comes out of the database.
_ENGLISH_ALONE = ("admin", "500.html", "about/style", "components/language_link.html")
TEMPLATES = [
    path.relative_to(ROOT / "templates").as_posix()
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if not path.relative_to(ROOT / "templates").as_posix().startswith(_ENGLISH_ALONE)
]

_MARKED = re.compile(
    r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|<!--.*?-->"
    r"|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SPEAKING = re.compile(r'(?<![\w-])(?:aria-label|alt|title|placeholder|content)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_ATTRIBUTES_ALONE = re.compile(r'^(?:\s*data-[\w-]+="")+\s*$')  # a template that makes attributes and nothing else
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# What is the same in every language: addresses, kinds of content, names of standards and places.
_NAMES = re.compile(
    r"&\w+;|\b(?:width=device-width, initial-scale=1|light dark|noindex|https?://\S+|CSV|edX)\b"
    r"|BC Microcredential Catalogue"
)

LONG = 8  # words; the grade of a shorter text says little
HARDEST = 8


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_words_stand_in_a_template_unmarked(template: str) -> None:
    text = _CODE.sub("", _MARKED.sub("", (ROOT / "templates" / template).read_text(encoding="utf-8")))
    spoken = [_TAG.sub(" ", _ATTRIBUTES_ALONE.sub("", text)), *_SPEAKING.findall(text)]
    assert [words for words in spoken if _LETTERS.search(_NAMES.sub("", words))] == []


def test_every_text_of_the_interface_reads_easily() -> None:
    terms = [str(term.word) for term in TERMS]
    texts = {_plain(each) for message in collected() if message.id for each in _forms(message.id)}
    long = {text: reading_grade(text, terms) for text in texts if len(text.split()) >= LONG}
    assert {text: grade for text, grade in long.items() if grade > HARDEST} == {}


def _forms(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


def _plain(text: str) -> str:
    """Without tags, and with a short word where a name or number will stand."""
    return re.sub(r"%\(\w+\)[sd]|%[sdn]|\{\w*\}", "Name", re.sub(r"<[^>]+>", " ", text))
