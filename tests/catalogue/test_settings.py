"""The settings: what each environment variable does, what a wrong one is told, time, databases and the kept secret."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from multiprocessing.pool import ThreadPool
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines

from catalogue.environment import BadEnvironment, kept_secret, read_environment
from catalogue.sign_on_settings import RequiredClaim, SignOn

ROOT = Path(__file__).resolve().parents[2]


def test_vancouver_keeps_utc_minus_seven_in_winter() -> None:
    noon = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    assert noon.astimezone(ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M") == "2026-12-01 05:00"


def test_zones_never_come_from_the_system() -> None:
    assert TZPATH == ()


def test_nothing_set_means_this_machine() -> None:
    site = read_environment({})
    assert site.database["NAME"].endswith("/var/catalogue.sqlite3")
    assert (str(site.address), site.site_origin) == ("127.0.0.1:8000", "http://127.0.0.1:8000")
    assert site.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (site.https, site.debug) == (False, False)


def test_an_empty_value_counts_as_not_set() -> None:
    assert read_environment({"ADDR": "", "DEBUG": " "}) == read_environment({})


@pytest.mark.parametrize(
    ("addr", "listens", "origin"),
    [
        ("8001", "127.0.0.1:8001", "http://127.0.0.1:8001"),
        ("0.0.0.0:80", "0.0.0.0:80", "http://127.0.0.1:80"),
        ("[::1]:8001", "[::1]:8001", "http://[::1]:8001"),
        ("site.test:8001", "site.test:8001", "http://site.test:8001"),
    ],
)
def test_addr_is_a_port_or_host_and_port(addr: str, listens: str, origin: str) -> None:
    site = read_environment({"ADDR": addr})
    assert (str(site.address), site.site_origin) == (listens, origin)


def test_the_sites_own_names_are_always_allowed() -> None:
    given = {"SITE_ORIGIN": "https://micro.example.ca", "ALLOWED_HOSTS": "old.example.ca, ", "ADDR": "0.0.0.0:80"}
    hosts = read_environment(given).allowed_hosts
    assert hosts == ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "micro.example.ca", "old.example.ca"]


def test_an_https_origin_is_noticed() -> None:
    assert read_environment({"SITE_ORIGIN": "https://micro.example.ca/"}).https
    assert read_environment({"SITE_ORIGIN": "https://micro.example.ca/"}).site_origin == "https://micro.example.ca"


def test_a_database_url_is_percent_decoded() -> None:
    url = "postgres://web%40bc:p%2Fw%3A@db.test:5433/micro%20creds?sslmode=require"
    assert read_environment({"DATABASE_URL": url}).database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "micro creds",
        "USER": "web@bc",
        "PASSWORD": "p/w:",
        "HOST": "db.test",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_url_may_name_a_socket_or_a_file() -> None:
    assert read_environment({"DATABASE_URL": "postgres://me@%2Frun%2FPG/x"}).database["HOST"] == "/run/PG"
    assert read_environment({"DATABASE_URL": "sqlite:///srv/my%20data.db"}).database["NAME"] == "/srv/my data.db"


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("DATABASE_URL", "mysql://db/x", "postgres://name:password@host:5432/database"),
        ("DATABASE_URL", "postgres://db", "postgres://name:password@host:5432/database"),
        ("DATABASE_URL", "postgres://db:port/x", "postgres://name:password@host:5432/database"),
        ("DATABASE_URL", "postgres://db/x?ssl=1", "sslmode"),
        ("DATABASE_URL", "sqlite://", "sqlite:///full/path"),
        ("ADDR", "localhost", "ADDR=8001"),
        ("ADDR", "127.0.0.1:99999", "ADDR=8001"),
        ("SITE_ORIGIN", "micro.example.ca", "https://"),
        ("SITE_ORIGIN", "https://micro.example.ca/list", "only scheme and host"),
        ("SITE_ORIGIN", "https://[micro/", "only scheme and host"),
        ("ALLOWED_HOSTS", "*", "commas"),
        ("ALLOWED_HOSTS", "https://micro.example.ca", "commas"),
        ("SECRET_KEY", "short", "50 random characters"),
        ("WEB_WORKERS", "0", "from 1 to 64"),
        ("WEB_THREADS", "many", "from 1 to 64"),
        ("TRUSTED_PROXIES", "0", "from 1 to 64"),
        ("SESSION_IDLE_MINUTES", "1", "from 5 to 1440"),
        ("SESSION_HOURS", "1.5", "from 1 to 168"),
        ("DEBUG", "yes", "write 1 for on or 0 for off"),
        ("SECOND_STEP", "required", "write 1 for on or 0 for off"),
        ("OIDC_ISSUER", "login.example.ca", "as in OIDC_ISSUER=https://"),
        ("OIDC_ISSUER", "http://login.example.ca/realm", "as in OIDC_ISSUER=https://"),
        ("OIDC_ISSUER", "https://login.example.ca/?realm=1", "as in OIDC_ISSUER=https://"),
        ("OIDC_ISSUER", "https://login.example.ca:port/", "as in OIDC_ISSUER=https://"),
        ("OIDC_NAME", "x" * 41, "40 letters at most"),
        ("OIDC_REQUIRED_CLAIM", "staff", "the name of a claim and its value"),
        ("OIDC_REQUIRED_CLAIM", "roles..x=staff", "the name of a claim and its value"),
        ("OIDC_ACCOUNT_CLAIM", "two words", "the name of one claim"),
    ],
)
def test_a_wrong_value_names_the_variable_and_the_remedy(name: str, value: str, remedy: str) -> None:
    with pytest.raises(BadEnvironment) as told:
        read_environment({name: value})
    sentence = str(told.value)
    assert sentence.startswith(name)
    assert remedy in sentence
    assert "\n" not in sentence


ISSUER = {"OIDC_ISSUER": "https://login.example.ca/realm/.well-known/openid-configuration"}
PROVIDER = {**ISSUER, "OIDC_CLIENT_ID": "catalogue", "OIDC_CLIENT_SECRET": "s"}


def test_a_provider_is_read_with_what_stands_in_for_the_rest() -> None:
    site = read_environment(PROVIDER)
    assert site.single_sign_on == SignOn(
        "https://login.example.ca/realm", "catalogue", "s", "single sign-on", None, "email", False
    )
    assert (site.password_sign_in, site.second_step) == (True, False)
    named = read_environment({**PROVIDER, "OIDC_REQUIRED_CLAIM": "realm_access.roles = a=b"}).single_sign_on
    assert named.required == RequiredClaim(("realm_access", "roles"), "a=b")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (ISSUER, "OIDC_ISSUER is set and OIDC_CLIENT_ID is not: set both, or neither."),
        ({"OIDC_NAME": "IDIR"}, "OIDC_NAME is set and OIDC_ISSUER is not: set both, or neither."),
        ({**PROVIDER, "OIDC_NEW_ACCOUNTS": "1"}, "OIDC_NEW_ACCOUNTS=1 needs OIDC_REQUIRED_CLAIM"),
        ({"PASSWORD_SIGN_IN": "0"}, "PASSWORD_SIGN_IN=0 needs OIDC_ISSUER, or nobody could sign in."),
    ],
)
def test_variables_that_do_not_fit_together_are_told(given: dict[str, str], told: str) -> None:
    with pytest.raises(BadEnvironment) as problem:
        read_environment(given)
    assert str(problem.value).startswith(told)


def test_manage_py_says_it_in_one_line() -> None:
    environment = {**os.environ, "WEB_THREADS": "many"}
    command = [sys.executable, "manage.py", "check"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr == "WEB_THREADS is not right: write a whole number from 1 to 64.\n"


def test_the_secret_is_made_once_for_this_account_only(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with ThreadPool(8) as threads:
        secrets = set(threads.map(lambda _: kept_secret(folder), range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) >= 50
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert [oct(path.stat().st_mode)[-3:] for path in (folder, folder / "secret-key")] == ["700", "600"]


def test_a_secret_that_cannot_be_kept_names_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(BadEnvironment, match=r"^SECRET_KEY is not set .* make var/ writable\.$"):
        kept_secret(tmp_path / "var")


@pytest.mark.django_db
def test_the_database_is_tuned_for_several_writers() -> None:
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "postgresql":
        assert (options["pool"]["max_size"], options["connect_timeout"]) == (5, 2)
        assert connection.settings_dict["CONN_HEALTH_CHECKS"]
        assert connection.pool is not None
        with connection.cursor() as cursor:
            assert cursor.execute("SHOW jit").fetchone() == ("off",)
    else:
        assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
        with connection.cursor() as cursor:
            pragmas = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous")]
        assert pragmas == [1, 1]


def test_a_database_file_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite://{tmp_path}/site.sqlite3"}
    code = "from django.db import connection as c; print(c.cursor().execute('PRAGMA journal_mode').fetchone()[0])"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "wal\n"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_of_an_https_site_travel_over_https_only(scheme: str) -> None:
    environment = {**os.environ, "SITE_ORIGIN": f"{scheme}://micro.example.ca"}
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_NAME"]
    names += ["CSRF_COOKIE_NAME", "KNOWN_BROWSER_COOKIE_NAME"]
    code = f"from django.conf import settings as s; print(*[getattr(s, name) for name in {names}])"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    secure = scheme == "https"
    host, path = ("__Host-", "__Secure-") if secure else ("", "")
    cookies = f"{host}sessionid {host}csrftoken {path}known_browser"
    assert said.stdout == f"{secure} {secure} ['{scheme}://micro.example.ca'] {cookies}\n"


def test_an_undefined_template_variable_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable 'nothing'"):
        engines["django"].from_string("{{ nothing }}").render({})
