"""The hook for a virus scanner: a clamd that listens, or a command that reads a file. Without one nothing is claimed.

``settings.FILE_SCANNER`` is empty, ``unix:/run/clamav/clamd.ctl``, ``tcp:127.0.0.1:3310``, or ``command:`` with a
program that reads the content from its standard input and ends with 0 for clean, with 1 for infected.
"""

import shlex
import socket
import struct
import subprocess
from enum import StrEnum
from typing import Final

from django.conf import settings

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

SECONDS: Final = 60
_CHUNK: Final = 1 << 16
_BUSY: Final = Term(
    "病毒检查程序现在没有应答，文件没有存。请过几分钟再传；一直这样请告诉系统管理员。",
    "The virus scanner does not answer, so the file was not kept. Try again in a few minutes, or tell your "
    "administrator.",
)


class Scan(StrEnum):
    """What a scanner said of a content."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


def scanner_is_set() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.FILE_SCANNER)


def scan(content: bytes) -> Scan:
    """Ask the scanner. Refuses ``scanner_silent`` where one is set and does not answer: nothing passes unseen then."""
    if not scanner_is_set():
        return Scan.NOT_SCANNED
    how, _, where = settings.FILE_SCANNER.partition(":")
    try:
        return _by_command(where, content) if how == "command" else _by_clamd(how, where, content)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise Refusal("scanner_silent", _BUSY) from error


def _by_command(command: str, content: bytes) -> Scan:
    ended = subprocess.run(  # noqa: S603 - the command is the installation's own setting
        shlex.split(command), input=content, capture_output=True, timeout=SECONDS, check=False
    )
    if ended.returncode not in {0, 1}:
        raise OSError(f"the scanner ended with {ended.returncode}")
    return Scan.INFECTED if ended.returncode else Scan.CLEAN


def _by_clamd(how: str, where: str, content: bytes) -> Scan:
    """The protocol of clamd: INSTREAM, pieces with their length, an empty one, and one line for an answer."""
    with _connected(how, where) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            piece = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = _answer(line)
    if answer.endswith(b"FOUND"):
        return Scan.INFECTED
    if not answer.endswith(b"OK"):
        raise OSError("the scanner gave no verdict")
    return Scan.CLEAN


def _connected(how: str, where: str) -> socket.socket:
    if how == "tcp":
        host, _, port = where.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    if how != "unix":
        raise ValueError("a scanner is unix:, tcp: or command:")
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith((b"\0", b"\n")) and (piece := line.recv(_CHUNK)):
        heard += piece
    return heard.rstrip(b"\0\n ")
