"""The limits that keep every file readable on one screen."""

from __future__ import annotations

import ast
import re
from statistics import mean

from tests.project.source_code import FIRST_PARTY, ROOT, functions, imported, is_product, modules, tracked, tree

DRAWERS = {"utils", "helpers", "common", "misc"}


def _lines(function: ast.FunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


def test_functions_are_short():
    lengths = {f"{path}:{f.lineno} {f.name}": _lines(f) for path in modules() for f in functions(path)}
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert mean(lengths.values()) <= 11


def test_modules_fit_in_300_lines():
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_templates_fit_in_150_lines():
    templates = [path for path in tracked() if path.parts[0] == "templates"]
    lengths = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in templates}
    assert {name: length for name, length in lengths.items() if length > 150} == {}


def test_no_drawers():
    assert [str(path) for path in tracked() if path.stem.lower() in DRAWERS or DRAWERS & set(path.parts)] == []


def test_every_module_says_what_lives_in_it():
    empty = [str(path) for path in modules() if tree(path).body and not ast.get_docstring(tree(path))]
    assert empty == []


def test_no_first_party_import_inside_a_function():
    found = []
    for path in filter(is_product, modules()):
        for function in functions(path):
            for node in ast.walk(function):
                names = imported(path, node)
                found += [f"{path}:{node.lineno}" for name in names[:1] if name.split(".")[0] in FIRST_PARTY]
    assert found == []


def test_no_signal_receivers():
    pattern = re.compile(r"@receiver\b|\b(pre|post)_(save|delete|init|migrate)\.connect|m2m_changed\.connect")
    assert [str(path) for path in filter(is_product, modules()) if pattern.search((ROOT / path).read_text())] == []


def test_nothing_is_left_to_do():
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    texts = [path for path in tracked() if path.suffix in {".py", ".html", ".css", ".md", ".toml"}]
    assert [str(path) for path in texts if mark.search((ROOT / path).read_text(encoding="utf-8"))] == []


def test_few_mocks():
    tests = mocks = 0
    for path in modules():
        if path.parts[0] == "tests":
            tests += sum(function.name.startswith("test_") for function in functions(path))
            names = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Name | ast.Attribute)]
            words = [getattr(node, "id", getattr(node, "attr", "")) for node in names]
            mocks += sum(word in {"Mock", "MagicMock", "patch", "mocker"} for word in words)
    assert mocks * 100 <= tests * 3


def test_the_database_converts_no_dates_between_zones():
    """Its tables of zones are often older than British Columbia's change of 2026, so days are told in Python."""
    words = re.compile(
        r"\bTrunc(Date|Day|Week|Month|Quarter|Year|Hour)?\(|\bExtract[A-Z]\w+\(|\bdate_hierarchy\b"
        r"|_at__(date|year|month|day|week|hour)\b|AT TIME ZONE"
    )
    product = [path for path in filter(is_product, modules()) if path.stem != "asking_database"]
    assert [str(path) for path in product if words.search((ROOT / path).read_text())] == []
