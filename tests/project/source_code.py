"""The repository's own files, parsed once for the tests about them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_PARTY = ("catalogue", "funding", "institutions")

_MADE_HERE = {
    ".git",
    ".venv",
    ".venv-bench",
    ".venv-lock",
    "var",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Files that git tracks or would track, relative to the root; without git, what is not a command's making."""
    # Whoever runs the tests need not own the checkout.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if _MADE_HERE.isdisjoint(path.parts)]
    return tuple(Path(name) for name in sorted(set(names)) if (ROOT / name).is_file())


@cache
def modules() -> tuple[Path, ...]:
    """Python files written by hand: migrations are made by Django and left out."""
    return tuple(path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def is_product(path: Path) -> bool:
    return path.parts[0] in FIRST_PARTY


def module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(path: Path, node: ast.AST) -> list[str]:
    """Absolute names of the modules that an import statement in this file reaches."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        package = module_name(path).split(".")
        package = package if path.name == "__init__.py" else package[:-1]
        package = package[: len(package) - node.level + 1]
        base = ".".join([*package, base] if base else package)
    return [base, *(f"{base}.{alias.name}" for alias in node.names)]
