"""The embedded server as an operator meets it."""

import os

import psycopg
import pytest

from niangjia.core.postgres.binaries import major_version, runner
from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.roles import APP, prepare_embedded
from niangjia.core.refusals import Refusal


def test_server_keeps_what_was_committed_when_it_is_killed(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (41), (42)")
    cluster.kill()
    assert cluster.pid() is None
    cluster.start()
    with psycopg.connect(cluster.dsn()) as connection:
        assert connection.execute("SELECT array_agg(n ORDER BY n) FROM kept").fetchone() == ([41, 42],)


def test_data_directory_in_use_is_refused(cluster: Cluster) -> None:
    cluster.start()
    with pytest.raises(Refusal) as refused:
        cluster.start()
    assert refused.value.code == "data_directory_in_use"
    assert str(cluster.pid()) in refused.value.term.zh


@pytest.mark.parametrize(("step", "code"), [(1, "data_directory_too_new"), (-1, "data_directory_too_old")])
def test_data_directory_of_another_version_is_refused_and_left_alone(cluster: Cluster, step: int, code: str) -> None:
    cluster.directory.mkdir()
    (cluster.directory / "PG_VERSION").write_text(f"{major_version() + step}\n")
    with pytest.raises(Refusal) as refused:
        cluster.start()
    assert refused.value.code == code
    assert [path.name for path in cluster.directory.iterdir()] == ["PG_VERSION"]


def test_folder_with_other_things_is_refused(cluster: Cluster) -> None:
    cluster.directory.mkdir()
    (cluster.directory / "letter.txt").write_text("ours")
    with pytest.raises(Refusal) as refused:
        cluster.start()
    assert refused.value.code == "not_a_data_directory"


def test_data_and_socket_are_closed_to_others(cluster: Cluster) -> None:
    cluster.start()
    assert cluster.directory.stat().st_mode & 0o777 == 0o700
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(cluster.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_preparing_twice_changes_nothing_and_chinese_trigrams_work(cluster: Cluster) -> None:
    cluster.start()
    for _ in range(2):
        prepare_embedded(cluster.dsn(), database="niangjia", schema="niangjia")
    with psycopg.connect(cluster.dsn(user=APP, database="niangjia")) as connection:
        found = connection.execute("SELECT public.similarity('学分银行', '学分银行账户') > 0.3").fetchone()
        assert found == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE niangjia.mine (n int)")


def test_lock_of_a_dead_server_whose_number_another_process_has_is_no_hindrance(cluster: Cluster) -> None:
    cluster.start()
    cluster.kill()
    lock = cluster.directory / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    runner().own(lock)
    cluster.start()
    assert cluster.pid() not in {None, os.getpid()}


def test_full_disk_is_told_as_such(cluster: Cluster) -> None:
    cluster.directory.mkdir()
    made = runner().run(["/bin/sh", "-c", "exec 2>&1; dd if=/dev/zero of=/dev/full count=1"], capture_output=True)
    assert "No space left on device" in made.stdout
    refusal = cluster._failure(made.stdout)
    assert refusal.code == "disk_full"
    assert str(cluster.directory) in refusal.term.zh


def test_text_is_kept_and_sorted_as_utf8(cluster: Cluster) -> None:
    cluster.start()
    prepare_embedded(cluster.dsn(), database="niangjia", schema="niangjia")
    with psycopg.connect(cluster.dsn(user=APP, database="niangjia")) as connection:
        row = "SELECT getdatabaseencoding(), datcollate, datctype FROM pg_database WHERE datname = current_database()"
        assert connection.execute(row).fetchone() == ("UTF8", "C.UTF-8", "C.UTF-8")
        assert connection.execute("SELECT char_length('𬱖明'), '𬱖明'").fetchone() == (2, "𬱖明")
