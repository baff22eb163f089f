"""Every question about a credential has its own answer; one that fails does not hide or lend to another."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niangjia.core.proofs import judging, verifying
from niangjia.core.proofs.documents import Document, canonical_json
from niangjia.core.proofs.integrity import JCS, add_proof
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.judging import Judgement, Question, Records, judge
from niangjia.core.proofs.presented import read_presented
from niangjia.core.proofs.reasons import QUESTIONS, VERDICTS, reason
from niangjia.core.proofs.statuses import Entry
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK, COLLEGE, ISSUED, ISSUER, LATER, STRANGER, known_key
from niangjia.core.proofs.tokens import sign_token
from niangjia.core.proofs.verifying import Verdict

Q = Question


def records(*raised: str, accredited: bool = True, logged: bool = True) -> Records:
    """Lists in which the bits of these purposes are set, a bank that is accredited from May on, a log."""
    return Records(
        key_of=known_key,
        status=lambda entry: entry.purpose in raised,
        accreditation=lambda issuer, at: accredited and issuer == ISSUER and at >= ISSUED,
        inclusion=lambda _document: logged,
    )


KNOWN = records()


def judged(content: bytes | str | Document, known: Records = KNOWN, at: datetime = LATER) -> Judgement:
    if isinstance(content, dict):
        content = canonical_json(content)
    return judge(read_presented(content.encode() if isinstance(content, str) else content), records=known, at=at)


def codes(judgement: Judgement) -> dict[Question, str]:
    """What did not simply pass."""
    return {question: finding.code for question, finding in judgement.findings.items() if finding.code != "ok"}


def signed(document: Document | None = None) -> Document:
    return sign_credential(document or badge(), BANK, created=ISSUED)


FORMS: dict[str, Callable[[], bytes | str | Document]] = {"json": signed, "token": lambda: sign_token(badge(), BANK)}
forms = pytest.mark.parametrize("form", FORMS)


@forms
def test_a_good_credential_passes_every_question(form: str) -> None:
    judgement = judged(FORMS[form]())
    assert codes(judgement) == {}
    assert list(judgement.findings) == list(Question)
    assert judgement.verdict is Verdict.PASSED


def test_each_proof_is_told_by_itself() -> None:
    broken = signed()
    proofs = broken["proof"]
    assert isinstance(proofs, list)
    assert isinstance(proofs[1], dict)
    proofs[1]["proofValue"] = "z" + "1" * 64
    judgement = judged(broken)
    assert [(name, finding.code) for name, finding in judgement.proofs] == [
        ("eddsa-rdfc-2022", "ok"),
        ("eddsa-jcs-2022", "wrong_signature"),
    ]
    assert codes(judgement) == {Q.SIGNATURE: "wrong_signature"}
    assert judgement.verdict is Verdict.FAILED


def test_a_claim_that_is_added_is_not_accepted_under_either_proof() -> None:
    found = codes(judged(signed() | {"credits": 12}))
    assert found[Q.TERMS] == "unknown_term"
    assert found[Q.SIGNATURE] == "unknown_term"
    alone = add_proof(badge(), JCS, BANK, created=ISSUED) | {"credits": 12}
    assert codes(judged(alone))[Q.SIGNATURE] == "wrong_signature"


def test_a_credential_without_a_proof_fails() -> None:
    assert codes(judged(badge())) == {
        Q.SIGNATURE: "unsigned",
        Q.ISSUER: "no_proof_holds",
        Q.ACCREDITATION: "no_proof_holds",
    }
    assert judged(badge()).verdict is Verdict.FAILED


@forms
def test_a_key_that_nobody_knows_decides_nothing(form: str) -> None:
    document = badge() | {"issuer": STRANGER.method.partition("#")[0]}
    judgement = judged(
        sign_credential(document, STRANGER, created=ISSUED) if form == "json" else sign_token(document, STRANGER)
    )
    assert codes(judgement) == {
        Q.SIGNATURE: "unknown_key",
        Q.ISSUER: "no_proof_holds",
        Q.ACCREDITATION: "no_proof_holds",
    }
    assert judgement.verdict is Verdict.UNDECIDED


@forms
def test_a_credential_signed_by_another_is_not_its_issuers(form: str) -> None:
    judgement = judged(
        sign_credential(badge(), COLLEGE, created=ISSUED) if form == "json" else sign_token(badge(), COLLEGE)
    )
    assert codes(judgement) == {Q.ISSUER: "signed_by_another", Q.ACCREDITATION: "no_proof_holds"}


@forms
@pytest.mark.parametrize(
    ("raised", "code", "verdict"),
    [
        ("revocation", "revoked", Verdict.FAILED),
        ("suspension", "suspended", Verdict.FAILED),
        ("spent", "spent", Verdict.PASSED),
    ],
)
def test_a_bit_that_is_set_is_told_as_what_it_means(form: str, raised: str, code: str, verdict: Verdict) -> None:
    document = badge()
    assert isinstance(document["credentialStatus"], dict)
    document["credentialStatus"] |= {"statusPurpose": raised}
    content = signed(document) if form == "json" else sign_token(document, BANK)
    judgement = judged(content, records(raised))
    assert codes(judgement) == {Q.STATUS: code}
    assert judgement.verdict is verdict


def test_a_list_that_can_not_be_had_decides_nothing() -> None:
    def unreachable(_entry: Entry) -> None:
        return None

    judgement = judged(signed(), Records(key_of=known_key, status=unreachable))
    assert codes(judgement) == {Q.STATUS: "status_unknown", Q.ACCREDITATION: "issuer_unknown", Q.LOG: "log_unknown"}
    assert judgement.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (None, "no_status"),
        ({"id": "urn:x", "type": "1EdTechRevocationList"}, "status_unknown"),
        ({"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}, "malformed_status"),
        (
            {
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListCredential": "https://bank.example/status/1",
                "statusListIndex": "-1",
            },
            "malformed_status",
        ),
    ],
)
def test_a_status_that_says_nothing_that_is_understood_is_told(status: Document | None, code: str) -> None:
    assert codes(judged(signed(badge() | {"credentialStatus": status}))) == {Q.STATUS: code}


def test_accreditation_is_asked_for_the_date_of_issue() -> None:
    document = badge() | {"validFrom": "2026-04-01T00:00:00Z"}
    assert codes(judged(signed(document))) == {}  # signed in May
    early = sign_credential(document, BANK, created=datetime(2026, 4, 2, tzinfo=UTC))
    assert codes(judged(early)) == {Q.ACCREDITATION: "not_accredited"}
    assert codes(judged(signed(), records(accredited=False))) == {Q.ACCREDITATION: "not_accredited"}


def test_a_log_that_does_not_hold_it_fails() -> None:
    assert codes(judged(signed(), records(logged=False))) == {Q.LOG: "not_in_log"}


@forms
@pytest.mark.parametrize(
    ("at", "code"), [(datetime(2026, 4, 1, tzinfo=UTC), "not_yet_valid"), (datetime(2032, 1, 1, tzinfo=UTC), "expired")]
)
def test_outside_its_dates_a_credential_fails_by_its_dates(form: str, at: datetime, code: str) -> None:
    assert codes(judged(FORMS[form](), at=at)) == {Q.DATES: code}


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"nbf": 1790000000}, "not_yet_valid"),
        ({"exp": 1770000000}, "expired"),
        ({"exp": "never"}, "malformed_time"),
        ({"nbf": 1770000000, "exp": 1790000000, "iss": ISSUER, "jti": "urn:x"}, None),
    ],
)
def test_a_tokens_own_claims_narrow_its_dates(claims: Document, code: str | None) -> None:
    assert codes(judged(sign_token(badge() | claims, BANK))) == ({Q.DATES: code} if code else {})


def test_a_token_that_names_another_issuer_in_its_claims_fails() -> None:
    judgement = judged(sign_token(badge() | {"iss": "did:web:other.example"}, BANK))
    assert codes(judgement)[Q.ISSUER] == "signed_by_another"


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("validFrom", None, "missing_id_or_date"),
        ("credentialSubject", {"id": "urn:x", "type": ["AchievementSubject"]}, "missing_achievement"),
    ],
)
def test_a_badge_that_lacks_what_badges_have_fails_by_its_shape(member: str, value: Document | None, code: str) -> None:
    assert codes(judged(signed(badge() | {member: value}))) == {Q.SHAPE: code}


def test_the_credentials_of_a_learner_record_are_judged_each() -> None:
    good, other = signed(badge(1)), sign_credential(badge(2), COLLEGE, created=ISSUED)
    judgement = judged(signed(learner_record(good, other)))
    assert codes(judgement) == {Q.STATUS: "no_status"}
    assert [codes(each) for each in judgement.members] == [
        {},
        {Q.ISSUER: "signed_by_another", Q.ACCREDITATION: "no_proof_holds"},
    ]
    assert judgement.verdict is Verdict.FAILED
    assert codes(judged(signed(learner_record()))) == {Q.SHAPE: "missing_member", Q.STATUS: "no_status"}


def test_a_learner_record_within_another_is_not_followed() -> None:
    inner = signed(learner_record(signed(badge(1))))
    inner["id"] = "urn:uuid:019a0000-0000-7000-8000-0000000000c2"
    [member] = judged(learner_record(inner)).members
    assert member.findings[Q.SHAPE].code == "nested_record"


def test_a_document_of_too_many_parts_is_not_followed() -> None:
    huge = badge() | {"evidence": [{"type": "Evidence", "name": "x", "genre": "y", "audience": "z"}] * 1000}
    judgement = judged(add_proof(huge, JCS, BANK, created=ISSUED))
    assert codes(judgement) == {Q.TERMS: "too_much_work"}


def test_every_answer_has_its_sentence_in_both_languages() -> None:
    sources = "".join(Path(str(module.__file__)).read_text() for module in (judging, verifying))
    given = set(re.findall(r'Verdict\.\w+, "(\w+)"', sources)) | set(re.findall(r'"((?:not|issuer|log)_\w+)"', sources))
    given |= {"revoked", "suspended", "not_yet_valid", "expired", "signed_later", "proof_expired", "missing_member"}
    given |= {f"malformed_{each}" for each in ("context", "type", "issuer", "subject", "proofs")}
    sentences = [reason(Q.SHAPE, verifying.Finding(Verdict.FAILED, code)) for code in given]
    sentences += [reason(question, verifying.OK) for question in Question]
    assert all(each.zh.endswith("。") and each.en.endswith(".") for each in sentences)
    assert QUESTIONS.keys() == set(Question)
    assert VERDICTS.keys() == set(Verdict)
