"""What schemathesis, run as a stranger would, says of a running site: each address answers as it is described."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from catalogue.opendata.whole.editions import keep_up
from tests.factories import make_institution, make_offering, make_price

pytestmark = pytest.mark.django_db(transaction=True)
_TAKEN_FOR_RIGHT = Path(__file__).with_name("schemathesis.toml")
# A little of the data alone, in two of its phases: the others ask each address hundreds of times.
_LITTLE = ["--include-tag", "data", "--phases", "examples,fuzzing", "--max-examples", "1", "--generation-deterministic"]
# Every address in every phase; what rests on chance once more from two other starts.
_BY_CHANCE = ["--phases", "examples,fuzzing,stateful", "--max-examples", "10"]
_MUCH = [
    ["--seed", "1", "--max-examples", "5"],
    ["--seed", "2", *_BY_CHANCE],
    ["--seed", "3", *_BY_CHANCE],
]


def test_every_answer_is_as_described(live_server, settings, tmp_path, full):
    if connection.vendor != "sqlite":
        pytest.skip("what strangers get does not depend on the database; the SQLite pass looks at it")
    settings.SITE_ORIGIN = live_server.url
    for title in ("Wood", "Metal"):
        make_price(make_offering(title, provider=make_institution(f"{title} College"), delivery="online"), 200)
    keep_up()
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(_TAKEN_FOR_RIGHT), "run"]
    for asked in _MUCH if full else [_LITTLE]:
        asking = [*program, f"{live_server.url}/openapi.json", "--no-color", "--request-timeout", "60", *asked]
        done = subprocess.run(asking, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Tested:" in done.stdout
        assert "Failures:" not in done.stdout
