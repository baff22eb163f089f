"""The programs of older majors: kept beside the data, so that an upgrade finds those that its data were made with."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from niangjia.core.postgres.binaries import INSTALLED, SHARED, Programs, copied, packaged

SHELF: Final = "postgres-programs"  # in the data folder
SYSTEM: Final = Path("/usr/lib/postgresql")  # where Debian and Ubuntu keep each major


def keep_programs(data: Path) -> None:
    """Keep the packaged programs beside the data: the next version of the package replaces them where they are.

    As root they lie on the shared shelf already, from which nothing is removed.
    """
    if os.geteuid() != 0:
        copied(packaged().folder, data / SHELF)


def programs_of(major: int, data: Path) -> Programs | None:
    """The programs of a major that are at hand: kept beside the data, on the shared shelf, or the system's own."""
    found = (folder for folder in _places(major, data) if (folder / "bin" / "postgres").exists())
    folder = next(found, None)
    return None if folder is None else Programs(folder, major)


def _places(major: int, data: Path) -> Iterator[Path]:
    for shelf in (data / SHELF, SHARED):
        copies = shelf.glob(f"postgres-{major}.*/*/{INSTALLED}")
        yield from sorted(copies, key=lambda copy: _version(copy.parent.parent), reverse=True)
    yield SYSTEM / str(major)


def _version(copy: Path) -> list[int]:
    return [int(part) for part in copy.name.removeprefix("postgres-").split(".") if part.isdigit()]
