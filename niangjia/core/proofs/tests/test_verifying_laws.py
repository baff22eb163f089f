"""Whatever a stranger hands in gets its verdicts, and nothing that says more than what was signed is accepted."""

from copy import deepcopy

from hypothesis import example, given
from hypothesis import strategies as st

from niangjia.core.proofs.documents import Document, Json, listed
from niangjia.core.proofs.integrity import JCS, add_proof
from niangjia.core.proofs.tests.credentials import BANK, COLLEGE, ISSUED, LATER, RDFC, credential, known_key
from niangjia.core.proofs.verifying import Verdicts, verify

SIGNED = add_proof(credential(), JCS, BANK, created=ISSUED, proof_id="urn:proof:1")
CHAINED = add_proof(SIGNED, JCS, COLLEGE, created=ISSUED, previous=("urn:proof:1",))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
VALUES = st.recursive(
    SCALARS | st.sampled_from([deepcopy(each) for each in (SIGNED["proof"], SIGNED["issuer"], CHAINED["proof"])]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.just("id"), inner, max_size=3),
    max_leaves=5,
)


def judged(document: Document) -> Verdicts:
    return verify(document, suites={JCS.name: JCS}, key_of=known_key, at=LATER)


def places(value: Json, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document below its top."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, each in inner for place in [(*path, name), *places(each, (*path, name))]]


def put(document: Document, place: tuple[str | int, ...], value: Json) -> Document:
    copy = deepcopy(document)
    inner: Json = copy
    for name in place[:-1]:
        inner = inner[name]  # type: ignore[index,call-overload]
    inner[place[-1]] = value  # type: ignore[index,call-overload]
    return copy


def says_the_same(document: Document) -> bool:
    """The signed claims, and among the proofs the issuer's as it was made. Proofs that nobody can read may stand by."""
    claims = {name: value for name, value in document.items() if name != "proof"}
    return claims == credential() and SIGNED["proof"] in listed(document["proof"])


@given(place=st.sampled_from(places(CHAINED)), value=VALUES)
@example(place=("proof",), value=SIGNED["proof"])
@example(place=("proof", 1, "type"), value="Another")
@example(place=("proof", 0, "type"), value="Another")
def test_a_credential_with_one_value_changed_is_accepted_only_if_it_says_the_same(
    place: tuple[str | int, ...], value: Json
) -> None:
    changed = put(CHAINED, place, value)
    assert says_the_same(changed) or not judged(changed).accepted


@given(name=st.text(max_size=5), value=VALUES)
@example(name="proof", value=SIGNED["proof"])
def test_a_credential_with_a_member_added_is_accepted_only_if_it_says_the_same(name: str, value: Json) -> None:
    changed = SIGNED | {name: value}
    assert says_the_same(changed) or not judged(changed).accepted


@given(document=st.dictionaries(st.sampled_from([*SIGNED, "other"]), VALUES, max_size=8))
def test_any_object_gets_its_verdicts(document: Document) -> None:
    assert not judged(document).accepted
    by_both = verify(document, suites={JCS.name: JCS, RDFC.name: RDFC}, key_of=known_key, at=LATER)
    assert not by_both.accepted
