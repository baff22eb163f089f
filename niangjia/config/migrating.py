"""Bring the database up to date as its owner, then give the serving roles what they need."""

from django.apps import apps
from django.core.management import call_command
from django.db import connections

from niangjia.core.postgres.installation import SCHEMA
from niangjia.core.postgres.roles import grant

READ_ONLY = {"django_migrations": "SELECT", "django_content_type": "SELECT", "auth_permission": "SELECT"}


def migrate(*, verbosity: int = 1) -> None:
    """Run every migration as the owner and set the privileges anew. Done again it changes nothing."""
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    grant_privileges()


def grant_privileges() -> None:
    """Set the privileges of the serving roles as the apps declare them (``AppConfig.table_privileges``)."""
    exceptions = dict(READ_ONLY)
    for app in apps.get_app_configs():
        exceptions.update(getattr(app, "table_privileges", {}))
    connection = connections["owner"]
    connection.ensure_connection()
    grant(connection.connection, SCHEMA, exceptions)
