"""Whether two databases hold the same: every row of every table by its content, and where every sequence stands."""

from typing import Final

import psycopg
from psycopg import sql

# rows are compared as text, so their text must not hang on the server's settings
PLAIN: Final = "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c bytea_output=hex -c extra_float_digits=1"
RELATIONS: Final = """
    SELECT n.nspname, c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'S', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2
"""
# the sum of a piece of each row's MD5: the same rows in whatever order give the same number
ROWS: Final = """
    SELECT count(*), coalesce(sum(('x' || left(md5((own.*)::text), 15))::bit(60)::bigint), 0)::text FROM {} AS own
"""
SEQUENCE: Final = "SELECT last_value, is_called::text FROM {}"


def difference(one: str, other: str) -> str | None:
    """The name of the first relation of which two databases (by DSN, as a superuser) do not hold the same; or none."""
    ours, theirs = contents(one), contents(other)
    return next((name for name in sorted(ours | theirs) if ours.get(name) != theirs.get(name)), None)


def contents(dsn: str) -> dict[str, tuple[int, str]]:
    """Every relation with its number of rows and a digest of them all; a sequence with where it stands."""
    with psycopg.connect(dsn, options=PLAIN) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        relations = connection.execute(RELATIONS).fetchall()
        return {f"{schema}.{name}": _content(connection, schema, name, kind) for schema, name, kind in relations}


def _content(connection: psycopg.Connection, schema: str, name: str, kind: str) -> tuple[int, str]:
    question = sql.SQL(SEQUENCE if kind == "S" else ROWS).format(sql.Identifier(schema, name))
    row: tuple[int, str] | None = connection.execute(question).fetchone()
    return row or (0, "")
