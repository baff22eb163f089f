"""tools/verify, in another language and without network, checks what we issue, and finds what was changed."""

import gzip
import json
from base64 import urlsafe_b64encode
from copy import deepcopy
from hashlib import sha256

import pytest

from niangjia.core.proofs.documents import CREDENTIALS, canonical_json
from niangjia.core.proofs.integrity import Signer
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.keys import public_multikey
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK, ISSUED, STRANGER
from niangjia.core.proofs.tokens import sign_token
from niangjia.core.transparency.checkpoints import Checkpoint, sign_checkpoint
from niangjia.core.transparency.merkle import consistency_proof, grown_by, inclusion_proof, leaf_hash, root
from tests.node import run_node

AT = "2026-06-01T00:00:00Z"
DID = "did:web:bank.example"
MULTIKEY = public_multikey(BANK.key.public_key())
OURS = Signer(f"{DID}#{MULTIKEY}", BANK.key)
LIST = "https://bank.example/status/1"
ORIGIN = "bank.example/log"
SALT = b"s" * 16
INDEX = 94567


def did_document(signer=OURS, did=DID):
    multikey = public_multikey(signer.key.public_key())
    method = {"id": signer.method, "type": "Multikey", "controller": did, "publicKeyMultibase": multikey}
    return {"id": did, "verificationMethod": [method], "assertionMethod": [signer.method]}


def status_list(*raised, purpose="revocation", signer=OURS):
    bits = bytearray(16384)
    for index in raised:
        bits[index >> 3] |= 0x80 >> (index & 7)
    encoded = "u" + urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()
    subject = {"id": f"{LIST}#list", "type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": encoded}
    document = {
        "@context": [CREDENTIALS],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID,
        "validFrom": "2026-05-31T00:00:00Z",
        "validUntil": "2026-06-02T00:00:00Z",
        "credentialSubject": subject,
    }
    return sign_credential(document, signer, created=ISSUED)


class Log:
    """A log of some entries, ours at a chosen place, as the bank serves it."""

    def __init__(self, document, place, size):
        content = sha256(canonical_json({name: each for name, each in document.items() if name != "proof"})).digest()
        commitment = sha256(SALT + content).hexdigest()
        entry = canonical_json({"at": AT, "commitment": commitment, "kind": "issue"})
        self.nodes = {}
        for number in range(size):
            leaf = leaf_hash(entry if number == place else b"%d" % number)
            self.nodes.update(grown_by(number, leaf, self.nodes.__getitem__))
        self.proof = {
            "kind": "issue",
            "contentHash": content.hex(),
            "salt": SALT.hex(),
            "entry": entry.decode(),
            "index": place,
            "size": size,
            "hashes": [each.hex() for each in inclusion_proof(place, size, self.nodes.__getitem__)],
            "checkpoint": self.head(size),
            "log": DID,
        }

    def head(self, size, signer=OURS):
        return sign_checkpoint(Checkpoint(ORIGIN, size, root(size, self.nodes.__getitem__)), signer.key)

    def consistency(self, older, newer):
        return {"hashes": [each.hex() for each in consistency_proof(older, newer, self.nodes.__getitem__)]}


@pytest.fixture(scope="module")
def signed():
    return sign_credential(badge() | {"issuer": {"id": DID, "type": ["Profile"], "name": "学院"}}, OURS, created=ISSUED)


@pytest.fixture
def asked(tmp_path):
    """Run the tool on documents, kept as files; gives its exit code, and each answer's code."""

    def ask(credential, *, at=AT, **given):
        def kept(name, content):
            path = tmp_path / name
            path.write_text(content if isinstance(content, str) else json.dumps(content))
            return path

        options = [("--keys", kept("did.json", given.pop("keys", did_document())))]
        options += [(f"--{name}", kept(name, content)) for name, content in given.items()]
        arguments = [part for option in options for part in option]
        run = run_node("tools/verify/verify.mjs", kept("credential", credential), *arguments, "--at", at, "--json")
        assert run.returncode in {0, 1, 2}, run.stderr
        found = json.loads(run.stdout)
        return run.returncode, {question: answer["code"] for question, answer in found["answers"].items()}

    return ask


OK = {"form": "ok", "signature": "ok", "issuer": "ok", "dates": "ok", "status": "ok", "log": "ok"}


def test_a_credential_with_its_list_and_its_log_passes_whole(asked, signed):
    log = Log(signed, 5, 11)
    given = {"status": status_list(), "inclusion": log.proof}
    assert asked(signed, **given) == (0, OK)
    assert asked(signed, **given, older=log.head(7), consistency=log.consistency(7, 11)) == (0, OK | {"growth": "ok"})


def test_without_lists_and_log_it_can_not_say(asked, signed):
    assert asked(signed) == (2, OK | {"status": "status_unknown", "log": "no_log_proof"})


def test_a_token_and_a_learner_record_are_checked_too(asked, signed):
    open_questions = {"status": "status_unknown", "log": "no_log_proof"}
    token = sign_token({name: each for name, each in signed.items() if name != "proof"}, OURS)
    assert asked(token) == (2, OK | open_questions)
    record = sign_credential(learner_record(signed) | {"issuer": DID}, OURS, created=ISSUED)
    assert asked(record) == (2, OK | open_questions | {"status": "no_status"})
    assert asked(token[:-1] + ("A" if token[-1] != "A" else "Q"))[1]["signature"] == "wrong_signature"


