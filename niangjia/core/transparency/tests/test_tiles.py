"""Tiles hold every complete node once, under addresses that never change their content."""

import pytest

from niangjia.core.transparency.merkle import Node, grown_by, leaf_hash, node_hash, root
from niangjia.core.transparency.tiles import (
    WIDTH,
    Tile,
    bundle_bytes,
    bundle_path,
    tile_bytes,
    tile_path,
    tiles_between,
)


def grown(size: int) -> dict[Node, bytes]:
    nodes: dict[Node, bytes] = {}
    for number in range(size):
        nodes.update(grown_by(number, leaf_hash(number.to_bytes(3)), nodes.__getitem__))
    return nodes


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0, 256), "tile/0/000"),
        (Tile(1, 67, 5), "tile/1/067.p/5"),
        (Tile(0, 1_234_067, 256), "tile/0/x001/x234/067"),
        (Tile(0, 1000, 1), "tile/0/x001/000.p/1"),
    ],
)
def test_a_tile_has_its_address(tile: Tile, path: str) -> None:
    assert tile_path(tile) == path


def test_a_bundle_has_its_address() -> None:
    assert bundle_path(1_234_067, 256) == "tile/entries/x001/x234/067"


def test_a_bundle_gives_the_length_before_each_entry() -> None:
    assert bundle_bytes([b"ab", b""]) == b"\0\2ab\0\0"
    with pytest.raises(ValueError, match="an entry of more than 65535 bytes"):
        bundle_bytes([bytes(65_536)])


@pytest.mark.parametrize(
    ("older", "newer", "tiles"),
    [
        (0, 0, []),
        (0, 3, [Tile(0, 0, 3)]),
        (3, 3, []),
        (3, 258, [Tile(0, 0, 256), Tile(0, 1, 2), Tile(1, 0, 1)]),
        (256, 257, [Tile(0, 1, 1)]),
        (65_535, 65_536, [Tile(0, 255, 256), Tile(1, 0, 256), Tile(2, 0, 1)]),
    ],
)
def test_growing_adds_the_tiles_that_are_new_or_fuller(older: int, newer: int, tiles: list[Tile]) -> None:
    assert list(tiles_between(older, newer)) == tiles


def test_the_root_follows_from_tiles_alone() -> None:
    nodes = grown(700)
    served = {tile: tile_bytes(tile, nodes.__getitem__) for tile in tiles_between(0, 700)}

    def read(node: Node) -> bytes:
        level, above = divmod(node.level, 8)
        if above:
            below = Node(node.level - 1, node.number * 2)
            return node_hash(read(below), read(Node(below.level, below.number + 1)))
        found = next(tile for tile in served if (tile.level, tile.number) == (level, node.number // WIDTH))
        place = node.number % WIDTH * 32
        return served[found][place : place + 32]

    assert root(700, read) == root(700, nodes.__getitem__)
