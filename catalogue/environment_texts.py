"""How the text of an environment variable becomes a value, and what a wrong text is told. Standard library only."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LIBPQ_OPTIONS = {
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
    "target_session_attrs",
}
ORIGIN = re.compile(r"https?://([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?/?", re.ASCII)
SHORTEST_SECRET = 50


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """What to type into a browser on this machine."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
        return f"http://{Address(everywhere.get(self.host, self.host), self.port)}"


def read_address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError("write a port or host:port, as in ADDR=8001 or ADDR=127.0.0.1:8001")
    return Address(host.strip("[]") or "127.0.0.1", int(port))


def read_origin(text: str) -> str:
    if not ORIGIN.fullmatch(text.lower()):
        raise ValueError("write only scheme and host, as in SITE_ORIGIN=https://microcredentials.example.ca")
    return text.lower().rstrip("/")


def read_hosts(text: str) -> list[str]:
    hosts = [host.strip() for host in text.split(",") if host.strip()]
    if any("/" in host or host == "*" for host in hosts):
        raise ValueError(
            "write host names with commas between them, as in ALLOWED_HOSTS=microcredentials.example.ca,localhost"
        )
    return hosts


def read_secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"use {SHORTEST_SECRET} random characters or more, or leave it out and one is made in var/")
    return text


def read_email(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>\"?&]+@[\w-]+(\.[\w-]+)+", text):
        raise ValueError("write one e-mail address, as in CONTACT_EMAIL=help@microcredentials.example.ca")
    return text


def read_short_name(text: str) -> str:
    if len(text) > 40:
        raise ValueError("write a name of 40 letters at most, as in OIDC_NAME=IDIR")
    return text


def whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return int(text)

    return read


read_count = whole_number(1, 64)


def read_switch(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("write 1 for on or 0 for off")
    return text == "1"


def read_database(text: str) -> dict[str, Any]:
    """The engine-neutral part of Django's DATABASES entry; settings.py adds how each engine is tuned."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise ValueError(f"{problem}; write postgres://name:password@host:5432/database") from None
    if parts.scheme == "sqlite" and not parts.netloc and parts.path.strip("/"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": "/" + unquote(parts.path).lstrip("/")}
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ValueError("write postgres://name:password@host:5432/database or sqlite:///full/path/to/file")
    options = dict(parse_qsl(parts.query))
    if unknown := ", ".join(sorted(set(options) - LIBPQ_OPTIONS)):
        raise ValueError(f"it does not know the option {unknown}; it knows {', '.join(sorted(LIBPQ_OPTIONS))}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port or "",
        "OPTIONS": options,
    }


def read_databases(text: str) -> list[dict[str, Any]]:
    return [read_database(url) for url in text.split()]
