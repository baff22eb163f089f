"""Keys as text; the pair is that of the W3C's test vectors for EdDSA."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.keys import (
    did_key_method,
    from_base58,
    key_of_did_key,
    public_key,
    public_multikey,
    secret_key,
    to_base58,
)

PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"


def test_a_public_key_follows_from_its_secret() -> None:
    assert public_multikey(secret_key(SECRET).public_key()) == PUBLIC


def test_a_did_key_is_its_own_controller() -> None:
    key = key_of_did_key(did_key_method(public_key(PUBLIC)))
    assert key is not None
    assert (key.controller, key.public) == (f"did:key:{PUBLIC}", public_key(PUBLIC))


def test_another_method_names_no_key_by_itself() -> None:
    assert key_of_did_key("did:web:college.example#key-1") is None


@pytest.mark.parametrize(
    "method", [f"did:key:{PUBLIC}", f"did:key:{PUBLIC}#other", f"did:key:{SECRET}#{SECRET}", "did:key:z#z"]
)
def test_a_malformed_did_key_is_refused(method: str) -> None:
    with pytest.raises(UnreadableError):
        key_of_did_key(method)


@given(content=st.binary(max_size=64))
def test_base_58_keeps_every_byte(content: bytes) -> None:
    assert from_base58(to_base58(content)) == content


@pytest.mark.parametrize("text", ["", "6Mk", "z0", "zO", "m" + "1" * 9, "z" + "2" * 100])
def test_what_is_no_base_58_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        from_base58(text)
