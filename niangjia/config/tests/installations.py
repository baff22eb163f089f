"""A whole installation of a test's own, driven by the program's commands as an operator drives it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psycopg

from niangjia.core.postgres.cluster import Cluster

SECONDS = 180


@dataclass
class Site:
    """An installation by its data folder. ``process`` is its ``niangjia run`` while it runs."""

    data: Path
    port: int = 0
    process: subprocess.Popen | None = None

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.data / "postgres")

    def command(self, *words: str | Path) -> subprocess.CompletedProcess:
        """Run one command to its end."""
        program = [sys.executable, "-m", "niangjia", *map(str, words)]
        return subprocess.run(program, env=self._environment(), capture_output=True, text=True, check=False)

    def ask(self, question: str) -> list[tuple]:
        """Ask the database past all privileges."""
        with psycopg.connect(self.cluster.dsn(database="niangjia"), autocommit=True) as connection:
            asked = connection.execute(f"SET search_path = niangjia; {question}")
            while asked.nextset():
                pass
            return asked.fetchall() if asked.description else []

    def health(self) -> int:
        """The status of the health page; 0 while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return answer.status
        except URLError as error:
            return getattr(error, "code", 0)
        except OSError:
            return 0

    def children(self) -> set[int]:
        """The web server and the job worker."""
        pid = self.process.pid
        return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def wait_until_it_serves(self) -> None:
        """Pages and jobs, both."""
        deadline = time.monotonic() + SECONDS
        while self.health() != 200 or len(self.children()) < 2:
            assert self.process.poll() is None, "niangjia run ended"
            assert time.monotonic() < deadline, "niangjia run does not serve"
            time.sleep(0.1)

    def _environment(self) -> dict[str, str]:
        ours = {"NIANGJIA_DATA": str(self.data), "NIANGJIA_DEMO": "0", "PORT": str(self.port), "LANG": "zh_CN.UTF-8"}
        return {**{name: value for name, value in os.environ.items() if name != "DATABASE_URL"}, **ours}

    def start(self) -> None:
        program = [sys.executable, "-m", "niangjia", "run"]
        self.process = subprocess.Popen(program, env=self._environment(), stdout=subprocess.DEVNULL)
        self.wait_until_it_serves()

    def stop(self) -> int:
        """Ask it to stop, as a service manager does. Gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """An installation that serves inside the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Site(folder, port)
    try:
        site.start()
        yield site
    finally:
        if site.process.poll() is None:
            site.stop()


def processes_of(site: Site) -> list[str]:
    """The command lines of every living process that belongs to the installation."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(site.data).encode() in words and int(process.name) != os.getpid():
            found.append((process / "cmdline").read_text().replace("\0", " "))
    return found
