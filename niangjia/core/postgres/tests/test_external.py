"""A PostgreSQL of somebody else's, named by DATABASE_URL."""

from pathlib import Path

import psycopg
import pytest

from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.installation import Installation
from niangjia.core.refusals import Refusal


@pytest.fixture
def server(cluster: Cluster) -> Cluster:
    cluster.start()
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute("CREATE ROLE boss LOGIN SUPERUSER")
        connection.execute("CREATE ROLE plain LOGIN")
        connection.execute("CREATE DATABASE county OWNER boss")
    return cluster


def test_roles_get_passwords_of_their_own_that_only_we_can_read(server: Cluster, tmp_path: Path) -> None:
    installation = Installation(tmp_path, server.dsn(user="boss", database="county"))
    installation.prepare()
    installation.prepare()
    kept = tmp_path / "keys" / "database.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    databases = installation.databases()
    assert (databases["default"]["USER"], databases["owner"]["USER"]) == ("niangjia_app", "boss")
    assert len(databases["default"]["PASSWORD"]) >= 32
    assert databases["default"]["PASSWORD"] != installation.databases(role="niangjia_jobs")["default"]["PASSWORD"]
    with psycopg.connect(server.dsn(user="niangjia_app", database="county")) as connection:
        assert connection.execute("SELECT has_schema_privilege('niangjia', 'USAGE')").fetchone() == (True,)
        assert connection.execute("SELECT has_schema_privilege('niangjia', 'CREATE')").fetchone() == (False,)


def test_user_who_may_not_create_roles_is_refused_with_what_it_takes(server: Cluster, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        Installation(tmp_path, server.dsn(user="plain", database="county")).prepare()
    assert refused.value.code == "roles_not_allowed"
    assert "CREATEROLE" in refused.value.term.zh


def test_server_that_does_not_answer_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        Installation(tmp_path, f"{cluster.dsn()} connect_timeout=2").prepare()
    assert refused.value.code == "server_unreachable"


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        Installation(tmp_path, "somewhere").databases()
    assert refused.value.code == "server_unreachable"
