"""The checks that the public site must pass before it starts: `manage.py check --deploy`, and the server itself.

Each has a number and a remedy. Those that ask the database say nothing while it is away: a site that is restarted then
must come up. Django's own checks of the same command stand beside these.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, register

from catalogue.environment import VAR

from .asking_database import database_findings

FEWEST_SIGNS = 20  # different ones, in a secret key
OUTERMOST = "catalogue.middleware.SecurityHeadersMiddleware"
WINTER_NOON = datetime(2026, 12, 1, 20, tzinfo=UTC)
# A connection to one of these never leaves the machine; so does one to a socket file.
THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}
ENCRYPTED = {"require", "verify-ca", "verify-full"}


def register_checks() -> None:
    for check in (settings_findings, database_findings):
        register(_as_django_calls(check), deploy=True)


def _as_django_calls(check: Any) -> Any:
    def run(app_configs: Any, **options: Any) -> list[CheckMessage]:
        return list(check())

    return run


def settings_findings() -> Iterator[CheckMessage]:
    """What can be known without asking anybody."""
    for number, is_unsafe, words, remedy in (
        (1, settings.DEBUG, "Visitors would read error details.", "Take DEBUG away."),
        (2, _is_weak(settings.SECRET_KEY), "The secret key can be guessed.", _KEY),
        (3, _takes_any_host(), "The site answers to names of hosts that it does not know.", _HOSTS),
        (4, not settings.SITE_ORIGIN.startswith("https://"), "The site's own address is not https.", _ORIGIN),
        (5, _is_zone_stale(), "Pacific Time is computed by old tables.", "Install requirements/run.txt anew (tzdata)."),
        (6, not _are_files_collected(), "The static files of this release were not collected.", _COLLECT),
        (7, not settings.TRUSTED_PROXIES, "All visitors would seem to come from one place.", _PROXIES),
        (8, not settings.CONTACT_EMAIL, "Nobody can be told of a hole in the site.", "Set CONTACT_EMAIL."),
        (9, _is_database_overheard(), "What the database sends can be read on the way.", _SSLMODE),
        (10, settings.MIDDLEWARE[0] != OUTERMOST, "Some answers carry no security headers.", f"Put {OUTERMOST} first."),
        (11, _is_key_readable(), "Others on this machine can read the secret key.", "Run chmod 600 var/secret-key."),
    ):
        if is_unsafe:
            yield Error(words, hint=remedy, id=f"catalogue.E{number:03}")


_KEY = "Set SECRET_KEY to 50 random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
_HOSTS = "Write whole names into ALLOWED_HOSTS, without * and without a dot in front."
_ORIGIN = "Set SITE_ORIGIN=https://… to the name that visitors type, and put a server in front that speaks HTTPS."
_PROXIES = "Set TRUSTED_PROXIES to the number of your servers in front of this one."
_COLLECT = "Run manage.py collectstatic, as the account that the site runs as."
_SSLMODE = (
    "End DATABASE_URL, and each of DATABASE_REPLICA_URLS, in ?sslmode=verify-full (or require), or use a database on"
    " this machine."
)


def _is_weak(key: str) -> bool:
    return len(set(key)) < FEWEST_SIGNS or key.startswith("django-insecure")


def _takes_any_host() -> bool:
    return any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS)


def _is_zone_stale() -> bool:
    """British Columbia keeps UTC-7 all year since March 2026."""
    return WINTER_NOON.astimezone(ZoneInfo(settings.TIME_ZONE)).hour != 13


def _are_files_collected() -> bool:
    """All, and as they are now: otherwise pages would be shown with scripts and styles of the release before."""
    manifest = getattr(staticfiles_storage, "hashed_files", {})
    return all(
        name in manifest and _is_same(Path(storage.path(name)), Path(settings.STATIC_ROOT, name))
        for finder in get_finders()
        for name, storage in finder.list([])
    )


def _is_same(source: Path, collected: Path) -> bool:
    return collected.exists() and source.read_bytes() == collected.read_bytes()


def _is_database_overheard() -> bool:
    """Of the primary and of all that follow it; what letters and programs say to others is always encrypted."""
    return any(map(_is_overheard, [settings.ENVIRONMENT.database, *settings.ENVIRONMENT.replicas]))


def _is_overheard(database: dict[str, Any]) -> bool:
    host = database.get("HOST", "")
    is_here = database["ENGINE"].endswith("sqlite3") or host in THIS_MACHINE or host.startswith("/")
    return not is_here and database["OPTIONS"].get("sslmode") not in ENCRYPTED


def _is_key_readable() -> bool:
    key = VAR / "secret-key"
    return not settings.ENVIRONMENT.given_secret and key.exists() and bool(key.stat().st_mode & 0o077)
