"""The installation's secrets: small files under the data directory that only the program's user can read.

``master-0001.key`` and on wrap the keys of persons: the highest is used, the others stay readable. Every other secret
is one file under its name. A file is written once, whole, and never changed.
"""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

KEY_LENGTH: Final = 32
_MASTER: Final = re.compile(r"master-([0-9]{4})\.key")
_NAME: Final = re.compile(r"[a-z][a-z_]*")


class UnreadableSecretError(Exception):
    """A key or an encrypted value that was tampered with, belongs to another key or is open to other users."""


class Keyring:
    """The keys in one directory. The directory and what is missing in it is made at first use."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._secrets: dict[str, bytes] = {}
        self._masters: dict[int, bytes] = {}
        self._looked_at = -1

    @property
    def current_master(self) -> tuple[int, bytes]:
        """Number and key of the master key that wraps now; the first is made where there is none.

        Another process may have rotated meanwhile, so the directory is looked at again when it has changed.
        """
        masters = self.masters() if self._changed_at() == self._looked_at else self._reload()
        if not masters:
            self._create("master-0001.key")
            masters = self._reload()
        number = max(masters)
        return number, masters[number]

    def master(self, number: int) -> bytes:
        """A master key, old or new. Raises UnreadableSecretError if it is not in the ring."""
        found = self.masters().get(number) or self._reload().get(number)
        if found is None:
            raise UnreadableSecretError(f"master key {number} is not in the key ring")
        return found

    def masters(self) -> Mapping[int, bytes]:
        """Every master key by its number."""
        return self._masters or self._reload()

    def rotate(self) -> int:
        """Make a new master key and return its number. Keys wrapped before stay readable; wrap them anew at leisure."""
        number = self.current_master[0] + 1
        self._create(f"master-{number:04}.key")
        self._reload()
        return number

    def secret(self, name: str) -> bytes:
        """The 32 random bytes kept under a name such as ``blind_index``; made at first use, the same ever after."""
        if not _NAME.fullmatch(name) or name == "master":
            raise ValueError(f"no name of a secret: {name!r}")
        if name not in self._secrets:
            self._create(f"{name}.key")
            self._secrets[name] = self._read(f"{name}.key")
        return self._secrets[name]

    def _reload(self) -> Mapping[int, bytes]:
        self._make_directory()
        self._looked_at = self._changed_at()
        matches = (_MASTER.fullmatch(path.name) for path in self._directory.iterdir())
        self._masters = {int(match[1]): self._read(match[0]) for match in matches if match}
        return self._masters

    def _changed_at(self) -> int:
        try:
            return self._directory.stat().st_mtime_ns
        except FileNotFoundError:
            return -1

    def _make_directory(self) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_open(self._directory)

    def _create(self, name: str) -> None:
        """Write a new key whole under its name, unless another process was first."""
        self._make_directory()
        final = self._directory / name
        if final.exists():
            return
        draft = self._directory / f".{name}.{secrets.token_hex(8)}"
        try:
            _write(draft, secrets.token_bytes(KEY_LENGTH))
            os.link(draft, final)
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
        _sync_directory(self._directory)

    def _read(self, name: str) -> bytes:
        path = self._directory / name
        _refuse_open(path)
        key = path.read_bytes()
        if len(key) != KEY_LENGTH:
            raise UnreadableSecretError(f"{name} does not hold {KEY_LENGTH} bytes")
        return key


def _refuse_open(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnreadableSecretError(f"{path.name} is open to other users; its mode must be 0600 (0700 for a directory)")


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
