"""A site without the extra packages of signing in: it runs as ever, and says so where it is asked for more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from catalogue import extra
from tests.project.source_code import ROOT

# Python takes a module for missing that stands for nothing.
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({extra.PACKAGES!r}))
sys.argv = ["manage.py", "check"]
import manage
manage.main()
"""


def check_without(**variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


def test_without_them_the_site_stands() -> None:
    done = check_without()
    assert (done.returncode, done.stderr) == (0, "")


def test_who_asks_for_more_is_told_what_is_missing() -> None:
    said = check_without(SECOND_STEP="1").stderr
    assert "SECOND_STEP is set, but packages that it needs are not here: cryptography, fido2, joserfc, segno." in said
    assert "make run EXTRAS=sign-in" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("on", "told"), [(True, 1), (False, 0)])
def test_each_setting_is_told_by_its_name(settings, on: bool, told: int) -> None:
    settings.SECOND_STEP = on
    assert len(extra.extra_is_there(None, packages=["no_such_package"])) == told
    assert extra.extra_is_there(None) == []
