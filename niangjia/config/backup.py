"""A whole installation in one file, and back: the database, what was uploaded, and the keys.

The file is a tar: ``manifest.json`` (what it is, with the SHA-256 of all else), ``database.dump`` and ``folder/…``.
Whoever holds it holds everything: it is written 0600, and belongs where the keys belong.
"""

import hashlib
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from niangjia.config.migrating import migrate
from niangjia.config.readiness import dsn
from niangjia.core.postgres.dumping import drop_empty_schema, dump, give_back, load, privileged_functions
from niangjia.core.postgres.installation import SCHEMA
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.records.blobs import keeping_blobs

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
FOLDER: Final = "folder"
LEFT_OUT: Final = ("static", "run.lock", "keys/database.json")  # made anew by each installation
SERVERS: Final = re.compile(r"postgres(-.*)?")  # the server's own directory, those of older majors, its programs
EXISTS: Final = Term(
    "{path} 已经存在，不覆盖。请换一个文件名。", "{path} exists and is not overwritten. Choose another name."
)
NO_BACKUP: Final = Term(
    "{path} 不是本系统的备份，或者已经损坏（{what}）。什么都没有恢复。",
    "{path} is no backup of this program, or it is damaged ({what}). Nothing was restored.",
)
TOO_NEW: Final = Term(
    "{path} 是更新的版本（{version}）备份的。请先升级本程序。什么都没有恢复。",
    "{path} was made by a newer version ({version}). Upgrade this program first. Nothing was restored.",
)


def back_up(file: Path, *, at: datetime) -> None:
    """Write the backup. The database must run; it may go on serving. Refuses ``file_exists`` and ``dump_failed``."""
    if file.exists():
        raise Refusal("file_exists", EXISTS.format(path=file))
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as work, keeping_blobs():
        dumped, draft = Path(work) / DUMP, Path(work) / "draft.tar"
        dump(dsn(settings.INSTALLATION), _schemas(), dumped)
        kept = dict(_kept())
        files = {f"{FOLDER}/{name}": path for name, path in kept.items() if path.is_file()}
        folders = {name: path.stat().st_mode & 0o777 for name, path in kept.items() if path.is_dir()}
        members = {DUMP: dumped, **files}
        manifest = Path(work) / MANIFEST
        manifest.write_text(json.dumps(_manifest(members, folders, at), ensure_ascii=False, indent=1))
        with tarfile.open(draft, "x", format=tarfile.PAX_FORMAT) as tar:
            for name, path in {MANIFEST: manifest, **members}.items():
                tar.add(path, name, recursive=False)
        draft.chmod(0o600)
        draft.rename(file)


def restore(file: Path) -> None:
    """Restore into an empty installation and migrate it to this version.

    Everything is checked before anything is written. Refuses ``no_backup``, ``backup_too_new``, ``not_empty`` and
    ``dump_failed``.
    """
    data: Path = settings.NIANGJIA_DATA
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as work:
        manifest = _unpacked(file, Path(work))
        _refuse_newer(file, manifest)
        owner = dsn(settings.INSTALLATION)
        for schema in manifest["schemas"]:
            drop_empty_schema(owner, schema)
        try:
            load(owner, Path(work) / DUMP)
        finally:
            settings.INSTALLATION.prepare()
        give_back(owner, manifest["privileged_functions"])
        _put_back(Path(work) / FOLDER, manifest["folders"])
    migrate(verbosity=0)


def _put_back(source: Path, folders: dict[str, int]) -> None:
    data: Path = settings.NIANGJIA_DATA
    for name, mode in sorted(folders.items()):
        (data / name).mkdir(mode=mode, exist_ok=True)
        (data / name).chmod(mode)
    for path in source.rglob("*"):
        if path.is_file():
            shutil.copy2(path, data / path.relative_to(source))


def _schemas() -> list[str]:
    return sorted({SCHEMA, *(federation.schema for federation in settings.FEDERATIONS.values())})


def _kept() -> Iterator[tuple[str, Path]]:
    """Every folder and file of the data folder that a backup keeps, by its name in there."""
    data: Path = settings.NIANGJIA_DATA
    for path in _beside_server(data):
        name = str(path.relative_to(data))
        if not any(_is_in(name, each) for each in LEFT_OUT):
            yield name, path


def _beside_server(data: Path) -> Iterator[Path]:
    """Every path of the data folder but what is hidden and the server's directories, which may be closed to us."""
    for top in sorted(data.iterdir()):
        if not top.name.startswith(".") and not SERVERS.fullmatch(top.name):
            yield top
            if top.is_dir():
                yield from sorted(top.rglob("*"))


def _is_in(name: str, folder: str) -> bool:
    return name == folder or name.startswith(f"{folder}/")


def _manifest(members: dict[str, Path], folders: dict[str, int], at: datetime) -> dict[str, Any]:
    owner = dsn(settings.INSTALLATION)
    applied = MigrationLoader(connections["owner"]).applied_migrations
    return {
        "format": FORMAT,
        "version": version("niangjia"),
        "at": at.isoformat(),
        "schemas": _schemas(),
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
        "privileged_functions": privileged_functions(owner, _schemas()),
        "folders": folders,  # with their modes: a folder of keys stays closed
        "sha256": {name: _digest(path) for name, path in members.items()},
    }


def _unpacked(file: Path, work: Path) -> dict[str, Any]:
    """Unpack to a folder of our own, every byte checked."""
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                _unpack(tar, member, work)
        manifest: dict[str, Any] = dict(json.loads((work / MANIFEST).read_text()))
        wanted = manifest["sha256"]
        found = {name: _digest(work / name) for name in wanted}
        if manifest["format"] != FORMAT:
            raise Refusal("no_backup", NO_BACKUP.format(path=file, what=f"format {manifest['format']}"))
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Refusal("no_backup", NO_BACKUP.format(path=file, what=type(error).__name__)) from None
    differing = [name for name in wanted if wanted[name] != found[name]]
    if differing:
        raise Refusal("no_backup", NO_BACKUP.format(path=file, what=differing[0]))
    (work / FOLDER).mkdir(exist_ok=True)
    return manifest


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, work: Path) -> None:
    """Write one file inside the folder, closed to others. Raises TarError for a link or a name that leads out."""
    content, path = tar.extractfile(member), work / member.name
    if content is None or not member.isfile() or not path.resolve().is_relative_to(work.resolve()):
        raise tarfile.TarError(member.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)
    path.chmod(0o600)


def _refuse_newer(file: Path, manifest: dict[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not known.issuperset(manifest["migrations"]):
        raise Refusal("backup_too_new", TOO_NEW.format(path=file, version=manifest["version"]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
