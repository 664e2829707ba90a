"""What `make run` does once the environment stands. Making the environment is in requirements/bootstrap.py."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from catalogue.environment import ROOT, VAR, Address
from catalogue.staff_accounts import keep_group_in_step

Say = Callable[[str], object]


class CannotServe(Exception):
    """One sentence that says what is in the way and what to do about it."""


def serve(say: Say) -> NoReturn:
    # First of all, so that a taken port is told at once. Whoever connects early waits until the site is ready.
    listener = claim(settings.ENVIRONMENT.address)
    VAR.mkdir(exist_ok=True)
    prepare_database(say)
    say("Collecting the style sheets ...")
    call_command("collectstatic", interactive=False, verbosity=0)
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
    database = connection.settings_dict
    place = Path(database["NAME"]).name if connection.vendor == "sqlite" else f"{database['NAME']} on PostgreSQL"
    say(f"Bringing the database up to date ({place}) ...")
    try:
        call_command("migrate", verbosity=0)
        keep_group_in_step()
        say("Loading the entries ...")
        call_command("load_catalogue")
    except DatabaseError as problem:
        reason = str(problem).strip().splitlines()[0]
        raise CannotServe(
            f"The database cannot be used ({reason}): check DATABASE_URL, or that var/ is writable."
        ) from None
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()


def become_server(listener: socket.socket) -> NoReturn:
    """Turns this process into the server: a fresh one, without what preparing left in memory.

    Until the server listens to signals itself, a Ctrl-C is ignored instead of ending in a traceback.
    """
    listener.set_inheritable(True)
    options = {
        "bind": f"fd://{listener.fileno()}",
        "chdir": ROOT,
        "worker-class": "gthread",
        "workers": settings.ENVIRONMENT.workers,
        "threads": settings.ENVIRONMENT.threads,
        "limit-request-line": 8190,  # long enough that a too long address gets our own answer, not the server's
        "log-level": "warning",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    command = [sys.executable, "-m", "gunicorn", *words, "--no-control-socket", "catalogue.wsgi:application"]
    os.execv(sys.executable, command)
