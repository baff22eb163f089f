"""A throw-away installation to measure in: durable as a real one, migrated, and gone afterwards."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg

from niangjia.core.postgres.cluster import Cluster


@contextmanager
def throw_away_site() -> Iterator[None]:
    """Django is set up on a database of our own inside the block."""
    folder = Path(tempfile.mkdtemp(prefix="niangjia-bench-"))
    folder.chmod(0o755)  # the server's own user must reach its directory inside
    os.environ.update(DJANGO_SETTINGS_MODULE="niangjia.config.settings", NIANGJIA_DATA=str(folder))
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.conf import settings

    from niangjia.config.migrating import migrate
    from niangjia.config.serving import start_database, stop_database

    start_database(settings.INSTALLATION)
    try:
        migrate(verbosity=0)
        yield
    finally:
        stop_database(settings.INSTALLATION)
        shutil.rmtree(folder)


def extra_database(name: str) -> str:
    """A second, empty database on the same server, as JSON of Django's own names, for a peer."""
    server = cluster()
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return json.dumps({"HOST": str(server.sockets), "NAME": name, "USER": "postgres"})


def server_version() -> str:
    """PostgreSQL's own version number, such as 18.0."""
    with psycopg.connect(cluster().dsn()) as connection:
        return str(connection.info.parameter_status("server_version"))


def cluster() -> Cluster:
    """The server that the bench runs on."""
    from django.conf import settings

    server: Cluster | None = settings.INSTALLATION.cluster
    if server is None:
        raise RuntimeError("the bench has a server of its own")
    return server
