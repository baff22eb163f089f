"""Our signed tokens and those of a library of the trade are the same thing."""

import json
from base64 import urlsafe_b64encode

import pytest
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey

from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.tests.badges import badge
from niangjia.core.proofs.tests.credentials import BANK, COLLEGE, ISSUER
from niangjia.core.proofs.tokens import holds, is_token, read_token, sign_token

PUBLIC = BANK.key.public_key()


def library_key() -> OKPKey:
    seed, public = (urlsafe_b64encode(part).rstrip(b"=").decode() for part in (b"\x01" * 32, PUBLIC.public_bytes_raw()))
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": seed, "x": public})


def test_another_library_reads_what_we_sign() -> None:
    with pytest.warns(SecurityWarning):  # RFC 9864 renamed the algorithm; readers know the older name
        read = jws.deserialize_compact(sign_token(badge(), BANK), library_key(), algorithms=["EdDSA"])
    assert json.loads(read.payload) == badge()
    assert read.headers() == {"alg": "EdDSA", "kid": BANK.method, "typ": "vc+jwt"}


def test_we_read_what_another_library_signs() -> None:
    header = {"alg": "Ed25519", "kid": BANK.method}
    token = read_token(jws.serialize_compact(header, json.dumps(badge()), library_key(), algorithms=["Ed25519"]))
    assert token.document == badge()
    assert holds(token, PUBLIC)
    assert not holds(token, COLLEGE.key.public_key())


def test_a_changed_token_does_not_hold() -> None:
    head, _, signature = sign_token(badge(), BANK).split(".")
    other = sign_token(badge() | {"name": "焊工 高级"}, BANK).split(".")[1]
    assert not holds(read_token(f"{head}.{other}.{signature}"), PUBLIC)


def test_a_key_named_by_its_fragment_is_the_issuers() -> None:
    fragment = BANK.method.partition("#")[2]
    assert read_token(forged({"alg": "EdDSA", "kid": f"#{fragment}", "iss": ISSUER})).method == BANK.method


def forged(header: Document, claims: Document | None = None) -> str:
    parts = [json.dumps(part).encode() for part in (header, claims or badge())]
    signed = ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    return f"{signed}.{urlsafe_b64encode(b'1' * 64).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "text",
    [
        "a.b.c",
        forged({"alg": "none", "kid": BANK.method}),
        forged({"alg": "HS256", "kid": BANK.method}),
        forged({"alg": "EdDSA"}),
        forged({"alg": "EdDSA", "kid": BANK.method, "jwk": {"kty": "OKP"}}),
        forged({"alg": "EdDSA", "kid": BANK.method, "crit": ["b64"], "b64": False}),
        forged({"alg": "EdDSA", "kid": BANK.method, "typ": "at+jwt"}),
        forged({"alg": "EdDSA", "kid": BANK.method}, badge() | {"proof": {}}),
        forged({"alg": "EdDSA", "kid": BANK.method})[:-1] + "x",
    ],
)
def test_a_token_with_anything_else_in_its_head_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_token(text)


def test_a_text_that_is_too_long_is_no_token() -> None:
    assert not is_token("a" * (1 << 21) + ".a." + "b" * 86)
