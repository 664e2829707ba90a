"""The set-up keeps its promises: pinned and explained dependencies, documented commands and variables, no hosts."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from catalogue.variables import VARIABLES
from tests.project.source_code import ROOT, tracked

README = (ROOT / "README.md").read_text()
# In pieces, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(pieces)
    for pieces in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("golang", "org"),
        ("crates", "io"),
    ]
]


def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "requirements" / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRIES)).encode())
    assert [path for path in tracked() if hosts.search((ROOT / path).read_bytes())] == []


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    groups = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    groups += project["dependency-groups"].values()
    for dependency in [name for group in groups for name in group]:
        reason = re.search(rf'^ +"{re.escape(dependency)}", +# (.+)$', text, re.MULTILINE)
        assert reason, f"{dependency} says nothing"
        assert len(reason[1].split()) >= 3, dependency


@pytest.mark.parametrize("group", ["run", "sign-in", "test", "lint", "bench", "fonts", "lock"])
def test_requirements_are_pinned_with_hashes(group: str) -> None:
    text = (ROOT / "requirements" / f"{group}.txt").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if not re.match(r"[a-z0-9.-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


def test_what_runs_is_what_is_tested() -> None:
    def pins(group: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / f"{group}.txt").read_text(), re.MULTILINE))

    assert pins("run") < pins("sign-in") < pins("test")


def test_readme_and_makefile_name_the_same_commands() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^\| `make ([a-z]+)`", README, re.MULTILINE))
    assert named == targets
    assert set(re.findall(r"`make ([a-z]+)", README)) == targets


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_readme_has_a_row_for_the_variable(variable) -> None:
    assert f"| `{variable.name}` | {variable.meaning} | {variable.otherwise} |" in README


def test_no_variable_is_read_that_readme_does_not_name() -> None:
    reads = re.compile(r'environ(?:\.get\(|\[|\.setdefault\()"([A-Z_]+)"')
    code = [(ROOT / path).read_text() for path in tracked() if path.suffix == ".py"]
    # Django's own are set by the code itself; nobody else need know them.
    names = {name for text in code for name in reads.findall(text) if not name.startswith("DJANGO_")}
    assert {"REQUIRE_POSTGRES", "REQUIRE_BROWSER", "CHROMIUM"} <= names
    assert {name for name in names if f"`{name}" not in README} == set()


def test_an_old_python_is_refused_in_one_line() -> None:
    refusal = bootstrap().too_old((3, 9, 2))
    assert refusal == "Python 3.9.2 is too old: install 3.11 or newer and name it, as in `make run PYTHON=python3.11`."


def test_a_new_enough_python_is_not_refused() -> None:
    assert bootstrap().too_old((3, 11, 0)) == ""


def test_an_environment_that_was_cut_short_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    module = bootstrap()
    module.write_record(tmp_path, module.wanted_state(["run"]))
    assert module.recorded_state(tmp_path) == module.wanted_state(["run"])
    (tmp_path / "installed.json").unlink()
    assert module.recorded_state(tmp_path) == {"python": "", "files": {}}


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("ERROR: No matching distribution found for django==5.2.19", "check the network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "none was installed"),
        ("OSError: [Errno 28] No space left on device", "make room"),
    ],
)
def test_a_failed_install_names_the_remedy_in_one_line(said: str, remedy: str) -> None:
    sentence = bootstrap().why_pip_failed(said, Path(".venv/pip.log"))
    assert remedy in sentence
    assert "\n" not in sentence
