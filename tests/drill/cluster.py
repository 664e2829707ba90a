"""A PostgreSQL server of the drill, as on a machine of its own: it waits for the disk, has roles, keeps its log."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg

from catalogue.environment import ROOT
from tests.postgres import make_cluster, server_account, server_programs

PASSWORDS = {"web": "web-secret", "owner": "owner-secret", "copy": "copy-secret"}
# A small machine's settings; the log can be followed by a replica and kept in an archive.
SETTINGS = {"listen_addresses": "", "wal_level": "replica", "max_wal_senders": "5", "hot_standby": "on"}


class Cluster:
    """One folder, one server. The administrator is `catalogue`, as in tests/postgres.py."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.settings = folder, {**SETTINGS, **settings}
        self.programs, self.account = server_programs(), server_account()
        self.server: subprocess.Popen | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._give(folder)

    def _give(self, path: Path) -> None:
        if self.account:
            shutil.chown(path, self.account["user"], self.account["group"])

    def make(self) -> None:
        make_cluster(self.programs, self.folder, self.account)

    def follow(self, primary: Cluster) -> None:
        """Be a copy that is kept up to date by the log of another server."""
        self.copy_of(primary, "--write-recovery-conf")

    def copy_of(self, primary: Cluster, *options: str) -> None:
        """What `pg_basebackup` makes: the start of a replica, or of a recovery to a point in time."""
        command = [self._client("pg_basebackup"), f"--dbname={primary.url('catalogue', 'postgres')}"]
        command += [f"--pgdata={self.folder / 'data'}", "--checkpoint=fast", *options]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, **self.account)

    def _client(self, name: str) -> str:
        """A program that comes with the server's clients, and may lie elsewhere than the server."""
        places = [str(self.programs), *os.get_exec_path(), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
        return shutil.which(name, path=os.pathsep.join(places))

    def start(self) -> Cluster:
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *options]
        with (self.folder / "log").open("a") as log:
            self.server = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True, **self.account
            )
        self.wait()
        return self

    def wait(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.url("catalogue", "postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.server.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()[-280:]) from None
                time.sleep(0.05)

    def come_back(self) -> None:
        """After a part that broke with the server down, so that the next one does not break for it too."""
        if self.server.poll() is None:
            self.wait()
        else:
            (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
            self.start()

    def processes(self) -> list[int]:
        """The server and all that it has forked."""
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.server.pid)], capture_output=True, check=False)
        return [self.server.pid, *map(int, found.stdout.split())]

    def freeze(self) -> None:
        for process in self.processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self.processes():
            os.kill(process, signal.SIGCONT)

    def kill(self) -> None:
        """As when the machine loses power, as far as a process can tell; what the server forked notices and ends."""
        self.server.kill()
        self.server.wait()
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self, how: int = signal.SIGQUIT) -> None:
        if self.server and self.server.poll() is None:
            self.server.send_signal(how)
            self.server.wait()

    def url(self, role: str, database: str = "catalogue") -> str:
        host = quote(str(self.folder), safe="")
        return f"postgres://{role}@{host}/{database}"

    def make_roles(self) -> None:
        """By the file that is shipped."""
        values = [f"--set={name}_password={word}" for name, word in PASSWORDS.items()]
        path = ROOT / "deploy" / "postgresql" / "roles.sql"
        command = ["psql", "--no-psqlrc", "--quiet", *values, f"--dbname={self.url('catalogue', 'postgres')}"]
        subprocess.run([*command, f"--file={path}"], check=True)

    def ask(self, query: str, values: Mapping | list = (), role: str = "catalogue") -> tuple:
        with psycopg.connect(self.url(role), autocommit=True) as opened:
            cursor = opened.execute(query, values or None)  # without values a % is a %
            return cursor.fetchone() if cursor.description else ()
