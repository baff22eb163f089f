"""Make the database ready for us: log-ins, schema, extensions, and who may do what.

``niangjia_owner`` migrates, ``niangjia_app`` serves, ``niangjia_jobs`` works off the queue. ``niangjia_reader`` cannot
log in; it owns the few functions that must see past row-level security.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from niangjia.core.postgres.refusals import refusal

OWNER: Final = "niangjia_owner"
APP: Final = "niangjia_app"
JOBS: Final = "niangjia_jobs"
READER: Final = "niangjia_reader"
SERVING: Final = (APP, JOBS)
EXTENSIONS: Final = ("pg_trgm", "btree_gist")
OLDEST, NEWEST = 15, 18
# roles belong to the whole server, so the one that serves carries the database that it serves
SERVES: Final = "niangjia: "
OTHER: Final = """
    SELECT d.datname FROM pg_roles r JOIN pg_database d ON shobj_description(r.oid, 'pg_authid') = %s || d.datname
    WHERE r.rolname = %s AND d.datname <> current_database()
"""
ORDINARY: Final = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True, slots=True)
class Logins:
    """Passwords of the serving log-ins; ``None`` where the socket's directory is the lock."""

    app: str | None = None
    jobs: str | None = None


def prepare_embedded(superuser_dsn: str, *, database: str, schema: str) -> None:
    """Make roles, database, schema and extensions in an embedded server. Done again it changes nothing."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        _make_roles(connection, Logins(), with_owner=True)
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
    with psycopg.connect(make_conninfo(superuser_dsn, dbname=database), autocommit=True) as connection:
        _make_extensions(connection)
        make_schema(connection, schema, owner=OWNER)


def prepare_external(dsn: str, *, schema: str, logins: Logins) -> None:
    """The same in a PostgreSQL of somebody else's, as the DSN's user, who becomes the owner.

    Refuses ``server_unreachable``, ``server_unsupported``, ``roles_of_another`` and ``roles_not_allowed``.
    """
    try:
        connection = psycopg.connect(dsn, autocommit=True)
    except psycopg.OperationalError as error:
        raise refusal("server_unreachable", reason=str(error).strip()) from None
    with connection:
        major = connection.info.server_version // 10000
        if not OLDEST <= major <= NEWEST:
            raise refusal("server_unsupported", found=major)
        _refuse_roles_of_another(connection)
        try:
            _make_roles(connection, logins, with_owner=False)
            _claim_roles(connection)
            _make_extensions(connection)
            make_schema(connection, schema, owner=connection.info.user)
        except psycopg.errors.InsufficientPrivilege as error:
            raise refusal("roles_not_allowed", reason=error.diag.message_primary) from None


def make_schema(connection: psycopg.Connection, schema: str, *, owner: str) -> None:
    """One federation's schema: the owner creates in it, the serving roles use it."""
    name = sql.Identifier(schema)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(name, sql.Identifier(owner)))
    serving = sql.SQL(", ").join(map(sql.Identifier, SERVING))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, serving))
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA {} TO {}").format(name, sql.Identifier(READER)))


def grant(connection: psycopg.Connection, schema: str, exceptions: Mapping[str, str]) -> None:
    """Give the serving roles what they need on every table and function of a schema, and nothing else.

    ``exceptions`` names tables with other privileges, as ``{"ledger_transfer": "SELECT"}``; an empty text is none.
    """
    name = sql.Identifier(schema)
    roles = sql.SQL(", ").join(map(sql.Identifier, SERVING))
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p', 'v')",
            [schema],
        )
    ]
    for table in tables:
        full = sql.SQL("{}.{}").format(name, sql.Identifier(table))
        connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(full, roles))
        privileges = exceptions.get(table, ORDINARY)
        if privileges:
            connection.execute(sql.SQL("GRANT " + privileges + " ON {} TO {}").format(full, roles))
        connection.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(full, sql.Identifier(READER)))
    connection.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}").format(name, roles))
    reader = sql.Identifier(READER)  # a backup reads sequences as well
    connection.execute(sql.SQL("GRANT SELECT ON ALL SEQUENCES IN SCHEMA {} TO {}").format(name, reader))
    connection.execute(sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {} FROM PUBLIC").format(name))
    connection.execute(
        sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {} TO {}, {}").format(name, roles, sql.Identifier(READER))
    )


def _make_roles(connection: psycopg.Connection, logins: Logins, *, with_owner: bool) -> None:
    wanted: list[tuple[str, str, str | None]] = [
        (APP, "LOGIN", logins.app),
        (JOBS, "LOGIN", logins.jobs),
        (READER, "NOLOGIN BYPASSRLS", None),
    ]
    if with_owner:
        wanted.insert(0, (OWNER, "LOGIN", None))
    for role, attributes, password in wanted:
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            connection.execute(sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role)))
        if password is not None:
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
    owner = OWNER if with_owner else connection.info.user
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(READER), sql.Identifier(owner)))


def _refuse_roles_of_another(connection: psycopg.Connection) -> None:
    """Roles and their passwords are the server's: a second installation would take the first one's away."""
    other = connection.execute(OTHER, [SERVES, APP]).fetchone()
    if other is not None:
        raise refusal("roles_of_another", other=other[0])


def _claim_roles(connection: psycopg.Connection) -> None:
    claim = sql.Literal(f"{SERVES}{connection.info.dbname}")
    connection.execute(sql.SQL("COMMENT ON ROLE {} IS {}").format(sql.Identifier(APP), claim))


def _make_extensions(connection: psycopg.Connection) -> None:
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension)))
    connection.execute(
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(
            sql.SQL(", ").join(map(sql.Identifier, (*SERVING, READER)))
        )
    )


def _exists(connection: psycopg.Connection, query: str, value: str) -> bool:
    return connection.execute(query, [value]).fetchone() is not None


def parts(dsn: str) -> dict[str, str]:
    """A DSN or URL as its parts. Refuses ``server_unreachable`` for what is no DSN."""
    try:
        return {key: str(value) for key, value in conninfo_to_dict(dsn).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise refusal("server_unreachable", reason=str(error).strip()) from None
