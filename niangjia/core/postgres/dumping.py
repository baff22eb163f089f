"""Dump our schemas to one file and bring them back, in any PostgreSQL that we support.

A dump is read past row-level security as ``niangjia_reader`` and restored without owners; the functions that must see
past row-level security are given back to ``niangjia_reader`` by name.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from niangjia.core.postgres.binaries import program
from niangjia.core.postgres.refusals import refusal
from niangjia.core.postgres.roles import READER, parts

FIRST_WITH_TIMEOUT: Final = 170000  # older servers do not know a setting that newer programs set first
HEAD_BYTES: Final = 4096
PRIVILEGED: Final = """
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
    WHERE r.rolname = %s AND p.pronamespace = ANY (%s::regnamespace[]) ORDER BY 1
"""


def dump(dsn: str, schemas: Sequence[str], file: Path) -> None:
    """Write the schemas to ``file`` (pg_dump's custom format), as one instant saw them. Refuses ``dump_failed``."""
    chosen = [f"--schema={schema}" for schema in schemas]
    run_program(["pg_dump", "--format=custom", f"--role={READER}", *chosen, f"--file={file}"], dsn)


def load(dsn: str, file: Path) -> None:
    """Bring a dump's schemas back in one transaction; they must not exist. Refuses ``dump_failed``: nothing is written.

    The functions that see past row-level security have to be given back, see ``give_back``.
    """
    with psycopg.connect(dsn) as connection:
        knows_all = connection.info.server_version >= FIRST_WITH_TIMEOUT
    if knows_all:
        run_program(["pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(file)], dsn)
        return
    script = file.with_suffix(".sql")
    run_program(["pg_restore", "--no-owner", f"--file={script}", str(file)])
    _leave_out(script, b"SET transaction_timeout = 0;\n")
    run_program(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}"], dsn
    )


def give_back(dsn: str, privileged: Sequence[str]) -> None:
    """Make ``niangjia_reader`` the owner of functions, named as by ``privileged_functions``."""
    with psycopg.connect(dsn, options="-c search_path=pg_catalog") as connection:
        for function in privileged:
            owned = "ALTER FUNCTION {} OWNER TO {}"
            name = sql.SQL(function)  # regprocedure's own text, quoted by PostgreSQL
            connection.execute(sql.SQL(owned).format(name, sql.Identifier(READER)))


def privileged_functions(dsn: str, schemas: Sequence[str]) -> list[str]:
    """The functions that see past row-level security, as PostgreSQL names them with schema and arguments."""
    with psycopg.connect(dsn, options="-c search_path=pg_catalog") as connection:
        return [row[0] for row in connection.execute(PRIVILEGED, [READER, list(schemas)])]


def drop_empty_schema(dsn: str, schema: str) -> None:
    """Drop a schema in which there is nothing. Refuses ``not_empty``."""
    try:
        with psycopg.connect(dsn) as connection:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} RESTRICT").format(sql.Identifier(schema)))
    except psycopg.errors.DependentObjectsStillExist:
        raise refusal("not_empty", schema=schema) from None


def _leave_out(script: Path, line: bytes) -> None:
    """Blank a line of the script's head, where it stands once; the data after it stay as they are."""
    with script.open("r+b") as file:
        place = file.read(HEAD_BYTES).find(line)
        if place >= 0:
            file.seek(place)
            file.write(b" " * (len(line) - 1))


def run_program(command: list[str], dsn: str | None = None) -> None:
    """Run one of PostgreSQL's programs, on a database or none. A password goes by the environment, closed to others."""
    known = {} if dsn is None else parts(dsn)
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/", "PGPASSWORD": known.pop("password", "")}
    target = [] if dsn is None else [f"--dbname={make_conninfo('', **known)}"]
    whole = [program(command[0]), *target, *command[1:]]
    done = subprocess.run(whole, check=False, capture_output=True, text=True, env=environment)  # noqa: S603 - no shell
    if done.returncode != 0:
        raise refusal("dump_failed", reason=(done.stderr.strip().splitlines() or ["?"])[0])
