"""Migrations are one straight line in each app and hold exactly what the models say."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db(databases=["default", "owner"])
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_app_has_one_last_migration_and_all_have_run():
    loader = MigrationLoader(connections["default"])
    assert set(loader.disk_migrations) <= set(loader.applied_migrations)
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("niangjia.")}
    leaves = [node for node in loader.graph.leaf_nodes() if node[0] in own]
    assert len(leaves) == len({label for label, _ in leaves})


@pytest.mark.django_db
def test_migrations_run_as_the_owner_and_tests_as_the_role_that_serves():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("niangjia_app", False)
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = current_schema()")
        assert cursor.fetchall() == [(connections["owner"].settings_dict["USER"],)]
