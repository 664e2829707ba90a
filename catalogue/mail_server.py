"""The server that letters are handed over to, as EMAIL_URL names it. Standard library only, as environment.py is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Letters are always encrypted on the way: at once, or after the server was asked to (STARTTLS)."""

    host: str
    port: int
    name: str
    password: str
    is_encrypted_at_once: bool


def read_mail_server(text: str) -> MailServer:
    remedy = "write smtp://name:password@host:587 or smtps://name:password@host:465"
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ValueError(remedy) from None
    if not parts.hostname or parts.path.strip("/"):
        raise ValueError(remedy)
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, name, password, parts.scheme == "smtps")
