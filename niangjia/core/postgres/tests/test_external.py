"""A PostgreSQL of somebody else's, named by DATABASE_URL."""

from pathlib import Path

import psycopg
import pytest

from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.installation import Installation
from niangjia.core.refusals import Refusal

PASSWORD_OF_APP = "SELECT rolpassword FROM pg_authid WHERE rolname = 'niangjia_app'"


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


def test_second_installation_on_one_server_is_refused_and_the_first_keeps_its_passwords(
    server: Cluster, tmp_path: Path
) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE city OWNER boss")
    first = Installation(tmp_path / "county", server.dsn(user="boss", database="county"))
    second = Installation(tmp_path / "city", server.dsn(user="boss", database="city"))
    first.prepare()
    with psycopg.connect(server.dsn()) as connection:
        kept = connection.execute(PASSWORD_OF_APP).fetchone()
    with pytest.raises(Refusal) as refused:
        second.prepare()
    assert (refused.value.code, "数据库 county" in refused.value.term.zh) == ("roles_of_another", True)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        assert connection.execute(PASSWORD_OF_APP).fetchone() == kept
        connection.execute("DROP DATABASE county")
    second.prepare()
    assert second.databases()["default"]["NAME"] == "city"


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
