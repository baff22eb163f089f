"""A document gives its quads, or it is refused: nothing in it is left unsigned."""

import json
from copy import deepcopy
from hashlib import sha256
from importlib import resources

import pytest

from niangjia.core.proofs.contexts.known import FILES, context
from niangjia.core.proofs.documents import CREDENTIALS, Document, Json, read_document
from niangjia.core.proofs.errors import TooMuchWorkError, UnknownTermError, UnreadableError
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.jsonld import document_quads
from niangjia.core.proofs.quads import iri, literal
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK, ISSUED, ISSUER

PINNED = {
    "clr-2.0.0": "e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167",
    "clr-2.0.1": "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6",
    "credentials-v2": "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
    "data-integrity-v2": "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363",
    "did-v1": "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
    "multikey-v1": "c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6",
    "open-badges-3.0.1": "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba",
    "open-badges-3.0.2": "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    "open-badges-3.0.3": "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
    "open-badges-extensions": "2d013f981d1f4516081a6a04e55468ba2b071d4153b794f19a79715c45a89a5e",
}


def test_every_context_is_the_published_one_byte_for_byte() -> None:
    folder = resources.files("niangjia.core.proofs.contexts")
    found = {name: sha256(folder.joinpath(f"{name}.json").read_bytes()).hexdigest() for name in FILES.values()}
    assert found == PINNED


def test_a_badge_gives_its_quads() -> None:
    quads = document_quads(badge())
    assert len(quads) == 35
    assert (
        iri("urn:uuid:019a0000-0000-7000-8000-0000000000a2"),
        iri("https://purl.imsglobal.org/spec/vc/ob/vocab.html#creditsEarned"),
        literal("2.5E0", "https://www.w3.org/2001/XMLSchema#float"),
        "",
    ) in quads


def test_a_learner_record_holds_badges_with_their_proofs() -> None:
    members = [sign_credential(badge(number), BANK, created=ISSUED) for number in (1, 2)]
    graphs = {graph for *_, graph in document_quads(learner_record(*members))}
    assert len(graphs) == 1 + 4  # the statements, and each of the two badges' two proofs by itself


def test_a_name_in_a_language_keeps_it() -> None:
    named = badge() | {"name": {"@value": "Welder", "@language": "en"}}
    assert f"{literal('Welder')}@en" in {value for _, _, value, _ in document_quads(named)}


@pytest.mark.parametrize("spelling", ["2", "2.0", "2e0"])
def test_a_whole_number_is_one_however_it_is_spelt(spelling: str) -> None:
    text = json.dumps(badge()).replace("2.5", spelling)
    assert document_quads(read_document(text.encode())) == document_quads(
        read_document(text.replace(spelling, "2").encode())
    )


def test_null_and_empty_lists_say_nothing() -> None:
    assert document_quads(badge() | {"description": None, "termsOfUse": []}) == document_quads(badge())


def with_member(name: str, value: Json) -> Document:
    return badge() | {name: value}


def with_claim(name: str, value: Json) -> Document:
    document = deepcopy(badge())
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    subject[name] = value
    return document


VALID_UNTIL = {"@value": "2031-05-01T08:00:00Z", "type": "http://www.w3.org/2001/XMLSchema#dateTime"}


@pytest.mark.parametrize(
    "document",
    [
        with_member("credits", 12),
        with_claim("credits", 12),
        with_claim("type", ["AchievementSubject", "Winner"]),
        with_member("@context", [CREDENTIALS, "https://evil.example/terms"]),
        with_member("@context", [CREDENTIALS, {"credits": "https://schema.org/credits"}]),
        with_claim("@context", {"achievement": "https://schema.org/name"}),
        with_claim("@context", None),
        with_claim("https://schema.org/name", "x"),
        with_member("https://www.w3.org/2018/credentials#validUntil", VALID_UNTIL),
        with_member("@graph", [{"id": "urn:a", "type": "Profile"}]),
        with_member("@included", [{"id": "urn:a", "type": "Profile"}]),
        with_member("@reverse", {"issuer": {"id": "urn:a"}}),
        with_member("name", {"@value": "Welder", "@language": "no language"}),
        with_member("name", {"@value": "Welder", "@direction": "ltr"}),
        with_member("issuer", "no address"),
        with_member("issuer", "urn:x> <urn:p> <urn:y"),
        with_member("validUntil", VALID_UNTIL),  # the quads of the plain text; but who reads by name would find no date
    ],
)
def test_what_would_not_be_signed_or_not_be_seen_is_refused(document: Document) -> None:
    with pytest.raises(UnknownTermError):
        document_quads(document)


@pytest.mark.parametrize(
    "document",
    [
        {},
        with_member("id", 5),
        with_member("evidence", {"id": badge()["id"], "type": "Evidence", "name": "the badge again"}),
        with_claim("creditsEarned", 1 << 53),
        with_claim("creditsEarned", float("inf")),
        with_claim("achievement", {"@value": {"a": 1}}),
    ],
)
def test_what_is_no_document_is_refused(document: Document) -> None:
    with pytest.raises(UnreadableError):
        document_quads(document)


@pytest.mark.parametrize(
    "document",
    [
        with_member("evidence", [{"type": "Evidence"}] * 1001),
        with_member("evidence", [{"type": "Evidence", "name": "x", "genre": "y", "audience": "z"}] * 1000),
    ],
)
def test_a_document_of_too_many_parts_is_refused_before_it_is_worked_on(document: Document) -> None:
    with pytest.raises(TooMuchWorkError):
        document_quads(document)


def test_only_bundled_contexts_are_known() -> None:
    with pytest.raises(UnknownTermError):
        context(f"{CREDENTIALS}/more")
    assert ISSUER in {value.strip("<>") for _, _, value, _ in document_quads(badge())}
