"""``niangjia run``: the database, two web processes and one job worker, kept alive and stopped together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final, TextIO
from urllib.error import URLError

from django.conf import settings
from rich.console import Console

from niangjia.core.postgres.roles import APP, JOBS
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

DEFAULT_PORT: Final = 8000
HOST: Final = "127.0.0.1"
WEB_PROCESSES: Final = 2
STOP_SECONDS: Final = 20
START_SECONDS: Final = 60
RESTART_PAUSE_SECONDS: Final = 1.0
PORT_BUSY = Term(
    "端口 {port} 已被占用。请停掉占用它的程序，或换一个端口：PORT={other} make run",
    "Port {port} is taken. Stop what uses it, or choose another: PORT={other} make run",
)
RUNS_ALREADY = Term(
    "这套系统已经在运行（{path}）。请先停掉它；不要同时启动两份。",
    "This installation runs already ({path}). Stop it first; never run two at once.",
)
NOT_ANSWERING = Term(
    "网页进程没有在 {seconds} 秒内应答。上面的日志写着原因。",
    "The web processes did not answer within {seconds} seconds. The log above says why.",
)


@dataclass
class Supervisor:
    """Starts everything in order, restarts a child that dies, stops all on Ctrl-C and SIGTERM."""

    port: int
    console: Console = field(default_factory=Console)
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    stopping: bool = False

    def run(self) -> int:
        """Serve until told to stop. Gives the exit code."""
        from niangjia.config.demo import load_demo
        from niangjia.config.migrating import migrate
        from niangjia.config.serving import start_database, stop_database

        lock = self._lock()
        self._refuse_busy_port()
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._told_to_stop)
        try:
            start_database(settings.INSTALLATION)
            migrate(verbosity=0)
            load_demo()
            self._start_children()
            self._wait_until_it_answers()
            self._welcome()
            self._watch()
        finally:
            self._stop_children()
            stop_database(settings.INSTALLATION)
            lock.close()
        return 0

    def _lock(self) -> TextIO:
        """One supervisor for a data folder; the lock goes with the process."""
        folder: Path = settings.NIANGJIA_DATA
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        lock = (folder / "run.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal("runs_already", RUNS_ALREADY.format(path=folder)) from None
        return lock

    def _refuse_busy_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except OSError:
                raise Refusal("port_busy", PORT_BUSY.format(port=self.port, other=self.port + 1)) from None

    def _start_children(self) -> None:
        for name in ("web", "jobs"):
            self._start(name)

    def _start(self, name: str) -> None:
        role = JOBS if name == "jobs" else APP
        environment = {**os.environ, "NIANGJIA_ROLE": role, "PORT": str(self.port)}
        self.children[name] = subprocess.Popen(  # noqa: S603 - our own program
            self._command(name), env=environment, cwd=settings.PROJECT, start_new_session=True
        )

    def _command(self, name: str) -> list[str]:
        if name == "jobs":
            return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"]
        web = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port), "--no-ws"]
        web += ["--workers", str(WEB_PROCESSES), "--blocking-threads", "4", "--log-level", "warning"]
        return [str(Path(sys.executable).parent / web[0]), *web[1:], "niangjia.config.wsgi:application"]

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.stopping and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://{HOST}:{self.port}/health", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.05)
        if not self.stopping:
            raise Refusal("not_answering", NOT_ANSWERING.format(seconds=START_SECONDS))

    def _welcome(self) -> None:
        from niangjia.config.demo import demo_accounts

        self.console.print(f"\n[bold]娘家 Niangjia[/bold]  http://{HOST}:{self.port}\n")
        for account in demo_accounts():
            self.console.print(f"  {account.role:<10} {account.username:<14} {account.password:<14} {account.what}")
        self.console.print("\nCtrl-C 停止 / to stop\n")

    def _watch(self) -> None:
        while not self.stopping:
            time.sleep(0.2)
            for name, child in list(self.children.items()):
                if not self.stopping and child.poll() is not None:
                    self.console.print(f"{name} 退出了（{child.returncode}），重新启动 / ended, started again")
                    time.sleep(RESTART_PAUSE_SECONDS)
                    self._start(name)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _stop_children(self) -> None:
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
