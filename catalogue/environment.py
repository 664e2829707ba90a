"""The environment variables that the site knows: what each means, how it is read, and what a wrong one is told.

Standard library only, so that manage.py can check them before Django starts. What the values become is in settings.py.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalogue.environment_texts import (
    SHORTEST_SECRET,
    Address,
    read_address,
    read_count,
    read_database,
    read_databases,
    read_email,
    read_hosts,
    read_origin,
    read_secret,
    read_switch,
    whole_number,
)
from catalogue.mail_server import MailServer, read_mail_server

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class BadEnvironment(Exception):
    """One sentence that names the variable and the remedy."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: `meaning` and `otherwise` are the words of its row in README.md."""

    name: str
    meaning: str
    otherwise: str
    read: Callable[[str], Any]


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "where the data is kept: `postgres://name:password@host:5432/database`, or `sqlite:///full/path/to/file`; "
        "special characters percent-encoded",
        "SQLite in `var/catalogue.sqlite3`",
        read_database,
    ),
    Variable("ADDR", "where the server listens: `port` or `host:port`", "`127.0.0.1:8000`", read_address),
    Variable(
        "SITE_ORIGIN",
        "the site's own address, for links that leave it; with `https://` cookies are sent over HTTPS only",
        "`http://` and `ADDR`",
        read_origin,
    ),
    Variable(
        "ALLOWED_HOSTS",
        "further host names that the site answers to, with commas between them",
        "`localhost`, `127.0.0.1`, `[::1]` and the hosts of `ADDR` and `SITE_ORIGIN`, which always count",
        read_hosts,
    ),
    Variable(
        "SECRET_KEY",
        f"signs sessions and forms: {SHORTEST_SECRET} random characters or more",
        "made once, in `var/secret-key`",
        read_secret,
    ),
    Variable(
        "TRUSTED_PROXIES",
        "how many servers of yours stand in front, 1 to 64; each adds to `X-Forwarded-For` the address that called it, "
        "and wrong passwords are counted by the address that the outermost one saw",
        "none: they are counted by the address that the connection comes from",
        read_count,
    ),
    Variable("WEB_WORKERS", "how many processes answer requests, 1 to 64", "2", read_count),
    Variable("WEB_THREADS", "how many requests each process answers at once, 1 to 64", "4", read_count),
    Variable(
        "SESSION_IDLE_MINUTES",
        "after so many minutes without a request staff sign in again, 5 to 1440",
        "120",
        whole_number(5, 1440),
    ),
    Variable(
        "SESSION_HOURS",
        "so many hours after they signed in staff sign in again in any case, 1 to 168",
        "12",
        whole_number(1, 168),
    ),
    Variable(
        "CONTACT_EMAIL",
        "where visitors write to about privacy, and about what keeps them from using the site",
        "the pages say that no address is given",
        read_email,
    ),
    Variable(
        "EMAIL_URL",
        "where letters to staff are handed over: `smtp://name:password@host:587` (encrypted once connected) or "
        "`smtps://name:password@host:465`; special characters percent-encoded",
        "they are printed where the command runs",
        read_mail_server,
    ),
    Variable("EMAIL_FROM", "whom letters to staff come from", "`CONTACT_EMAIL`, or `catalogue@localhost`", read_email),
    Variable(
        "PRODUCTION",
        "`1` says that this is the public site: the server refuses to start while a setting is unsafe, and names the "
        "remedy",
        "`0`",
        read_switch,
    ),
    Variable(
        "MIGRATE_DATABASE_URL",
        "the same PostgreSQL database as a role that may change its tables; only `migrate` and `restore` use it",
        "they use `DATABASE_URL`",
        read_database,
    ),
    Variable(
        "DATABASE_REPLICA_URLS",
        "copies of the PostgreSQL database that follow it, with spaces between them: pages for visitors are read there",
        "everything is read from `DATABASE_URL`",
        read_databases,
    ),
    Variable("DEBUG", "`1` shows error details to visitors: never on a public site", "`0`", read_switch),
)


@dataclass(frozen=True)
class Environment:
    """The variables as read, with what stands in for those that are not set."""

    database: dict[str, Any]
    address: Address
    site_origin: str
    allowed_hosts: list[str]
    given_secret: str
    workers: int
    threads: int
    proxies: int
    session_idle_minutes: int
    session_hours: int
    contact: str
    mail_server: MailServer | None
    mail_from: str
    production: bool
    owner_database: dict[str, Any] | None
    replicas: list[dict[str, Any]]
    debug: bool

    @property
    def https(self) -> bool:
        return self.site_origin.startswith("https://")


def given_values(variables: Mapping[str, str]) -> dict[str, Any]:
    """What was set, parsed; an empty value counts as not set."""
    values = {}
    for variable in VARIABLES:
        text = variables.get(variable.name, "").strip()
        if not text:
            continue
        try:
            values[variable.name] = variable.read(text)
        except ValueError as problem:
            raise BadEnvironment(f"{variable.name} is not right: {problem}.") from None
    return values


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    given = given_values(variables)
    address = given.get("ADDR") or Address("127.0.0.1", 8000)
    origin = given.get("SITE_ORIGIN") or address.origin
    own_hosts = ["localhost", "127.0.0.1", "[::1]", str(address).rpartition(":")[0], bracketed_host(origin)]
    return Environment(
        database=given.get("DATABASE_URL")
        or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR / "catalogue.sqlite3")},
        address=address,
        site_origin=origin,
        allowed_hosts=list(dict.fromkeys(own_hosts + given.get("ALLOWED_HOSTS", []))),
        given_secret=given.get("SECRET_KEY", ""),
        workers=given.get("WEB_WORKERS", 2),
        threads=given.get("WEB_THREADS", 4),
        proxies=given.get("TRUSTED_PROXIES", 0),
        session_idle_minutes=given.get("SESSION_IDLE_MINUTES", 120),
        session_hours=given.get("SESSION_HOURS", 12),
        contact=given.get("CONTACT_EMAIL", ""),
        mail_server=given.get("EMAIL_URL"),
        mail_from=given.get("EMAIL_FROM") or given.get("CONTACT_EMAIL", "catalogue@localhost"),
        production=given.get("PRODUCTION", False),
        owner_database=given.get("MIGRATE_DATABASE_URL"),
        replicas=given.get("DATABASE_REPLICA_URLS", []),
        debug=given.get("DEBUG", False),
    )


def bracketed_host(origin: str) -> str:
    host = urlsplit(origin).hostname or ""
    return f"[{host}]" if ":" in host else host


def kept_secret(folder: Path = VAR) -> str:
    """The key that this machine made once; made now if there is none.

    It is written aside and then linked into place, so that two processes that start together end with the same key.
    """
    path = folder / "secret-key"
    try:
        if not path.exists():
            folder.mkdir(mode=0o700, exist_ok=True)  # the database goes there too
            with tempfile.NamedTemporaryFile("w", dir=folder, prefix="secret-key-") as draft:
                draft.write(secrets.token_urlsafe(SHORTEST_SECRET))
                draft.flush()
                link_unless_there(draft.name, path)
        return path.read_text()
    except OSError as problem:
        raise BadEnvironment(
            f"SECRET_KEY is not set and {folder} cannot keep one ({problem.strerror}): set it, or make var/ writable."
        ) from None


def link_unless_there(draft: str, path: Path) -> None:
    with suppress(FileExistsError):
        os.link(draft, path)
