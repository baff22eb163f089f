"""The processes that serve: how each is started, so that it ends when whoever started it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from niangjia.core.postgres.roles import APP, JOBS

HOST: Final = "127.0.0.1"
WEB_PROCESSES: Final = 2
ROLES: Final = {"web": APP, "jobs": JOBS, "log": JOBS}
STOP_SECONDS: Final = 15.0
PARENT_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_libc = ctypes.CDLL(None)

Child = subprocess.Popen[bytes]


def start_child(name: str, *, port: int, folder: Path) -> Child:
    """Start ``web`` (two processes on the port), ``jobs`` or ``log`` (one worker), each as its database role."""
    environment = {**os.environ, "NIANGJIA_ROLE": ROLES[name], "DJANGO_SETTINGS_MODULE": "niangjia.config.settings"}
    return _popen(_command(name, port), environment, folder)


def start_step(name: str, *, folder: Path) -> Child:
    """Start one of our own commands that has to end before serving begins."""
    return _popen([sys.executable, "-m", "niangjia", name], dict(os.environ), folder)


def stop_children(children: Sequence[Child]) -> None:
    """Ask all to stop, wait, and end those that do not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        end_group(child)


def end_group(child: Child) -> None:
    """End what a child that is gone has left behind: web processes outlive their starter when that one is killed."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _command(name: str, port: int) -> list[str]:
    if name == "jobs":
        return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"]
    if name == "log":
        return [sys.executable, "-m", "niangjia", "sequence-log"]
    web = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    web += ["--workers", str(WEB_PROCESSES), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    return [*web, "--respawn-failed-workers", "--workers-kill-timeout", "5", "niangjia.config.wsgi:application"]


def _popen(command: list[str], environment: dict[str, str], folder: Path) -> Child:
    """Its own session, so that Ctrl-C reaches the starter alone, who then stops all in order."""
    return subprocess.Popen(  # noqa: S603 - our own programs, no shell
        command,
        env=environment,
        cwd=folder,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call; no thread runs in the starter
    )


def _end_with_parent() -> None:
    _libc.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
