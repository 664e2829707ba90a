"""The environment variables that the site knows, in the words of their rows in README.md. Standard library only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalogue.environment_texts import (
    SHORTEST_SECRET,
    read_address,
    read_count,
    read_database,
    read_databases,
    read_email,
    read_hosts,
    read_origin,
    read_secret,
    read_short_name,
    read_switch,
    whole_number,
)
from catalogue.mail_server import read_mail_server
from catalogue.sign_on_settings import read_claim, read_claim_name, read_issuer


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
        "SECOND_STEP",
        "`1`: staff show a code or a passkey beside their password (a second factor)",
        "`0`: a password is enough",
        read_switch,
    ),
    Variable(
        "PASSWORD_SIGN_IN",
        "`0`: staff sign in through the provider that `OIDC_ISSUER` names, and with no password",
        "`1`: they may use passwords",
        read_switch,
    ),
    Variable(
        "OIDC_ISSUER",
        "the provider of single sign-on (OpenID Connect): its issuer, or the address of its configuration, over HTTPS",
        "there is no single sign-on",
        read_issuer,
    ),
    Variable("OIDC_CLIENT_ID", "what the provider calls this site", "only right without `OIDC_ISSUER`", str),
    Variable("OIDC_CLIENT_SECRET", "what this site shows the provider", "only right without `OIDC_ISSUER`", str),
    Variable("OIDC_NAME", "what staff call the provider, as in `IDIR`", "single sign-on", read_short_name),
    Variable(
        "OIDC_REQUIRED_CLAIM",
        "what the provider must say of a person, as in `client_roles=staff`; a list that holds the value counts too, "
        "and dots lead into what is nested, as in `realm_access.roles=staff`",
        "nothing: an account here is enough",
        read_claim,
    ),
    Variable(
        "OIDC_ACCOUNT_CLAIM",
        "which claim names a person's account here, as in `idir_username`: by the account's name, or with `email` by "
        "an address that the provider has checked",
        "`email`",
        read_claim_name,
    ),
    Variable(
        "OIDC_NEW_ACCOUNTS",
        "`1`: who has the required claim and no account gets one, in no group",
        "`0`: only those who have an account here get in",
        read_switch,
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
