"""What `make run` does once the environment stands. Making the environment is in requirements/bootstrap.py."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection

from catalogue.environment import ROOT, VAR, Address
from catalogue.staff_groups import keep_groups_in_step

Say = Callable[[str], object]


class CannotServe(Exception):
    """One sentence that says what is in the way and what to do about it."""


def serve(say: Say) -> NoReturn:
    # First of all, so that a taken port is told at once. Whoever connects early waits until the site is ready.
    listener = claim(settings.ENVIRONMENT.address)
    VAR.mkdir(mode=0o700, exist_ok=True)
    prepare_database(say)
    collect_style_sheets(say, record=VAR / "style-sheets-collected")
    origin = settings.ENVIRONMENT.address.origin
    say(f"\nThe site is at {origin}/\nStaff sign in at {origin}/admin/ with an account from `make staff`.")
    say("Stop with Ctrl-C.")
    become_server(listener)


def claim(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
        listener.listen(1024)
    except OSError as problem:
        listener.close()
        remedy = "free it, or choose another, as in `make run ADDR=127.0.0.1:8001`"
        raise CannotServe(f"The address {address} cannot be used ({problem.strerror}): {remedy}.") from None
    return listener


def prepare_database(say: Say) -> None:
    say(f"Bringing the database up to date ({database_in_words()}) ...")
    try:
        bring_up_to_date()
        say("Loading the entries ...")
        call_command("load_catalogue")
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()


def bring_up_to_date() -> None:
    """Makes or changes the tables, and with them what staff may do."""
    try:
        if connection.vendor == "postgresql":
            # Once without the pool, which would try for long and complain at each try.
            connection.Database.connect(**connection.get_connection_params()).close()
        call_command("migrate", verbosity=0)
    except (DatabaseError, connection.Database.Error) as problem:
        reason = " ".join(str(problem).split())
        remedy = "check DATABASE_URL, and with SQLite that the folder can be written"
        raise CannotServe(f"The database cannot be used ({reason}): {remedy}.") from None
    keep_groups_in_step()


def collect_style_sheets(say: Say, record: Path) -> None:
    """Compressing them takes longer than all the rest, so it is done only where a file differs from last time."""
    state = state_of_style_sheets()
    if record.exists() and record.read_text() == state:
        return
    say("Collecting the style sheets ...")
    record.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    record.write_text(state)


def state_of_style_sheets() -> str:
    """Changes when a file is added, removed or written, or when they are to be collected elsewhere."""
    files = sorted(storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    stats = [(name, os.stat(name)) for name in files]
    lines = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
    return hashlib.sha256("\n".join([str(settings.STATIC_ROOT), *lines]).encode()).hexdigest()


def database_in_words() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        return f"{name} on PostgreSQL"
    return os.path.relpath(name, ROOT) if Path(name).is_relative_to(ROOT) else name


def become_server(listener: socket.socket) -> NoReturn:
    """Turns this process into the server: a fresh one, without what preparing left in memory.

    Until the server listens to signals itself, a Ctrl-C is ignored instead of ending in a traceback.
    """
    listener.set_inheritable(True)
    options = ["--config=python:catalogue.gunicorn", f"--bind=fd://{listener.fileno()}"]
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.chdir(ROOT)
    start_worker()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options])


def start_worker() -> None:
    """Starts the worker beside the server that this process is about to become. It ends with it."""
    command = [sys.executable, "-m", "catalogue.tending", str(os.getpid())]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)
