"""Filled into a shape that was seen before, a document has the quads that the whole way gives it, byte for byte."""

import json
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from niangjia.core.proofs import compiled
from niangjia.core.proofs.compiled import RDFC, canonical_document
from niangjia.core.proofs.contexts.known import names
from niangjia.core.proofs.documents import Document, Json
from niangjia.core.proofs.errors import UnknownTermError, UnreadableError
from niangjia.core.proofs.integrity import rdfc_suite
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.jsonld import document_quads
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK, ISSUED

WHOLE = rdfc_suite(document_quads)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ['"', "\\", "a\nb", "\x00\x7f", "\u2028\x85", "100 %s", "%", "<urn:x>", "_:b0", "焊工", "urn:x-hole:1"]
    ),
)
ADDRESSES = st.sampled_from(
    [
        *(f"urn:x:{number}" for number in range(4)),
        "https://bank.example/a?b=c%20d#e",
        "https://schema.org/name",
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement",
        "did:web:bank.example",
        "name:of",
        "_:b1",
        "no address",
        "",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Badges of a few shapes with any texts, and with addresses that coincide or can't be taken as they are."""
    document = deepcopy(badge())
    subject, status = document["credentialSubject"], document["credentialStatus"]
    assert isinstance(subject, dict)
    assert isinstance(status, dict)
    achievement = subject["achievement"]
    assert isinstance(achievement, dict)
    document["name"], achievement["description"] = draw(TEXTS), draw(TEXTS)
    document["id"], subject["id"], achievement["id"], status["id"] = (draw(ADDRESSES) for _ in range(4))
    results: list[Json] = [{"type": ["Result"], "value": draw(TEXTS)} for _ in range(draw(st.integers(0, 3)))]
    subject["result"] = results
    if draw(st.booleans()):
        del document["validUntil"]
    return document


def either(make: Document) -> tuple[bytes | None, bytes | None]:
    """What each way gives; none for a refusal."""
    found = []
    for suite in (RDFC, WHOLE):
        try:
            found.append(suite.document_bytes(make))
        except UnreadableError:
            found.append(None)
    return found[0], found[1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_both_ways_give_the_same_bytes_or_refuse(document: Document) -> None:
    short, whole = either(document)
    assert short == whole


def test_the_short_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    canonical_document(badge(1))
    expected = WHOLE.document_bytes(badge(2))

    def never(_document: Document) -> bytes:
        raise AssertionError("the whole way")

    monkeypatch.setattr(compiled, "_WHOLE", type(WHOLE)(WHOLE.name, never, never))
    assert canonical_document(badge(2)) == expected


def test_a_learner_record_with_proofs_within_is_filled_in_too() -> None:
    for number in (1, 2):
        record = learner_record(sign_credential(badge(number), BANK, created=ISSUED))
        assert canonical_document(record) == WHOLE.document_bytes(record)


def test_what_a_shape_refuses_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(UnknownTermError):
            canonical_document(badge() | {"credits": "12"})


def test_a_number_is_part_of_the_shape() -> None:
    text = json.dumps(badge())
    for number in ("2.5", "1", "true", "1.5e-7"):
        short, whole = either(json.loads(text.replace("2.5", number)))
        assert short == whole
        assert whole is not None


def test_claims_about_the_document_elsewhere_are_refused_on_the_short_way() -> None:
    def about(name: str) -> Document:
        return badge() | {"evidence": {"id": name, "type": "Evidence", "name": "x"}}

    canonical_document(about("urn:x:1"))
    with pytest.raises(UnreadableError):
        canonical_document(about(str(badge()["id"])))


def test_no_context_has_a_term_that_begins_an_address_of_ours() -> None:
    assert not {scheme.rstrip(":/") for scheme in compiled._SCHEMES} & names()
