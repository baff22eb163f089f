"""A credential judged whole: every question answered for itself, with a sentence, and one answer over all.

What the program's own records know (keys, status lists, accreditation, the log) comes in as callables, so that the
same judgement serves a page, a command and a test. Raises nothing: a document made to break it fails a question.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from niangjia.core.proofs.compiled import RDFC
from niangjia.core.proofs.documents import Document, listed
from niangjia.core.proofs.errors import TooMuchWorkError, UnknownTermError, UnreadableError
from niangjia.core.proofs.integrity import JCS, Suite
from niangjia.core.proofs.keys import KeyOf
from niangjia.core.proofs.presented import Presented
from niangjia.core.proofs.shapes import full_shape, members
from niangjia.core.proofs.statuses import Entry, entries
from niangjia.core.proofs.tokens import Token, holds
from niangjia.core.proofs.verifying import OK, Finding, Verdict, Verdicts, instant, issuer_id, time_of, verify

Status: TypeAlias = Callable[[Entry], bool | None]  # whether the bit is set; none where the list can't be had
Accreditation: TypeAlias = Callable[[str, datetime], bool | None]  # an issuer at an instant; none where it is unknown
Inclusion: TypeAlias = Callable[[Document], bool | None]  # whether the log holds it; none where it can't be said

_REGISTERED = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})


class Question(StrEnum):
    """What is asked of a credential, in the order in which a person reads it."""

    SHAPE = "shape"
    TERMS = "terms"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    DATES = "dates"
    STATUS = "status"
    ACCREDITATION = "accreditation"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Records:
    """What is known beside the document. ``key_of`` gives only keys that the caller trusts to be their controller's."""

    key_of: KeyOf
    status: Status = lambda _entry: None
    accreditation: Accreditation = lambda _issuer, _at: None
    inclusion: Inclusion = lambda _document: None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every question's finding; each proof by itself; a learner record's credentials, each judged like this one."""

    document: Document
    findings: dict[Question, Finding]
    proofs: tuple[tuple[str, Finding], ...] = ()
    members: tuple["Judgement", ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """Failed where anything failed, here or in a credential within; passed where all passed; else undecided."""
        all_verdicts = {finding.verdict for finding in self.findings.values()} | {each.verdict for each in self.members}
        order = (Verdict.FAILED, Verdict.UNDECIDED)
        return next((verdict for verdict in order if verdict in all_verdicts), Verdict.PASSED)


def judge(presented: Presented, *, records: Records, at: datetime) -> Judgement:
    """Judge what was handed in at an aware instant."""
    return _judged(presented.document, presented.token, records, at, inside=False)


def _judged(document: Document, token: Token | None, records: Records, at: datetime, *, inside: bool) -> Judgement:
    terms, rdfc = _terms(document)
    if token is None:
        suites = {suite.name: suite for suite in (JCS, rdfc)}
        verdicts = verify(document, suites=suites, key_of=records.key_of, at=at)
    else:
        verdicts = _token_verdicts(token, records.key_of, at)
    within = [] if terms.code == "too_much_work" else members(document)
    return Judgement(
        document,
        {
            Question.SHAPE: Finding(Verdict.FAILED, "nested_record") if inside and within else full_shape(document),
            Question.TERMS: terms,
            Question.SIGNATURE: verdicts.proof,
            Question.ISSUER: verdicts.issuer,
            Question.DATES: verdicts.time,
            Question.STATUS: _status(document, records.status),
            Question.ACCREDITATION: _accreditation(document, verdicts, records.accreditation),
            Question.LOG: _answered(records.inclusion(document), "not_in_log", "log_unknown"),
        },
        _proofs(document, token, verdicts),
        () if inside else tuple(_judged(each, None, records, at, inside=True) for each in within),
    )


def _terms(document: Document) -> tuple[Finding, Suite]:
    """Whether every member has a meaning, and the suite that remembers the work that this took."""
    claims = {name: value for name, value in document.items() if name not in _REGISTERED | {"proof"}}
    try:
        canonical = RDFC.document_bytes(claims)
    except TooMuchWorkError:
        return Finding(Verdict.FAILED, "too_much_work"), RDFC
    except UnknownTermError:
        return Finding(Verdict.FAILED, "unknown_term"), RDFC
    except ValueError:
        return Finding(Verdict.FAILED, "no_json_ld"), RDFC
    remembered = Suite(
        RDFC.name, lambda asked: canonical if asked == claims else RDFC.document_bytes(asked), RDFC.proof_bytes
    )
    return OK, remembered


def _token_verdicts(token: Token, key_of: KeyOf, at: datetime) -> Verdicts:
    """The same questions of a token; its own claims may narrow the dates."""
    try:
        key = key_of(token.method)
    except UnreadableError:
        key = None
    signature = OK if key and holds(token, key.public) else Finding(Verdict.FAILED, "wrong_signature")
    if key is None:
        signature = Finding(Verdict.UNDECIDED, "unknown_key")
    return Verdicts(
        shape=OK,
        proof=signature,
        issuer=_token_issuer(token, key.controller if key and signature is OK else None),
        time=_token_time(token.document, at),
        proofs=(signature,),
    )


def _token_issuer(token: Token, controller: str | None) -> Finding:
    if controller is None:
        return Finding(Verdict.UNDECIDED, "no_proof_holds")
    named = {issuer_id(token.document), token.document.get("iss", controller)}
    return OK if named == {controller} else Finding(Verdict.FAILED, "signed_by_another")


def _token_time(document: Document, at: datetime) -> Finding:
    for name, code in (("nbf", "not_yet_valid"), ("exp", "expired")):
        bound = document.get(name)
        if bound is None:
            continue
        if isinstance(bound, bool) or not isinstance(bound, int | float):
            return Finding(Verdict.FAILED, "malformed_time")
        if (at.timestamp() < bound) if name == "nbf" else (at.timestamp() > bound):
            return Finding(Verdict.FAILED, code)
    return time_of(document, at)


def _status(document: Document, status: Status) -> Finding:
    """Revoked and suspended fail; spent is told and fails nothing: the achievement stays true."""
    try:
        found = [(entry.purpose, status(entry)) for entry in entries(document)]
    except UnknownTermError:
        return Finding(Verdict.UNDECIDED, "status_unknown")
    except ValueError:
        return Finding(Verdict.FAILED, "malformed_status")
    raised = {purpose for purpose, is_set in found if is_set}
    unknown = any(is_set is None for _, is_set in found)
    fault = next((code for code in ("revocation", "suspension") if code in raised), None)
    if fault:
        return Finding(Verdict.FAILED, {"revocation": "revoked", "suspension": "suspended"}[fault])
    if unknown:
        return Finding(Verdict.UNDECIDED, "status_unknown")
    return (
        Finding(Verdict.PASSED, "spent") if "spent" in raised else OK if found else Finding(Verdict.PASSED, "no_status")
    )


def _accreditation(document: Document, verdicts: Verdicts, accreditation: Accreditation) -> Finding:
    """Of the issuer who signed, at the date of issue: the later of ``validFrom`` and the last proof's ``created``."""
    issuer = issuer_id(document)
    if verdicts.issuer is not OK or issuer is None:
        return Finding(Verdict.UNDECIDED, "no_proof_holds")
    proofs = [proof for proof in listed(document.get("proof")) if isinstance(proof, dict)]
    try:
        dates = [instant(document.get("validFrom")), *(instant(proof.get("created")) for proof in proofs)]
    except ValueError:
        return Finding(Verdict.FAILED, "malformed_time")
    known = [date for date in dates if date]
    if not known:
        return Finding(Verdict.UNDECIDED, "no_date_of_issue")
    return _answered(accreditation(issuer, max(known)), "not_accredited", "issuer_unknown")


def _answered(answer: bool | None, no: str, unknown: str) -> Finding:  # noqa: FBT001 - three answers
    if answer is None:
        return Finding(Verdict.UNDECIDED, unknown)
    return OK if answer else Finding(Verdict.FAILED, no)


def _proofs(document: Document, token: Token | None, verdicts: Verdicts) -> tuple[tuple[str, Finding], ...]:
    if token is not None:
        return (("EdDSA (JWT)", verdicts.proof),)
    names = [
        str(proof.get("cryptosuite", "?"))[:40] if isinstance(proof, dict) else "?"
        for proof in listed(document.get("proof"))
    ]
    return tuple(zip(names, verdicts.proofs, strict=False))
