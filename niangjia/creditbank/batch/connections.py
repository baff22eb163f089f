"""The batch reads past row-level security, as the role that can't log in and that only the owner may become.

Its processes do nothing else: who starts them has the installation itself. They hold one connection each.
"""

from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connections

from niangjia.kernel.access.policies import READER

TIMEOUTS: Final = "SET statement_timeout = '600s'; SET idle_in_transaction_session_timeout = '1h'"


def owner_settings() -> dict[str, Any]:
    """How a process of the batch reaches the database; plain values, to be handed to other processes."""
    wanted = ("ENGINE", "HOST", "PORT", "NAME", "USER", "PASSWORD", "OPTIONS")
    return {name: connections["owner"].settings_dict[name] for name in wanted}


def open_reading(schema: str) -> psycopg.Connection:
    """A connection beside Django's that sees every row of a federation's schema."""
    owner = connections["owner"]
    connection: psycopg.Connection = owner.get_new_connection(owner.get_connection_params())
    connection.autocommit = True
    _become_reader(connection, schema)
    return connection


def read_everything(database: dict[str, Any], schema: str) -> psycopg.Connection:
    """Let Django's own connection of this process see every row: for processes that do nothing but compute."""
    default = connections["default"]
    default.close()
    default.settings_dict.update({**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False})
    default.ensure_connection()
    connection: psycopg.Connection = default.connection
    _become_reader(connection, schema)
    return connection


def schema_of(federation: str) -> str:
    """The schema of a federation."""
    return str(settings.FEDERATIONS[federation].schema)


def _become_reader(connection: psycopg.Connection, schema: str) -> None:
    connection.execute(TIMEOUTS)
    connection.execute(psycopg.sql.SQL("SET search_path = {}, public").format(psycopg.sql.Identifier(schema)))
    connection.execute(psycopg.sql.SQL("SET ROLE {}").format(psycopg.sql.Identifier(READER)))
