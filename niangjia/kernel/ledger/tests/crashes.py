"""Kill a server, or writers, in the middle of their work, and read what is left."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from niangjia.core.postgres.installation import Installation
from niangjia.kernel.ledger.tests.crash_writers import BATCH, Way

WRITERS = 8
PATIENCE_SECONDS = 90


@contextmanager
def open_site() -> Iterator["Site"]:
    """A server of its own, durable as an installation's; gone when the block ends."""
    site = Site(Path(tempfile.mkdtemp(prefix="niangjia-crash-")))
    try:
        yield site
    finally:
        site.close()


@dataclass
class Site:
    """A server, and writers in processes of their own."""

    folder: Path
    expected: int = 0
    children: list[subprocess.Popen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.chmod(0o755)  # the server's own user must reach its directory inside
        self.installation = Installation(self.folder)
        self.cluster = self.installation.cluster
        self.cluster.start()
        self.installation.prepare()

    def close(self) -> None:
        for child in self.children:
            _end(child)
        self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def crash_round(
        self, *, seed: int, batches: int, crashes: int, acts: tuple[str, ...] = (), way: Way = Way.BATCHES
    ) -> None:
        """Let eight writers work, end the server ``crashes`` times at random moments, and prove what is left."""
        child = self.start(*acts, "write", "settle", seed=seed, batches=batches, way=way)
        moments = sorted(Random(seed).sample(range(WRITERS, WRITERS * batches // 2), crashes))
        for moment in moments:
            self.await_answers(seed, moment, [child])
            self.cluster.kill()
            assert self.count_answers(seed) < WRITERS * batches, "the server was killed after the work"
            self.cluster.start()
        self.check(self.result(child), batches)

    def writers_round(self, *, seed: int, batches: int, victims: int, way: Way = Way.BATCHES) -> None:
        """Let four processes of two writers work, kill some of them at random moments and start those again."""
        dice = Random(seed)
        settings = {"seed": seed, "batches": batches, "writers": 2, "way": way}
        children = [self.start("write", first=first, **settings) for first in (0, 2, 4, 6)]
        for moment in sorted(dice.sample(range(WRITERS, WRITERS * (batches - 1)), victims)):
            self.await_answers(seed, moment, children)
            victim = dice.randrange(4)
            _end(children[victim])
            children[victim] = self.start("write", first=2 * victim, **settings)
        for child in children:
            self.result(child)
        self.check(self.result(self.start("settle", seed=seed, batches=batches)), batches)

    def check(self, answer: str, batches: int) -> None:
        self.expected += WRITERS * batches * BATCH
        assert json.loads(answer) == {"transfers": self.expected, "faults": 0}

    def start(
        self,
        *acts: str,
        seed: int,
        batches: int,
        first: int = 0,
        writers: int = WRITERS,
        way: Way = Way.BATCHES,
    ) -> subprocess.Popen:
        options = {
            "folder": self.folder,
            "seed": seed,
            "batches": batches,
            "first": first,
            "writers": writers,
            "answered": self.answers(seed),
            "way": way,
        }
        arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        child = subprocess.Popen(
            [sys.executable, "-m", "niangjia.kernel.ledger.tests.crash_writers", *acts, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.children.append(child)
        return child

    def answers(self, seed: int) -> Path:
        return self.folder / f"answered-{seed}"

    def await_answers(self, seed: int, count: int, children: list[subprocess.Popen]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.count_answers(seed) < count and any(child.poll() is None for child in children):
            assert time.monotonic() < deadline, "the writers make no progress"
            time.sleep(0.005)

    def count_answers(self, seed: int) -> int:
        path = self.answers(seed)
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def result(self, child: subprocess.Popen) -> str:
        said, complained = child.communicate("the server stays\n", timeout=PATIENCE_SECONDS)
        assert child.returncode == 0, complained
        return said


def _end(child: subprocess.Popen) -> None:
    with child:  # waits, and closes its pipes
        child.kill()
