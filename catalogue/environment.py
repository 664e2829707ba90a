"""What the environment variables say, with what stands in for those that are not set.

Standard library only, so that manage.py can check them before Django starts. Which there are: variables.py. What the
values become is in settings.py.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from catalogue.environment_texts import SHORTEST_SECRET, Address
from catalogue.mail_server import MailServer
from catalogue.sign_on_settings import SignOn, single_sign_on
from catalogue.variables import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class BadEnvironment(Exception):
    """One sentence that names the variable and the remedy."""


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
    second_step: bool
    password_sign_in: bool
    single_sign_on: SignOn | None
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
        second_step=given.get("SECOND_STEP", False),
        password_sign_in=given.get("PASSWORD_SIGN_IN", True),
        single_sign_on=sign_on_of(given),
        contact=given.get("CONTACT_EMAIL", ""),
        mail_server=given.get("EMAIL_URL"),
        mail_from=given.get("EMAIL_FROM") or given.get("CONTACT_EMAIL", "catalogue@localhost"),
        production=given.get("PRODUCTION", False),
        owner_database=given.get("MIGRATE_DATABASE_URL"),
        replicas=given.get("DATABASE_REPLICA_URLS", []),
        debug=given.get("DEBUG", False),
    )


def sign_on_of(given: Mapping[str, Any]) -> SignOn | None:
    try:
        sign_on = single_sign_on(given)
    except ValueError as problem:
        raise BadEnvironment(f"{problem}.") from None
    if not sign_on and not given.get("PASSWORD_SIGN_IN", True):
        raise BadEnvironment("PASSWORD_SIGN_IN=0 needs OIDC_ISSUER, or nobody could sign in.")
    return sign_on


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
