"""One embedded server: make its data directory, start it, stop it, say why not."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from niangjia.core.postgres.binaries import Programs, Runner, packaged, runner
from niangjia.core.postgres.refusals import refusal

START_SECONDS: Final = 60
STOP_SECONDS: Final = 60
TAIL_LINES: Final = 5
SUPERUSER: Final = "postgres"
DISK_FULL: Final = "No space left on device"
# durable as PostgreSQL's own defaults; only what a small machine needs is set
SETTINGS: Final = {"listen_addresses": "''", "unix_socket_permissions": "0700", "max_connections": "100"}
# fast, and with plans that do not hang on when the server last looked at a table
THROW_AWAY: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """An embedded server by its data directory. ``settings`` are PostgreSQL's own, on top of ours.

    ``programs`` are those that serve it; ``None`` is the packaged ones.
    """

    directory: Path
    settings: tuple[tuple[str, str], ...] = ()
    programs: Programs | None = None

    @property
    def sockets(self) -> Path:
        """The short, closed directory of the unix socket (a socket's path has at most 107 bytes)."""
        digest = hashlib.sha256(str(self.directory.resolve()).encode()).hexdigest()[:10]
        return Path("/tmp") / f"niangjia-{os.geteuid()}-{digest}"  # noqa: S108 - made 0700 and checked before use

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.directory / "server.log"

    def dsn(self, *, user: str = SUPERUSER, database: str = "postgres") -> str:
        """A libpq connection string."""
        return f"host={self.sockets} user={user} dbname={database}"

    def pid(self) -> int | None:
        """The process that serves this directory, if one lives."""
        try:
            first = (self.directory / "postmaster.pid").read_text().splitlines()[0]
        except (FileNotFoundError, IndexError):
            return None
        return int(first) if _is_postgres(int(first)) else None

    def major(self) -> int | None:
        """The major version that the directory belongs to, if there is one."""
        try:
            return int((self.directory / "PG_VERSION").read_text().split(".")[0])
        except FileNotFoundError:
            return None

    def start(self) -> None:
        """Start the server, making its data directory when there is none; crash recovery is PostgreSQL's own.

        Refuses with a sentence when the directory is in use, of another version or something else, or the disk is full.
        """
        pid = self.pid()
        if pid is not None:
            raise refusal("data_directory_in_use", path=self.directory, pid=pid)
        self._refuse_other_version()
        self._clear_stale_lock()
        self._make()
        self._make_sockets()
        self._run_server(runner())

    def stop(self) -> None:
        """Stop cleanly: running transactions are rolled back, everything committed is kept."""
        if self.pid() is not None:
            runner().run(
                [
                    self._program("pg_ctl"),
                    "stop",
                    "-D",
                    str(self.directory),
                    "-m",
                    "fast",
                    "-w",
                    "-t",
                    str(STOP_SECONDS),
                ],
                capture_output=True,
            )
        shutil.rmtree(self.sockets, ignore_errors=True)

    def kill(self) -> None:
        """End the server and its children at once, as a power cut would. For crash tests."""
        pid = self.pid()
        if pid is None:
            return
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for process in (pid, *map(int, children)):
            _end(process)
        deadline = time.monotonic() + STOP_SECONDS
        while any(_lives(process) for process in (pid, *map(int, children))) and time.monotonic() < deadline:
            time.sleep(0.01)

    def _clear_stale_lock(self) -> None:
        """Remove the lock of a server that was killed and never reaped: its number still answers a signal.

        Only when nobody works in the directory any more; else PostgreSQL itself judges.
        """
        if not _working_in(self.directory):
            (self.directory / "postmaster.pid").unlink(missing_ok=True)
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _program(self, name: str) -> str:
        return (self.programs or packaged()).path(name)

    def _refuse_other_version(self) -> None:
        found, ours = self.major(), (self.programs or packaged()).major
        if found not in {None, ours}:
            code = "data_directory_too_new" if (found or 0) > ours else "data_directory_too_old"
            raise refusal(code, path=self.directory, found=found, ours=ours)

    def _make(self) -> None:
        if (self.directory / "PG_VERSION").exists():
            return
        if self.directory.exists() and any(self.directory.iterdir()):
            raise refusal("not_a_data_directory", path=self.directory)
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.directory.chmod(0o700)
            runner().own(self.directory)
        except OSError as error:
            raise refusal("disk_full", path=self.directory) if error.errno == 28 else error from error  # noqa: PLR2004 - ENOSPC
        command = [
            self._program("initdb"),
            "-D",
            str(self.directory),
            "-U",
            SUPERUSER,
            "--auth=trust",
            "--no-instructions",
        ]
        made = runner().run([*command, "--encoding=UTF8", "--locale=C.UTF-8"], capture_output=True)
        if made.returncode != 0:
            raise self._failure(made.stderr)

    def _make_sockets(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        runner().own(self.sockets)
        state = self.sockets.lstat()
        expected = runner().uid if runner().uid is not None else os.geteuid()
        if self.sockets.is_symlink() or state.st_uid != expected:
            raise refusal("start_failed", log=self.sockets, tail="socket directory is another user's")

    def _run_server(self, user: Runner) -> None:
        settings = {**SETTINGS, **dict(self.settings), "unix_socket_directories": f"'{self.sockets}'"}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        command = [self._program("pg_ctl"), "start", "-D", str(self.directory), "-l", str(self.log), "-o", options]
        with tempfile.TemporaryFile("w+") as said:  # a pipe would stay open in the server
            started = user.run(
                [*command, "-w", "-t", str(START_SECONDS)],
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            said.seek(0)
            if started.returncode != 0:
                raise self._failure(self._log_tail() or said.read())

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
        except OSError:
            return ""

    def _failure(self, text: str) -> Exception:
        if DISK_FULL in text:
            return refusal("disk_full", path=self.directory)
        return refusal("start_failed", log=self.log, tail=text.strip())


def _is_postgres(pid: int) -> bool:
    """A living process of that number that is a PostgreSQL: after a crash the number may be anyone's."""
    try:
        return _lives(pid) and "postgres" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")[0]
    except OSError:
        return False


def _working_in(directory: Path) -> bool:
    """Whether a living process has the directory as its own: every server process does."""
    return any(_stands_in(process, directory) for process in Path("/proc").glob("[0-9]*"))


def _stands_in(process: Path, directory: Path) -> bool:
    try:
        return (process / "cwd").readlink() == directory.resolve()
    except OSError:
        return False


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
