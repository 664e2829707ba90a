"""What only the database can tell before the public site starts: its tables, and how much its role may do."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Info
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .owner import outside_the_pool

_POWER = """
    SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
           has_schema_privilege(current_schema(), 'CREATE')
           OR EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'USAGE'))
    FROM pg_roles WHERE rolname = current_user
"""
_ROLES = "Make the roles of deploy/postgresql/roles.sql: DATABASE_URL names the one, MIGRATE_DATABASE_URL the other."
# Dates of winter days after the change of 2026, as the database's own tables have them.
_WINTER = "SELECT extract(hour FROM timestamptz '2026-12-01 20:00+00' AT TIME ZONE 'America/Vancouver')"


def database_findings() -> Iterator[CheckMessage]:
    try:
        with outside_the_pool():
            yield from _pending()
            if connection.vendor == "postgresql":
                yield from _powers()
                yield from _zone()
    except DatabaseError:
        return  # a site that is restarted while the database is away must come up: it says 503 until it is back


def _pending() -> Iterator[CheckMessage]:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        words = f"{len(plan)} migrations were not applied, the first is {plan[0][0]}."
        yield Error(words, hint="Run manage.py migrate.", id="catalogue.E020")


def _powers() -> Iterator[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute(_POWER)
        rules_server, changes_tables = cursor.fetchone()
    if rules_server:
        yield Error("The role of DATABASE_URL may rule the database server.", hint=_ROLES, id="catalogue.E021")
    if changes_tables:
        yield Error("The role of DATABASE_URL may change tables.", hint=_ROLES, id="catalogue.E022")


def _zone() -> Iterator[CheckMessage]:
    """No reason to refuse: every connection speaks UTC, and no statement of ours converts between zones."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW TimeZone")
        spoken = cursor.fetchone()[0]
        cursor.execute(_WINTER)
        hour = cursor.fetchone()[0]
    if spoken != "UTC":
        words = f"The database speaks {spoken} to the site and not UTC, so dates may be off by a day."
        yield Error(words, hint="Leave TIME_ZONE out of DATABASES.", id="catalogue.E023")
    if hour != 13:
        words = "The database's own tables put winter days of British Columbia an hour off. The site does not use them."
        yield Info(words, hint="Update tzdata there before you ask it for dates by hand.", id="catalogue.I001")
