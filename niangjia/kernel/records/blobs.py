"""Contents of files, kept under their SHA-256 in ``blobs`` of the data directory, readable by the program alone.

A blob is written once, whole, and never changed; the same content is kept once.
"""

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class BlobDamagedError(Exception):
    """A blob whose content does not have the hash that it lies under."""


def store_blob(content: bytes) -> str:
    """Keep a content and give its SHA-256 in hexadecimal. It is on disk when this returns."""
    key = hashlib.sha256(content).hexdigest()
    final = _path(key)
    if not final.exists():
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def _path(key: str) -> Path:
    if not _HASH.fullmatch(key):
        raise ValueError("no SHA-256 in hexadecimal")
    return Path(settings.NIANGJIA_DATA) / "blobs" / key[:2] / key[2:4] / key


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