def changes():
    def claim(document):
        document["name"] = "焊工 高级"

    def added(document):
        document["credits"] = 12

    def proofs_away(document):
        del document["proof"]

    def rdfc_alone(document):
        del document["proof"][1]

    def purpose(document):
        document["proof"][1]["proofPurpose"] = "authentication"

    def other_issuer(document):
        document["issuer"] = "did:web:other.example"

    def dated(document):
        document["proof"][1]["created"] = "2026-05-02T08:00:00Z"

    return {
        claim: "wrong_signature",
        added: "wrong_signature",
        proofs_away: "unsigned",
        rdfc_alone: "unknown_suite",
        purpose: "malformed_proof",
        other_issuer: "wrong_signature",
        dated: "wrong_signature",
    }


@pytest.mark.parametrize(("change", "code"), changes().items(), ids=lambda each: getattr(each, "__name__", each))
def test_a_changed_credential_does_not_pass(asked, signed, change, code):
    document = deepcopy(signed)
    change(document)
    exit_code, found = asked(document, status=status_list())
    assert found["signature"] == code
    assert exit_code == (2 if code == "unknown_suite" else 1)


def test_a_key_that_is_not_given_or_no_longer_trusted_decides_nothing(asked, signed):
    assert asked(signed, keys=did_document(STRANGER))[1]["signature"] == "unknown_key"
    assert asked(signed, keys=did_document() | {"assertionMethod": []})[1]["signature"] == "unknown_key"
    by_another = sign_credential(badge() | {"issuer": DID}, STRANGER, created=ISSUED)
    assert asked(by_another)[1]["issuer"] == "signed_by_another"


@pytest.mark.parametrize(
    ("at", "code"), [("2026-04-01T00:00:00Z", "not_yet_valid"), ("2032-01-01T00:00:00Z", "expired")]
)
def test_outside_its_dates_a_credential_fails(asked, signed, at, code):
    assert asked(signed, at=at)[1]["dates"] == code


def test_a_bit_counts_from_a_list_that_its_issuer_signed_alone(asked, signed):
    assert asked(signed, status=status_list(INDEX))[1]["status"] == "revoked"
    assert asked(signed, status=status_list(INDEX - 1, INDEX + 1))[1]["status"] == "ok"
    assert asked(signed, status=status_list(INDEX, purpose="suspension"))[1]["status"] == "status_unknown"
    assert asked(signed, status=status_list(signer=STRANGER))[1]["status"] == "status_unknown"
    assert asked(signed, status=status_list() | {"id": f"{LIST}/other"})[1]["status"] == "status_unknown"


def test_a_proof_of_another_log_entry_or_head_fails(asked, signed):
    log = Log(signed, 5, 11)
    shorter, others = Log(signed, 5, 10), Log(badge(), 5, 11)
    for proof, code in [
        (log.proof | {"index": 4}, "not_in_log"),
        (log.proof | {"hashes": log.proof["hashes"][:-1]}, "not_in_log"),
        (log.proof | {"checkpoint": shorter.proof["checkpoint"]}, "not_in_log"),
        (log.proof | {"checkpoint": log.head(11, STRANGER)}, "unknown_log"),
        (log.proof | {"salt": "00"}, "log_of_another"),
        (log.proof | {"entry": others.proof["entry"]}, "log_of_another"),
        (others.proof, "log_of_another"),
        (log.proof | {"checkpoint": "x"}, "malformed_log_proof"),
        (log.proof | {"hashes": ["x"]}, "malformed_log_proof"),
    ]:
        assert asked(signed, inclusion=proof)[1]["log"] == code


def test_a_log_that_was_rewritten_is_found(asked, signed):
    log, rewritten = Log(signed, 5, 11), Log(signed, 6, 11)
    given = {"inclusion": log.proof, "consistency": log.consistency(7, 11)}
    assert asked(signed, **given, older=rewritten.head(7))[1]["growth"] == "log_rewritten"
    assert asked(signed, **given, older=log.head(6))[1]["growth"] == "log_rewritten"
    assert asked(signed, **given, older=rewritten.head(11))[1]["growth"] == "log_rewritten"


@pytest.mark.parametrize("size", range(1, 10))
def test_every_shape_of_a_small_log_is_followed(asked, signed, size):
    log = Log(signed, size // 2, size)
    older = (size + 1) // 2
    given = {"older": log.head(older), "consistency": log.consistency(older, size)}
    found = asked(signed, inclusion=log.proof, **given)[1]
    assert (found["log"], found["growth"]) == ("ok", "ok")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}x",
        '{"a":1,"a":2}',
        '{"a":9007199254740993}',
        '{"a":"\\ud800"}',
        '{"a":' + "[" * 70 + "]" * 70 + "}",
        "[]",
    ],
)
def test_what_two_programs_may_read_differently_is_refused(tmp_path, text):
    path = tmp_path / "credential"
    path.write_text(text)
    run = run_node("tools/verify/verify.mjs", path)
    assert (run.returncode, run.stdout) == (65, "")


def test_it_speaks_both_languages_and_says_how_it_is_used(tmp_path, signed):
    path = tmp_path / "credential"
    path.write_text(json.dumps(signed))
    assert "签名" in run_node("tools/verify/verify.mjs", path).stdout
    assert "Signature" in run_node("tools/verify/verify.mjs", path, "--lang", "en").stdout
    assert run_node("tools/verify/verify.mjs").returncode == 64
