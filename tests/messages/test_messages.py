"""Every text of the interface has a French one that says as much, and the site reads the file that people edit."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages import Message

from tests.messages import files
from tests.messages.collecting import KEYWORDS, collected
from tests.project.source_code import is_product, modules, tree

REMEDY = "run `make messages`, then translate what is empty in locale/fr_CA/LC_MESSAGES/django.po"
# What is put in later: {amount}, %(amount)s, %n, %%n; and tags.
_HOLES = re.compile(r"\{\w*\}|%%?\(?\w+\)?s?|<[^>]*>")


@pytest.fixture(scope="module")
def french() -> list[Message]:
    return [message for message in files.french() if message.id]


def _named(message: Message) -> tuple:
    return message.id, message.context


def _texts(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def test_the_list_has_every_text_that_is_marked_and_no_other(french):
    marked = {_named(message) for message in collected() if message.id}
    listed = {_named(message) for message in french}
    assert (marked - listed, listed - marked) == (set(), set()), REMEDY


def test_every_text_has_a_translation(french):
    assert [message.id for message in french if files.is_missing(message)] == [], REMEDY


def test_what_is_put_in_later_is_put_into_the_translation_too(french):
    differing = []
    for message in french:
        wanted, texts = [Counter(_HOLES.findall(text)) for text in _texts(message.id)], _texts(message.string)
        differing += [text for text in texts if Counter(_HOLES.findall(text)) not in wanted]
    assert differing == []


def test_translations_begin_and_end_like_the_text(french):
    """Blanks at the edges matter where texts meet; and a sentence stays one."""
    edges = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
    differing = [
        (text, translated)
        for message in french
        for text, translated in zip(_texts(message.id), _texts(message.string), strict=True)
        if edges.match(text).groups() != edges.match(translated).groups()
        or text.endswith(".") > translated.endswith(".")
    ]
    assert differing == []


def test_the_site_reads_what_people_edit():
    """The file that the site reads is in the repository, so that running it needs no tool to make it."""
    assert files.READ.read_bytes() == files.as_read(files.french()), REMEDY


def test_the_list_is_as_its_tool_writes_it():
    assert files.EDITED.read_bytes() == files.as_edited(files.french()), REMEDY


def test_texts_are_marked_as_they_stand():
    """By the names that the tool looks for, and as plain texts: it cannot know what a variable will hold.

    Nor inside an f-string, where the tool sees nothing before Python 3.12.
    """
    wrong = []
    for path in filter(is_product, modules()):
        names = set(_names_of_gettext(tree(path)))
        wrong += [f"{path} names it {name}" for name in names - KEYWORDS.keys()]
        marking = _calls_of(names, tree(path))
        wrong += [f"{path}:{call.lineno}" for call in marking if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)]
        pieces = (node for node in ast.walk(tree(path)) if isinstance(node, ast.JoinedStr))
        wrong += [f"{path}:{call.lineno} in an f-string" for piece in pieces for call in _calls_of(names, piece)]
    assert wrong == []


def _calls_of(names: set[str], among: ast.AST) -> list[ast.Call]:
    calls = (node for node in ast.walk(among) if isinstance(node, ast.Call) and node.args)
    return [call for call in calls if getattr(call.func, "id", "") in names]


def _names_of_gettext(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module in {"django.utils.translation", "catalogue.languages"}:
            yield from (each.asname or each.name for each in node.names if "gettext" in each.name)
