"""Contents of files, kept under their SHA-256 in ``blobs`` of the data directory, readable by the program alone.

A blob is written once, whole, and never changed; the same content is kept once. It lasts while an attachment names it;
what none names is cleaned away after a day (``cleaning``).
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

LOCK: Final = ".blobs.lock"
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class BlobDamagedError(Exception):
    """A blob whose content does not have the hash that it lies under."""


def store_blob(content: bytes) -> str:
    """Keep a content and give its SHA-256 in hexadecimal. It is on disk when this returns."""
    key = hashlib.sha256(content).hexdigest()
    final = _path(key)
    with keeping_blobs():
        if final.exists():
            os.utime(final)  # as young as a new one: what names it may not be committed yet
            return key
        _make_private(final.parent)
        draft = final.with_name(f".{secrets.token_hex(8)}")
        _write(draft, content)
        draft.replace(final)
        _sync_directory(final.parent)
    return key


def read_blob(key: str) -> bytes:
    """The content under a hash. FileNotFoundError if there is none, BlobDamagedError if it was changed."""
    content = _path(key).read_bytes()
    if hashlib.sha256(content).hexdigest() != key:
        raise BlobDamagedError(key)
    return content


def remove_blob(key: str) -> None:
    """Remove a content that nothing names any more. While a backup goes on it is left for the daily cleaning."""
    with cleaning_blobs() as ours:
        if ours:
            _path(key).unlink(missing_ok=True)


@contextmanager
def keeping_blobs() -> Iterator[None]:
    """Nothing is cleaned away inside the block. Many may keep at once."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextmanager
def cleaning_blobs() -> Iterator[bool]:
    """Nobody stores or backs up inside the block; gives whether it is so, without waiting."""
    try:
        with _locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield True
    except BlockingIOError:
        yield False


@contextmanager
def _locked(how: int) -> Iterator[None]:
    descriptor = os.open(Path(settings.NIANGJIA_DATA) / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _path(key: str) -> Path:
    if not _HASH.fullmatch(key):
        raise ValueError("no SHA-256 in hexadecimal")
    return Path(settings.NIANGJIA_DATA) / "blobs" / key[:2] / key[2:4] / key


def _make_private(folder: Path) -> None:
    """The folder and those above it up to ``blobs``, open to the program alone: also where they stood open before."""
    for each in (folder.parent.parent, folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
        if each.stat().st_mode & 0o077:
            each.chmod(0o700)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
