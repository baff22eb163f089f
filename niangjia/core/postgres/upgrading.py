"""Bring a data directory of an older major up to ours: dump, restore beside it, compare every row, change places.

The old server dumps with all its roles and databases; the old directory is only ever renamed, and kept. Broken off at
any moment the upgrade starts over.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg

from niangjia.core.postgres.binaries import Programs, packaged
from niangjia.core.postgres.cluster import SUPERUSER, Cluster
from niangjia.core.postgres.comparing import difference
from niangjia.core.postgres.dumping import run_program
from niangjia.core.postgres.older import programs_of
from niangjia.core.postgres.refusals import refusal
from niangjia.core.terms import Term

WORK: Final = ".postgres-upgrade"  # in the data folder, while an upgrade goes on
KEPT_NAME: Final = "kept"
MARGIN_BYTES: Final = 256 * 1024**2
DATABASES: Final = "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1"
OWN_ROLE: Final = f"CREATE ROLE {SUPERUSER};\n"
STEPS: Final = {
    "copying": Term("数据库从 PostgreSQL {old} 升到 {new}：导出并恢复", "PostgreSQL {old} to {new}: dump and restore"),
    "comparing": Term("逐行核对", "comparing every row"),
    "done": Term(
        "升级好了。旧数据目录留在 {kept}，确认无误后可以删掉",
        "done. The old data directory is kept as {kept}; delete it when you are sure",
    ),
}

Tell = Callable[[str, Term], None]  # the step's name and its sentence


def bring_up(cluster: Cluster, *, tell: Tell) -> None:
    """Upgrade the directory if it is of an older major whose programs are at hand; done again it changes nothing.

    Where they are not, starting refuses with what to do. Only whoever holds the installation may call it.
    """
    clear_unfinished(cluster)
    found, data = cluster.major(), cluster.directory.parent
    if found is None or found >= packaged().major:
        return
    old = programs_of(found, data)
    if old is not None:
        upgrade(cluster, old, free_bytes=shutil.disk_usage(data).free, tell=tell)


def upgrade(cluster: Cluster, old: Programs, *, free_bytes: int, tell: Tell) -> Path:
    """Replace the directory by one of the packaged major with the same content; gives where the old one is kept.

    Only whoever holds the installation may call it. Refuses ``upgrade_needs_space``, ``upgrade_differs``,
    ``dump_failed`` and what starting refuses; the old directory is then untouched.
    """
    clear_unfinished(cluster)
    _refuse_small_disk(cluster, free_bytes=free_bytes)
    cluster.stop()  # left running by a program that was killed; a program that lives holds the installation
    work = cluster.directory.parent / WORK
    work.mkdir(mode=0o755)  # the server's own user must reach its directory inside
    fresh = Cluster(work / "postgres")
    tell("copying", STEPS["copying"].format(old=old.major, new=packaged().major))
    with _running(Cluster(cluster.directory, (("autovacuum", "off"),), old)) as source, _running(fresh):
        _copy(source, fresh, work)
        tell("comparing", STEPS["comparing"])
        _refuse_difference(source, fresh)
    kept = _change_places(cluster, fresh, name=f"{cluster.directory.name}-{old.major}")
    shutil.rmtree(work)
    tell("done", STEPS["done"].format(kept=kept))
    return kept


def clear_unfinished(cluster: Cluster) -> None:
    """Undo what an upgrade that was broken off has left: its servers, its copy, and the old directory's new name."""
    work = cluster.directory.parent / WORK
    if not work.exists():
        return
    note = work / KEPT_NAME
    if note.exists() and not cluster.directory.exists():
        (cluster.directory.parent / note.read_text()).rename(cluster.directory)
    cluster.stop()
    Cluster(work / "postgres").stop()
    shutil.rmtree(work)


def _refuse_small_disk(cluster: Cluster, *, free_bytes: int) -> None:
    """A dump and a new directory, each at most as large as the old one."""
    size = sum(path.lstat().st_size for path in cluster.directory.rglob("*"))
    needed = 2 * size + MARGIN_BYTES
    if free_bytes < needed:
        amounts = {"needed": needed // 1024**2 + 1, "free": free_bytes // 1024**2}
        raise refusal("upgrade_needs_space", path=cluster.directory, found=cluster.major(), **amounts)


@contextmanager
def _running(cluster: Cluster) -> Iterator[Cluster]:
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _copy(source: Cluster, fresh: Cluster, work: Path) -> None:
    """Roles first, then each database with its settings, as the superuser: nothing is hidden from it."""
    dumped = work / "dump"
    dumped.mkdir(mode=0o700)
    roles = dumped / "roles.sql"
    run_program(["pg_dumpall", "--roles-only", f"--file={roles}"], source.dsn())
    roles.write_text(roles.read_text().replace(OWN_ROLE, ""))
    run_program(["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={roles}"], fresh.dsn())
    for database in _databases(source):
        file = dumped / f"{len(list(dumped.iterdir()))}.dump"
        run_program(["pg_dump", "--format=custom", f"--file={file}"], source.dsn(database=database))
        run_program(["pg_restore", "--create", "--exit-on-error", str(file)], fresh.dsn())
        with psycopg.connect(fresh.dsn(database=database), autocommit=True) as connection:
            connection.execute("ANALYZE")


def _refuse_difference(source: Cluster, fresh: Cluster) -> None:
    for database in _databases(source):
        what = difference(source.dsn(database=database), fresh.dsn(database=database))
        if what is not None:
            raise refusal("upgrade_differs", what=f"{database}: {what}", path=source.directory)


def _databases(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.dsn()) as connection:
        return [name for (name,) in connection.execute(DATABASES)]


def _change_places(cluster: Cluster, fresh: Cluster, *, name: str) -> Path:
    """Rename the old directory, then the new one to its place; a note says what to undo if we end in between."""
    data = cluster.directory.parent
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, 1000))
    kept = next(data / each for each in names if not (data / each).exists())
    (fresh.directory.parent / KEPT_NAME).write_text(kept.name)
    os.sync()
    cluster.directory.rename(kept)
    try:
        fresh.directory.rename(cluster.directory)
    except OSError:
        kept.rename(cluster.directory)
        raise
    os.sync()
    return kept
