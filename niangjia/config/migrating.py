"""Bring the database up to date as its owner, then give the serving roles what they need."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from niangjia.config.readiness import remember_migrated
from niangjia.core.postgres.installation import SCHEMA
from niangjia.core.postgres.roles import grant, make_schema

READ_ONLY: Final = {"django_migrations": "SELECT", "django_content_type": "SELECT", "auth_permission": "SELECT"}


def migrate(*, verbosity: int = 1) -> None:
    """Run every migration in the schema of every federation as the owner, and set the privileges anew.

    Done again it changes nothing.
    """
    for federation in settings.FEDERATIONS.values():
        migrate_schema(federation.schema, verbosity=verbosity)


def migrate_schema(schema: str, *, verbosity: int = 1) -> None:
    """The same for one federation's schema, which is made if it is missing."""
    with _owner_in(schema):
        call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
        grant_privileges(schema)
        remember_migrated(connections["owner"].connection, schema)


def grant_privileges(schema: str = SCHEMA) -> None:
    """Set the privileges of the serving roles as the apps declare them (``AppConfig.table_privileges``)."""
    exceptions = dict(READ_ONLY)
    for app in apps.get_app_configs():
        exceptions.update(getattr(app, "table_privileges", {}))
    connection = connections["owner"]
    connection.ensure_connection()
    grant(connection.connection, schema, exceptions)


@contextmanager
def _owner_in(schema: str) -> Iterator[None]:
    """The owner's connection with this schema first in its path."""
    owner = connections["owner"]
    options = owner.settings_dict["OPTIONS"]
    before = options["options"]
    if schema != SCHEMA:
        owner.ensure_connection()
        make_schema(owner.connection, schema, owner=owner.settings_dict["USER"])
        owner.close()
        options["options"] = before.replace(f"search_path={SCHEMA},", f"search_path={schema},")
    try:
        yield
    finally:
        options["options"] = before
        if schema != SCHEMA:
            owner.close()
