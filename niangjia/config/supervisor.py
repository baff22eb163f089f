"""``niangjia run``: the database, two web processes, a job worker, the log's sequencer, stopped together."""

import signal
import socket
import time
import urllib.request
from dataclasses import dataclass, field
from types import FrameType
from typing import Final
from urllib.error import URLError

from django.conf import settings
from rich.console import Console

from niangjia.config.children import HOST, Child, end_group, start_child, start_step, stop_children
from niangjia.config.demo_accounts import demo_accounts
from niangjia.config.readiness import has_accounts, is_migrated
from niangjia.config.serving import lock_installation, start_database, stop_database
from niangjia.config.static import is_collected
from niangjia.core.postgres.installation import Installation
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

START_SECONDS: Final = 120
DATABASE_SECONDS: Final = 30
STEADY_SECONDS: Final = 60
LONGEST_PAUSE: Final = 30.0
LOOK_EVERY: Final = 0.2
PORT_BUSY: Final = Term(
    "端口 {port} 已被占用。请停掉占用它的程序，或换一个端口：PORT={other} make run",
    "Port {port} is taken. Stop what uses it, or choose another: PORT={other} make run",
)
PORT_IMPOSSIBLE: Final = Term(
    "不能在端口 {port} 上监听（{reason}）。请换一个 1024 到 65535 之间的端口：PORT=8000 make run",
    "Cannot listen on port {port} ({reason}). Choose one between 1024 and 65535: PORT=8000 make run",
)
NOT_ANSWERING: Final = Term(
    "网页进程没有在 {seconds} 秒内应答。上面的日志写着原因。",
    "The web processes did not answer within {seconds} seconds. The log above says why.",
)


@dataclass
class Supervisor:
    """Starts everything in order, restarts what dies, stops all on Ctrl-C and SIGTERM."""

    port: int
    installation: Installation
    console: Console = field(default_factory=Console)
    children: dict[str, Child] = field(default_factory=dict)
    started_at: dict[str, float] = field(default_factory=dict)
    pauses: dict[str, float] = field(default_factory=dict)
    stopping: bool = False

    def run(self) -> int:
        """Serve until told to stop. Gives the exit code."""
        refuse_busy_port(self.port)
        lock = lock_installation(self.installation)
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._told_to_stop)
        try:
            start_database(self.installation)
            return self._serve() if self._make_ready() else self._exit_code()
        finally:
            stop_children(list(self.children.values()))
            stop_database(self.installation)
            lock.close()

    def _exit_code(self) -> int:
        return 0 if self.stopping else 1

    def _make_ready(self) -> bool:
        """Migrate and collect unless this program did so before; load the demo where nobody can log in yet."""
        schemas = {federation.schema for federation in settings.FEDERATIONS.values()}
        is_ready = is_migrated(self.installation, schemas) and is_collected()
        if not is_ready and not self._step("migrate"):
            return False
        return has_accounts(self.installation) or self._step("demo")

    def _step(self, name: str) -> bool:
        child = self.children[name] = start_step(name, folder=settings.PROJECT)
        while child.poll() is None and not self.stopping:
            time.sleep(LOOK_EVERY / 4)
        return not self.stopping and self.children.pop(name).returncode == 0

    def _serve(self) -> int:
        self._start("web")
        self._wait_until_it_answers()
        self._start("jobs")
        self._start("log")
        self._welcome()
        while not self.stopping:
            time.sleep(LOOK_EVERY)
            self._keep_database()
            self._keep_children()
        return 0

    def _start(self, name: str) -> None:
        self.children[name] = start_child(name, port=self.port, folder=settings.PROJECT)
        self.started_at[name] = time.monotonic()

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.stopping and not _answers(self.port):
            if time.monotonic() > deadline or self.children["web"].poll() is not None:
                raise Refusal("not_answering", NOT_ANSWERING.format(seconds=START_SECONDS))
            time.sleep(LOOK_EVERY / 4)
            self._keep_database()

    def _welcome(self) -> None:
        if self.stopping:
            return
        self.console.print(f"\n[bold]娘家 Niangjia[/bold]  http://{HOST}:{self.port}\n", highlight=False)
        for account in demo_accounts(self.installation.data):
            line = f"  {account.username:<10} {account.password:<14} {account.what}"
            self.console.print(line, highlight=False, markup=False)
        self.console.print("\nCtrl-C 停止 / to stop\n")

    def _keep_database(self) -> None:
        cluster = self.installation.cluster
        if cluster is None or cluster.pid() is not None or self.stopping:
            return
        self.console.print("数据库退出了，重新启动 / the database ended, started again")
        deadline = time.monotonic() + DATABASE_SECONDS
        while cluster.pid() is None and not self.stopping:
            try:
                cluster.start()
            except Refusal:  # its children need a moment to see that it is gone
                if time.monotonic() > deadline:
                    raise
                time.sleep(LOOK_EVERY)

    def _keep_children(self) -> None:
        for name, child in list(self.children.items()):
            if self.stopping or child.poll() is None:
                continue
            lived = time.monotonic() - self.started_at[name]
            pause = 0.0 if lived > STEADY_SECONDS else min(LONGEST_PAUSE, 2 * self.pauses.get(name, 0.5))
            if lived > pause:
                self.pauses[name] = pause
                message = f"{name} 退出了（{child.returncode}），重新启动 / ended, started again"
                self.console.print(message, highlight=False, markup=False)
                end_group(child)
                self._start(name)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True


def refuse_busy_port(port: int) -> None:
    """Refuse ``port_busy`` when something listens there, ``port_impossible`` when we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (PermissionError, OverflowError) as error:
            raise Refusal("port_impossible", PORT_IMPOSSIBLE.format(port=port, reason=error)) from None
        except OSError:
            raise Refusal("port_busy", PORT_BUSY.format(port=port, other=port + 1)) from None


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health", timeout=5):
            return True
    except (URLError, OSError):
        return False
