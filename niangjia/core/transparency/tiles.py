"""How a log is served: C2SP's tlog-tiles. A tile holds up to 256 hashes side by side, a bundle up to 256 entries.

Tile (level, number) holds the complete nodes of level 8 * level from number * 256 on. A full tile never changes.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from niangjia.core.transparency.merkle import Node, Read

WIDTH: Final = 256
_HEIGHT: Final = 8
_LONGEST_ENTRY: Final = 0xFFFF
_GROUP: Final = 1000


class Tile(NamedTuple):
    """Where a tile stands and how many hashes it holds (1 to 256)."""

    level: int
    number: int
    width: int


def tile_path(tile: Tile) -> str:
    """The address of a tile under the log's: ``tile/0/x001/234.p/5``."""
    return f"tile/{tile.level}/{_place(tile.number, tile.width)}"


def bundle_path(number: int, width: int) -> str:
    """The address of the entries from ``number`` * 256 on, ``width`` of them."""
    return f"tile/entries/{_place(number, width)}"


def tile_bytes(tile: Tile, read: Read) -> bytes:
    """The hashes of a tile, 32 bytes each."""
    first, level = tile.number * WIDTH, tile.level * _HEIGHT
    return b"".join(read(Node(level, number)) for number in range(first, first + tile.width))


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes. Raises ValueError for one of 64 KiB or more."""
    if any(len(entry) > _LONGEST_ENTRY for entry in entries):
        raise ValueError(f"an entry of more than {_LONGEST_ENTRY} bytes")
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def tiles_between(older: int, newer: int) -> Iterator[Tile]:
    """The tiles that a tree of ``newer`` leaves has and one of ``older`` had not, or not as full."""
    level = 0
    while newer:
        for number in range(older // WIDTH, -(-newer // WIDTH)):
            width = min(WIDTH, newer - number * WIDTH)
            if width > min(WIDTH, max(0, older - number * WIDTH)):
                yield Tile(level, number, width)
        level, older, newer = level + 1, older // WIDTH, newer // WIDTH


def _place(number: int, width: int) -> str:
    number, last = divmod(number, _GROUP)
    groups = f"{last:03}"
    while number:
        number, group = divmod(number, _GROUP)
        groups = f"x{group:03}/{groups}"
    return groups if width == WIDTH else f"{groups}.p/{width}"
