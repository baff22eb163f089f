"""The log's complete nodes as they are kept: leaves, and for every 256 of a level one hash of the level above.

So the tables hold one row in 255 more than the leaves; what lies between is computed from one tile of 256.
"""

from collections.abc import Sequence
from typing import Final

from niangjia.core.transparency.merkle import Node, leaf_hash, node_hash
from niangjia.core.transparency.tiles import WIDTH
from niangjia.kernel.credentials.models import LogLeaf, LogSubtree

HEIGHT: Final = 8


class StoredNodes:
    """Reads nodes from the tables; each tile is read once. For one transaction: it does not see what is added later."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def read(self, node: Node) -> bytes:
        """The hash of a complete node. Raises IndexError for one that the log does not have."""
        level, above = divmod(node.level, HEIGHT)
        first = node.number << above
        tile = self.tile(level, first // WIDTH)
        place = first % WIDTH
        return combined(tile[place : place + (1 << above)])

    def tile(self, level: int, number: int) -> list[bytes]:
        """The hashes of a tile, as many as the log has."""
        if (level, number) not in self._tiles:
            self._tiles[level, number] = _hashes(level, number * WIDTH)
        return self._tiles[level, number]


def combined(hashes: Sequence[bytes]) -> bytes:
    """The hash over a power of two of hashes side by side."""
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def _hashes(level: int, first: int) -> list[bytes]:
    if level == 0:
        leaves = LogLeaf.objects.filter(seq__gte=first, seq__lt=first + WIDTH).order_by("seq")
        return [leaf_hash(bytes(entry)) for entry in leaves.values_list("entry", flat=True)]
    above = LogSubtree.objects.filter(level=level, number__gte=first, number__lt=first + WIDTH).order_by("number")
    return [bytes(digest) for digest in above.values_list("hash", flat=True)]
