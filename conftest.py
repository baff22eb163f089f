"""One throw-away PostgreSQL for a test session; tests run as the role that serves, never as the owner."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.db import connections
from django.test.testcases import TransactionTestCase

from niangjia.config.migrating import migrate
from niangjia.core.postgres.cluster import THROW_AWAY, Cluster
from niangjia.core.postgres.installation import SCHEMA, Installation
from niangjia.core.postgres.roles import APP
from tests.worlds import World, build_world

TEST_DSN = "NIANGJIA_TEST_DSN"
# Passwords of made-up accounts need no protection, and protecting them takes most of a story's time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_configure() -> None:
    """Compile a catalogue of words that is newer than what was compiled of it; several workers may do so at once."""
    for source in (settings.PROJECT / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as words, tempfile.NamedTemporaryFile(dir=source.parent, delete=False) as made:
                write_mo(made, read_po(words))
            Path(made.name).chmod(0o644)
            Path(made.name).replace(compiled)


@pytest.fixture(scope="session", autouse=True)
def data_folder() -> Iterator[Path]:
    """A data folder of the session's own: keys and blobs of tests never meet those of an installation."""
    folder = Path(tempfile.mkdtemp(prefix="niangjia-test-"))
    folder.chmod(0o755)  # the server's own user must reach its directory inside
    before = settings.NIANGJIA_DATA
    settings.NIANGJIA_DATA = folder
    yield folder
    settings.NIANGJIA_DATA = before
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def test_installation(data_folder: Path) -> Iterator[Installation]:
    """A server with roles, schema and extensions: embedded, or the one that NIANGJIA_TEST_DSN names."""
    made = Installation(data_folder, os.environ.get(TEST_DSN))
    if made.cluster is None:
        made.prepare()
        yield made
        return
    cluster = Cluster(made.cluster.directory, tuple(THROW_AWAY.items()))
    cluster.start()
    made.prepare()
    yield made
    cluster.stop()


@pytest.fixture(scope="session")
def django_db_setup(test_installation: Installation, django_db_blocker: pytest.Item) -> Iterator[None]:
    """The session's database, migrated as the owner; ``default`` is the serving role."""
    databases = test_installation.databases(role=APP)
    for alias, wanted in databases.items():
        connections[alias].close()
        connections[alias].settings_dict.update({**wanted, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False})
    with django_db_blocker.unblock():
        migrate(verbosity=0)
        connections["owner"].close()
        remember_seeded_tables()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def owner_connection() -> psycopg.Connection:
    """A connection of the owner beside Django's."""
    return connections["owner"].get_new_connection(connections["owner"].get_connection_params())


_seeded: set[str] = set()


def remember_seeded_tables() -> None:
    """Tables that migrations filled are reference tables: they are not emptied between tests."""
    with owner_connection() as connection:
        for (table,) in _tables(connection):
            if connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{SCHEMA}"."{table}")').fetchone() == (True,):
                _seeded.add(table)


def empty_tables(case: TransactionTestCase) -> None:  # noqa: ARG001 - takes the place of Django's flush
    """Empty every table that a test may have filled, as the owner: the serving role may not, by design."""
    with owner_connection() as connection:
        names = [f'"{SCHEMA}"."{table}"' for (table,) in _tables(connection) if table not in _seeded]
        for name in names:
            connection.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        connection.execute(f"TRUNCATE {', '.join(names)}")
        for name in names:
            connection.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


TransactionTestCase._fixture_teardown = empty_tables


def _tables(connection: psycopg.Connection) -> list[tuple[str]]:
    query = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
    return connection.execute(query, [SCHEMA]).fetchall()


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 - the world stands in the database
    """The made-up county of tests/worlds.py."""
    return build_world()
