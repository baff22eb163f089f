"""The Merkle tree of RFC 6962, section 2.1, with SHA-256.

A tree of ``size`` leaves is kept as its complete nodes: node (level, number) stands for the 2**level leaves from
number * 2**level on. Complete nodes never change; everything else is computed from about log2(size) of them.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

EMPTY_ROOT: Final = sha256(b"").digest()
_MOST_LEVELS: Final = 64


class Node(NamedTuple):
    """Where a complete node stands. Level 0 are the leaves; numbers count from 0."""

    level: int
    number: int


Read: TypeAlias = Callable[[Node], bytes]  # the hash of a complete node of the tree


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry: SHA-256 of 0x00 and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node: SHA-256 of 0x01 and both hashes below."""
    return sha256(b"\x01" + left + right).digest()


def grown_by(size: int, leaf: bytes, read: Read) -> list[tuple[Node, bytes]]:
    """The complete nodes, the leaf first, that a leaf hash adds to a tree of ``size`` leaves: two on average."""
    node, digest = Node(0, size), leaf
    added = [(node, digest)]
    while node.number % 2:
        digest = node_hash(read(Node(node.level, node.number - 1)), digest)
        node = Node(node.level + 1, node.number // 2)
        added.append((node, digest))
    return added


def root(size: int, read: Read) -> bytes:
    """The hash of the tree's first ``size`` leaves."""
    return _range_hash(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(number: int, size: int, read: Read) -> list[bytes]:
    """The hashes by which a leaf leads to the root of ``size`` leaves, the lowest first. Raises ValueError outside."""
    if not 0 <= number < size:
        raise ValueError(f"leaf {number} is not in a tree of {size}")
    proof, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if number < middle:
            proof.append(_range_hash(middle, end, read))
            end = middle
        else:
            proof.append(_range_hash(begin, middle, read))
            begin = middle
    return proof[::-1]


def consistency_proof(older: int, newer: int, read: Read) -> list[bytes]:
    """The hashes by which the root of ``older`` leaves is seen in that of ``newer``, the lowest first.

    Raises ValueError unless 0 < older <= newer.
    """
    if not 0 < older <= newer:
        raise ValueError(f"no tree of {older} leaves in one of {newer}")
    proof, begin, end = [], 0, newer
    while older < end:
        middle = begin + _split(end - begin)
        if older <= middle:
            proof.append(_range_hash(middle, end, read))
            end = middle
        else:
            proof.append(_range_hash(begin, middle, read))
            begin = middle
    if begin:
        proof.append(_range_hash(begin, end, read))
    return proof[::-1]


def includes(root_hash: bytes, size: int, number: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof leads from a leaf hash at its number to the root of ``size`` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= number < size or len(proof) > _MOST_LEVELS:
        return False
    place, last, digest = number, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            digest = node_hash(sibling, digest)
            place, last = _raised(place, last)
        else:
            digest = node_hash(digest, sibling)
        place, last = place // 2, last // 2
    return last == 0 and digest == root_hash


def extends(older_root: bytes, older: int, newer_root: bytes, newer: int, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows the tree of ``older`` leaves as the beginning of that of ``newer`` (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= newer or len(proof) > _MOST_LEVELS:
        return False
    if older == newer:
        return not proof and older_root == newer_root
    hashes = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not hashes:
        return False
    place, last = older - 1, newer - 1
    while place % 2:
        place, last = place // 2, last // 2
    was = now = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            place, last = _raised(place, last)
        else:
            now = node_hash(now, sibling)
        place, last = place // 2, last // 2
    return last == 0 and was == older_root and now == newer_root


def _raised(place: int, last: int) -> tuple[int, int]:
    """Skip the levels on which a node at the right edge has no sibling and is handed up as it is."""
    while place and not place % 2:
        place, last = place // 2, last // 2
    return place, last


def _split(width: int) -> int:
    """The largest power of two below a width of at least two."""
    return 1 << (width - 1).bit_length() - 1


def _range_hash(begin: int, end: int, read: Read) -> bytes:
    """The hash over leaves begin to end (not included), where begin is where a node of that size begins."""
    *left, digest = [read(node) for node in _nodes(begin, end)]
    for each in reversed(left):
        digest = node_hash(each, digest)
    return digest


def _nodes(begin: int, end: int) -> Iterator[Node]:
    """The complete nodes that cover a range, the largest first."""
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield Node(level, begin >> level)
        begin += 1 << level
