"""Runs a command with DATABASE_URL naming a PostgreSQL made for it alone: `python -m tests.postgres COMMAND ...`.

The server lives in a temporary folder, listens on a socket in it, and is gone afterwards, however the command ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

MISSING = "no PostgreSQL server programs here (on Debian: `apt-get install postgresql`)"
# As a production server would compare words, and not byte by byte as SQLite does; older versions cannot.
LIKE_PEOPLE = ["--locale-provider=icu", "--icu-locale=en-CA", "--locale=C.UTF-8"]
BYTE_BY_BYTE = ["--locale=C.UTF-8"]
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": ""}
SECONDS_TO_START = 30


def server_programs() -> Path | None:
    """The folder with initdb and postgres: on the PATH, where Debian puts them (newest first), or as pg_config says."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if shutil.which("pg_config"):
        answer = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def server_account() -> dict[str, str | int | list[str]]:
    """How to start the server as somebody else, since it refuses to run as root; empty for an ordinary user."""
    if os.geteuid():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def make_cluster(programs: Path, folder: Path, account: dict) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(folder / "data"), "--username=catalogue"]
    command += ["--auth=trust", "--encoding=UTF8", "--no-sync"]
    for locale in (LIKE_PEOPLE, BYTE_BY_BYTE):
        made = subprocess.run([*command, *locale], cwd=folder, capture_output=True, text=True, check=False, **account)
        if made.returncode == 0:
            return
    sys.exit(f"PostgreSQL could not be set up: {made.stderr.strip()}")


def wait_until_ready(server: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"PostgreSQL did not start: {log.read_text().strip()}")
            time.sleep(0.05)


@contextmanager
def throwaway_postgres(programs: Path) -> Iterator[str]:
    """The DATABASE_URL of a new server; the server and its folder are removed at the end."""
    account = server_account()
    # Not under TMPDIR: a socket's path may have about a hundred characters, and another user must reach it.
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="catalogue-") as name:
        folder = Path(name)
        if account:
            os.chown(folder, account["user"], account["group"])
        make_cluster(programs, folder, account)
        options = [word for name, value in QUICK.items() for word in ("-c", f"{name}={value}")]
        command = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *options]
        with (folder / "log").open("w") as log:
            # In a session of its own: Ctrl-C is for the command, and the server ends after it.
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **account)
        url = f"postgres://catalogue@{quote(str(folder), safe='')}/postgres"
        try:
            wait_until_ready(server, url, folder / "log")
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def main(command: list[str]) -> int:
    programs = server_programs()
    if not programs:
        required = os.environ.get("REQUIRE_POSTGRES") == "1"
        print(f"{'FAILED' if required else 'SKIPPED'} the PostgreSQL pass: {MISSING}", flush=True)
        return int(required)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"The same on PostgreSQL ({programs}):", flush=True)
    with throwaway_postgres(programs) as url:
        try:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
