"""What has been done to the database already, asked without Django, so that starting again is quick."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from niangjia.core.postgres.installation import Installation

PACKAGE: Final = Path(__file__).resolve().parent.parent
LOCKED: Final = PACKAGE.parent / "requirements" / "run.txt"
DECIDING: Final = ("**/migrations/*.py", "**/*.sql", "**/apps.py", "core/postgres/*.py")


def is_migrated(installation: Installation, schemas: Iterable[str]) -> bool:
    """Whether this very program migrated every schema last: each carries the fingerprint as its comment."""
    query = "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')"
    with psycopg.connect(dsn(installation)) as connection:
        return all(connection.execute(query, [schema]).fetchone() == (fingerprint(),) for schema in schemas)


def remember_migrated(connection: psycopg.Connection, schema: str) -> None:
    """Say on the schema that this very program migrated it. For the owner, after migrating."""
    comment = sql.SQL("COMMENT ON SCHEMA {} IS {}")
    connection.execute(comment.format(sql.Identifier(schema), sql.Literal(fingerprint())))


def has_accounts(installation: Installation) -> bool:
    """Whether anybody can log in yet. The database must be migrated."""
    with psycopg.connect(dsn(installation)) as connection:
        return connection.execute("SELECT EXISTS (SELECT 1 FROM access_account)").fetchone() == (True,)


def dsn(installation: Installation, alias: str = "owner") -> str:
    """How psycopg reaches the database without Django."""
    named = installation.databases()[alias]
    wanted = {"host": named["HOST"], "port": named["PORT"], "dbname": named["NAME"], "user": named["USER"]}
    wanted |= {"password": named["PASSWORD"], "options": named["OPTIONS"]["options"]}
    return make_conninfo("", **{name: value for name, value in wanted.items() if value})


def fingerprint() -> str:
    """What decides the database's shape, as one short text: migrations, SQL, privileges and the locked libraries."""
    digest = hashlib.sha256()
    paths = sorted({path for pattern in DECIDING for path in PACKAGE.glob(pattern) if "tests" not in path.parts})
    for path in (*paths, LOCKED):
        digest.update(path.read_bytes())
    return f"niangjia {digest.hexdigest()[:32]}"
