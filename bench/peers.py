"""The programs that we compare with: in a virtual environment of their own, in processes of their own.

A peer is a module of this package that serves questions by ``bench.peer_loop``; its lines of JSON let its rounds
interleave with ours. It takes its own time, so that what the pipe costs is on nobody's account.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.rounds import Timed

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "peers"
LOCK = ROOT / "bench" / "peers.txt"
UV = Path(sys.executable).with_name("uv")


def peers_python() -> Path:
    """The Python of the peers' environment, which is made on first use and again when its lock file changes."""
    python, stamp = HOME / "bin" / "python", HOME / "lock.sha256"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest):
        subprocess.run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, HOME], check=True)
        install = [UV, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", LOCK]
        subprocess.run(install, check=True)
        stamp.write_text(digest)
    return python


class Peer:
    """A peer's process."""

    def __init__(self, module: str, *, python: Path | None = None, **environment: str) -> None:
        """Start ``module`` of this package with the peers' Python, or another."""
        self._process = subprocess.Popen(
            [python or peers_python(), "-m", f"bench.{module}"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: str, **given: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Its answer to one question. Raises RuntimeError with the peer's own words where it failed."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the peer has no pipes")
        print(json.dumps({"question": question, **given}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the peer ended while asked {question}")
        said = json.loads(line)
        if "failed" in said:
            raise RuntimeError(f"{question}: {said['failed']}")
        return said["answer"]

    def timed(self, question: str, units: int, **given: object) -> Timed:
        """Units and the seconds that the peer took for them by its own clock: its answer is ``{"seconds": ...}``."""
        return Timed(units, self.ask(question, **given)["seconds"])

    def end(self) -> None:
        """Let it go."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(60)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def peer(module: str, *, python: Path | None = None, **environment: str) -> Iterator[Peer]:
    """A peer's process inside the block."""
    started = Peer(module, python=python, **environment)
    try:
        yield started
    finally:
        started.end()
