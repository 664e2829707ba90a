"""The public site starts safe or not at all: each unsafe setting has a number and a remedy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.db import DEFAULT_DB_ALIAS, connection, connections

from catalogue.gunicorn import ROOT
from catalogue.production import refusing
from catalogue.production.asking_database import database_findings
from catalogue.production.owner import as_owner

KEY = "kQ3v9xZr7Lw2Jt8Hn5Bd1Fg6Ys4Mc0PaUeIoTzXbVqRhWj"


@pytest.fixture
def safe(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Settings as on the public site."""
    settings.SECRET_KEY = KEY
    settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = "https://micro.example.ca", ["micro.example.ca"]
    settings.TRUSTED_PROXIES, settings.CONTACT_EMAIL = 1, "help@micro.example.ca"
    settings.STATIC_ROOT = tmp_path / "collected"
    for folder in ("source", "collected"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "site.css").write_text("a {}")
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    finder = FileSystemFinder()
    monkeypatch.setattr(refusing, "VAR", tmp_path)
    monkeypatch.setattr(refusing, "get_finders", lambda: [finder])
    monkeypatch.setattr(refusing, "staticfiles_storage", SimpleNamespace(hashed_files={"site.css": "site.1.css"}))
    return settings


def ids() -> list[str]:
    return [finding.id for finding in refusing.settings_findings()]


def test_safe_settings_are_not_refused(safe) -> None:
    assert ids() == []


POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example.ca", "OPTIONS": {}}
UNSAFE = {
    "E001": {"DEBUG": True},
    "E002": {"SECRET_KEY": "secret" * 10},
    "E003": {"ALLOWED_HOSTS": [".example.ca"]},
    "E004": {"SITE_ORIGIN": "http://micro.example.ca"},
    "E006": {"STATIC_ROOT": "/nowhere"},
    "E007": {"TRUSTED_PROXIES": 0},
    "E008": {"CONTACT_EMAIL": ""},
    "E009": {"ENVIRONMENT": replace(settings.ENVIRONMENT, database=POSTGRESQL)},
    "E009 of a replica": {"ENVIRONMENT": replace(settings.ENVIRONMENT, replicas=[POSTGRESQL])},
    "E010": {"MIDDLEWARE": ["django.middleware.common.CommonMiddleware"]},
}


@pytest.mark.parametrize("number", UNSAFE)
def test_an_unsafe_setting_is_refused_with_a_remedy(safe, number: str) -> None:
    for name, value in UNSAFE[number].items():
        setattr(safe, name, value)
    (found,) = refusing.settings_findings()
    assert (found.id, bool(found.hint)) == (f"catalogue.{number.partition(' ')[0]}", True)


def test_old_tables_of_time_zones_are_refused(safe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusing, "ZoneInfo", lambda name: timezone(timedelta(hours=-8)))
    assert ids() == ["catalogue.E005"]


def test_files_of_another_release_are_refused(safe, tmp_path: Path) -> None:
    (tmp_path / "source" / "site.css").write_text("a { color: red }")
    assert ids() == ["catalogue.E006"]
    (tmp_path / "collected" / "site.css").write_text("a { color: red }")
    assert ids() == []
    (tmp_path / "source" / "new.js").touch()
    assert ids() == ["catalogue.E006"]


def test_a_key_that_others_can_read_is_refused(safe, tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text(KEY)
    (tmp_path / "secret-key").chmod(0o600)
    assert ids() == []
    (tmp_path / "secret-key").chmod(0o640)
    assert ids() == ["catalogue.E011"]


@pytest.mark.django_db(transaction=True)
def test_the_tests_own_role_has_too_much_power() -> None:
    """It owns the tables; on SQLite there are no roles."""
    errors = [finding.id for finding in database_findings() if finding.id != "catalogue.I001"]
    assert errors == (["catalogue.E021", "catalogue.E022"] if connection.vendor == "postgresql" else [])


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_was_not_made_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM django_migrations WHERE app = 'admin' ORDER BY id DESC LIMIT 1")
        key, name = cursor.fetchone()
        cursor.execute("UPDATE django_migrations SET name = 'x' WHERE id = %s", [key])
    try:
        assert "catalogue.E020" in [finding.id for finding in database_findings()]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = %s WHERE id = %s", [name, key])


@pytest.mark.django_db
def test_a_database_that_is_away_is_no_reason_to_refuse() -> None:
    away = connections.create_connection(DEFAULT_DB_ALIAS)
    away.settings_dict = {**away.settings_dict, "NAME": "/nowhere/x", "HOST": "/nowhere"}
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = away
    try:
        assert list(database_findings()) == []
    finally:
        connections[DEFAULT_DB_ALIAS] = usual


@pytest.mark.django_db(transaction=True)
def test_a_change_of_tables_does_not_wait_for_long() -> None:
    with as_owner():
        if connection.vendor == "postgresql":
            assert connection.cursor().execute("SHOW lock_timeout").fetchone() == ("2s",)
            assert "pool" not in connection.settings_dict["OPTIONS"]


def test_the_server_does_not_start(tmp_path: Path) -> None:
    """The command that the server runs before it listens; a laptop's settings are not those of the public site."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite://{tmp_path}/x.sqlite3", "PRODUCTION": "1", "ADDR": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config=python:catalogue.gunicorn"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode != 0
    for number in ("E004", "E007", "E020"):
        assert f"catalogue.{number}" in said.stderr
    assert "does not start while a setting is unsafe" in said.stderr


WRITES = """
from gunicorn.config import Config
from gunicorn.glogging import Logger
from catalogue.gunicorn import logconfig_dict
settings = Config()
settings.set("logconfig_dict", logconfig_dict)
Logger(settings).error("a worker (%s) is\\nlost", 7)
"""


def test_lines_of_the_server_look_like_those_of_the_site() -> None:
    command, environment = [sys.executable, "-c", WRITES], {**os.environ, "PRODUCTION": "1"}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    (line,) = map(json.loads, said.stderr.splitlines())
    assert (line["level"], line["from"], line["says"]) == ("ERROR", "gunicorn.error", "a worker (7) is\nlost")
