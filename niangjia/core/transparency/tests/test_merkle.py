"""The tree only grows at its end: each proof is held against one computed from all leaves, as RFC 6962 words it."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.transparency.merkle import (
    EMPTY_ROOT,
    Node,
    consistency_proof,
    extends,
    grown_by,
    includes,
    inclusion_proof,
    leaf_hash,
    root,
)


class Grown:
    """A tree kept as its complete nodes, entry by entry."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.nodes: dict[Node, bytes] = {}
        for number, entry in enumerate(entries):
            self.nodes.update(grown_by(number, leaf_hash(entry), self.read))

    def read(self, node: Node) -> bytes:
        return self.nodes[node]


def half(count: int) -> int:
    return next(1 << power for power in reversed(range(60)) if 1 << power < count)


def naive_root(entries: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    middle = half(len(entries))
    return sha256(b"\1" + naive_root(entries[:middle]) + naive_root(entries[middle:])).digest()


def naive_path(number: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(entries) == 1:
        return []
    middle = half(len(entries))
    if number < middle:
        return [*naive_path(number, entries[:middle]), naive_root(entries[middle:])]
    return [*naive_path(number - middle, entries[middle:]), naive_root(entries[:middle])]


def naive_subproof(older: int, entries: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if older == len(entries):
        return [] if whole else [naive_root(entries)]
    middle = half(len(entries))
    if older <= middle:
        return [*naive_subproof(older, entries[:middle], whole=whole), naive_root(entries[middle:])]
    return [*naive_subproof(older - middle, entries[middle:], whole=False), naive_root(entries[:middle])]


def entries_of(count: int) -> list[bytes]:
    return [number.to_bytes(2) for number in range(count)]


# Certificate Transparency's own eight entries and the root of all of them
KNOWN = [
    bytes.fromhex(text)
    for text in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
KNOWN_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_published_tree_has_its_published_root() -> None:
    assert root(8, Grown(KNOWN).read).hex() == KNOWN_ROOT


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert root(0, Grown([]).read) == EMPTY_ROOT == naive_root([])


def test_a_leaf_completes_the_nodes_above_it() -> None:
    tree = Grown(entries_of(3))
    assert [node for node, _ in grown_by(3, leaf_hash(b"x"), tree.read)] == [Node(0, 3), Node(1, 1), Node(2, 0)]
    assert [node for node, _ in grown_by(4, leaf_hash(b"x"), Grown(entries_of(4)).read)] == [Node(0, 4)]


def test_every_root_and_proof_up_to_40_leaves_is_the_naive_one() -> None:
    entries = entries_of(40)
    tree = Grown(entries)
    for size in range(1, 41):
        assert root(size, tree.read) == naive_root(entries[:size])
        for number in range(size):
            assert inclusion_proof(number, size, tree.read) == naive_path(number, entries[:size])
            older = number + 1
            assert consistency_proof(older, size, tree.read) == naive_subproof(older, entries[:size], whole=True)


def test_every_proof_up_to_40_leaves_convinces() -> None:
    entries = entries_of(40)
    tree = Grown(entries)
    roots = [naive_root(entries[:size]) for size in range(41)]
    for size in range(1, 41):
        for number in range(size):
            proof = inclusion_proof(number, size, tree.read)
            assert includes(roots[size], size, number, leaf_hash(entries[number]), proof)
            older, shown = number + 1, consistency_proof(number + 1, size, tree.read)
            assert extends(roots[older], older, roots[size], size, shown)


SIZES = st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


@given(sizes=SIZES, other=st.integers(0, 299), flip=st.integers(0, 2047))
def test_an_inclusion_proof_convinces_of_its_leaf_at_its_place_only(
    sizes: tuple[int, int], other: int, flip: int
) -> None:
    size, number = sizes
    entries = entries_of(size)
    tree = Grown(entries)
    head, leaf = naive_root(entries), leaf_hash(entries[number])
    proof = inclusion_proof(number, size, tree.read)
    assert includes(head, size, number, leaf, proof)
    assert not includes(head, size, number, leaf_hash(b"other"), proof)
    assert includes(head, size, other, leaf, proof) == (other == number)
    assert not includes(head, size, number, leaf, [*proof, head])
    assert not proof or not includes(head, size, number, leaf, proof[:-1])
    if proof:
        place, bit = divmod(flip, 256)
        bent = list(proof)
        place %= len(bent)
        bent[place] = (int.from_bytes(bent[place]) ^ 1 << bit).to_bytes(32)
        assert not includes(head, size, number, leaf, bent)


@given(sizes=SIZES, bit=st.integers(0, 255))
def test_a_consistency_proof_convinces_of_the_older_tree_only(sizes: tuple[int, int], bit: int) -> None:
    newer, older = sizes[0], sizes[1] + 1
    entries = entries_of(newer)
    tree = Grown(entries)
    was, now = naive_root(entries[:older]), naive_root(entries)
    proof = consistency_proof(older, newer, tree.read)
    assert extends(was, older, now, newer, proof)
    bent = (int.from_bytes(was) ^ 1 << bit).to_bytes(32)
    assert not extends(bent, older, now, newer, proof)
    assert not extends(was, older, bent, newer, proof)
    assert not extends(was, older, now, newer, [*proof, now])
    assert not proof or not extends(was, older, now, newer, proof[1:])


def test_a_rewritten_history_has_no_proof() -> None:
    honest, forged = entries_of(5), [b"forged", *entries_of(9)[1:]]
    proof = consistency_proof(5, 9, Grown(forged).read)
    assert not extends(naive_root(honest), 5, naive_root(forged), 9, proof)


def test_trees_that_can_not_be_are_refused() -> None:
    tree = Grown(entries_of(4))
    with pytest.raises(ValueError, match="leaf 4 is not in a tree of 4"):
        inclusion_proof(4, 4, tree.read)
    with pytest.raises(ValueError, match="no tree of 0 leaves"):
        consistency_proof(0, 4, tree.read)
    assert not includes(EMPTY_ROOT, 0, 0, EMPTY_ROOT, [])
    assert not extends(EMPTY_ROOT, 0, EMPTY_ROOT, 0, [])
    assert not extends(tree.read(Node(1, 0)), 2, tree.read(Node(2, 0)), 4, [])
    assert not extends(EMPTY_ROOT, 3, EMPTY_ROOT, 4, [])
