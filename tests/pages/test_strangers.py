"""What strangers do with our data: each command that the page of the data shows, run as it stands there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.db import connection

from catalogue.environment import ROOT
from catalogue.opendata.whole.editions import keep_up
from catalogue.opendata.whole.files import NAMES
from catalogue.views.whole import COMMANDS
from tests.factories import make_institution, make_offering, make_part, make_price
from tests.pages.other_pages import cite, make_source

pytestmark = pytest.mark.django_db(transaction=True)
_ROW = "/catalogue/microcredentials.json?_shape=array&title=Wood"
TOOLS = Path(sys.executable).parent


@pytest.fixture
def folder(live_server, settings, tmp_path) -> Path:
    """A stranger's folder, with every file in it; the site has something of each kind."""
    if connection.vendor != "sqlite":
        pytest.skip("what strangers get does not depend on the database; the SQLite pass looks at it")
    settings.SITE_ORIGIN = live_server.url
    school = make_institution("College", slug="college")
    entry = make_offering("Wood", slug="wood", provider=school, application_deadline=date(2027, 3, 31))
    make_price(make_part(entry, "Saws"), 200)
    cite(entry, make_source(publisher="Province"), "title")
    keep_up()
    for name in NAMES:
        (tmp_path / name).write_bytes(urlopen(f"{live_server.url}/data/{name}").read())
    return tmp_path


def run(line: str, folder: Path, *more: str) -> str:
    """What a command prints, run by a shell in the folder, with the tools of the tests on its path."""
    path = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(" ".join([line, *more]), shell=True, cwd=folder, env=path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_command_of_the_page_does_what_it_says(client, live_server, folder):
    lines = [command.line.format(origin=live_server.url) for command in COMMANDS]
    datasette, frictionless, pandas, feed, calendar, sums, taking_in = lines
    shown = client.get("/data/").content.decode()
    assert all(line.split('"')[0] in shown for line in lines)
    (row,) = json.loads(run(datasette, folder, "--get", f"'{_ROW}'"))
    assert row["slug"] == "wood"
    assert "VALID" in run(frictionless, folder).upper().replace("INVALID", "")
    assert "Saws" in run(pandas, folder)
    assert run(feed, folder).strip() == "['Wood']"
    assert "Last day to apply: Wood" in run(calendar, folder)
    assert run(sums, folder).count(": OK") == len(NAMES) - 1
    _, script, name, file = taking_in.split()
    assert (ROOT / script).exists()
    call_command(name, folder / file, stdout=(told := StringIO()))
    assert told.getvalue().startswith("0 created, 0 updated, ")
