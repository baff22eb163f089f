"""The canonical form of a graph does not depend on how its blank nodes are called or in which order it stands."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.proofs.errors import TooMuchWorkError, UnreadableError
from niangjia.core.proofs.quads import Quad
from niangjia.core.proofs.rdfc10 import canonical_form, canonical_quads

RING = "".join(f"_:r{place} <urn:next> _:r{(place + 1) % 3} .\n" for place in range(3))


def clique(size: int) -> str:
    """Every node points at every other: nothing tells them apart."""
    return "".join(f"_:n{a} <urn:p> _:n{b} .\n" for a in range(size) for b in range(size) if a != b)


def chain(length: int) -> str:
    """Two equal chains without an end that differs before its last link."""
    return "".join(f"_:{c}{n} <urn:p> _:{c}{(n + 1) % length} .\n" for c in "ab" for n in range(length))


def test_a_graph_without_blank_nodes_is_sorted() -> None:
    canonical = canonical_quads("<urn:b> <urn:p> <urn:o> .\n<urn:a> <urn:p> <urn:o> .\n")
    assert canonical.text == "<urn:a> <urn:p> <urn:o> .\n<urn:b> <urn:p> <urn:o> .\n"
    assert canonical.names == {}


def test_blank_nodes_are_named_by_what_is_said_of_them() -> None:
    canonical = canonical_quads('_:x <urn:child> _:y .\n_:y <urn:name> "Li" .\n')
    assert canonical.names == {"x": "c14n0", "y": "c14n1"}
    assert canonical.text == '_:c14n0 <urn:child> _:c14n1 .\n_:c14n1 <urn:name> "Li" .\n'


def test_a_ring_of_equal_nodes_has_one_form() -> None:
    assert canonical_quads(RING).text == (
        "_:c14n0 <urn:next> _:c14n2 .\n_:c14n1 <urn:next> _:c14n0 .\n_:c14n2 <urn:next> _:c14n1 .\n"
    )


def test_by_sha_384_the_same_ring_runs_the_other_way() -> None:
    assert canonical_quads(RING, algorithm="sha384").text == (
        "_:c14n0 <urn:next> _:c14n1 .\n_:c14n1 <urn:next> _:c14n2 .\n_:c14n2 <urn:next> _:c14n0 .\n"
    )


def test_a_poisoned_graph_is_refused() -> None:
    with pytest.raises(TooMuchWorkError):
        canonical_quads(clique(10))


def test_a_small_clique_is_named_within_its_allowance() -> None:
    assert len(canonical_quads(clique(4)).names) == 4
    with pytest.raises(TooMuchWorkError):
        canonical_quads(clique(4), work=100)


def test_a_chain_too_long_to_follow_is_refused() -> None:
    with pytest.raises(TooMuchWorkError):
        canonical_quads(chain(500))


def test_what_is_no_quad_is_refused() -> None:
    with pytest.raises(UnreadableError):
        canonical_quads("not a quad")


TERMS = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "<urn:x>"])
GRAPHS = st.sets(st.tuples(TERMS, st.sampled_from(["<urn:p>", "<urn:q>"]), TERMS, TERMS | st.just("")), max_size=7)


@given(graph=GRAPHS, seed=st.integers(0, 1000))
def test_names_and_order_of_a_graph_do_not_matter(graph: set[Quad], seed: int) -> None:
    drawn = random.Random(seed)
    others = dict(zip(["_:a", "_:b", "_:c", "_:d"], drawn.sample(["_:a", "_:z", "_:k", "_:m1"], 4), strict=True))
    renamed: list[Quad] = [tuple(others.get(term, term) for term in quad) for quad in graph]  # type: ignore[misc]
    drawn.shuffle(renamed)
    assert canonical_form(renamed).text == canonical_form(sorted(graph)).text
