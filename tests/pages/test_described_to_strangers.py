"""What schemathesis, run as a stranger would, says of a running site: each address answers as it is described."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import connection

from catalogue.opendata.whole.editions import keep_up
from tests.factories import make_institution, make_offering, make_price

pytestmark = pytest.mark.django_db(transaction=True)
# A little of the data alone, in two of its phases: the others ask each address hundreds of times.
ASKED = ["--include-tag", "data", "--phases", "examples,fuzzing"]


def test_every_answer_is_as_described(live_server, settings, tmp_path, full):
    if connection.vendor != "sqlite":
        pytest.skip("what strangers get does not depend on the database; the SQLite pass looks at it")
    settings.SITE_ORIGIN = live_server.url
    for title in ("Wood", "Metal"):
        make_price(make_offering(title, provider=make_institution(f"{title} College"), delivery="online"), 200)
    keep_up()
    asked = [sys.executable, "-m", "schemathesis.cli", "run", f"{live_server.url}/openapi.json", "--no-color"]
    asked += [
        "--seed",
        "1",
        "--generation-deterministic",
        "--request-timeout",
        "60",
        *ASKED,
        "--max-examples",
        "2" if full else "1",
    ]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tested:" in done.stdout
    assert "Failures:" not in done.stdout
