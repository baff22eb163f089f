"""A credential judged: shape, proof, issuer and time, each for itself, so that a person sees what fails.

Anything that was not signed fails. What could not be decided (a key that nobody knows) is not passed either.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from niangjia.core.proofs.documents import CREDENTIALS, Document, Json, listed
from niangjia.core.proofs.errors import TooMuchWorkError, UnknownTermError, UnreadableError
from niangjia.core.proofs.integrity import Suite, is_signed_by
from niangjia.core.proofs.keys import KeyOf
from niangjia.core.proofs.proof_quads import MEMBERS, PROOF_TYPE

_MOST_PROOFS: Final = 8
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Verdict(StrEnum):
    """How one question was answered."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict with its reason, a stable code in snake_case; ``ok`` where it passed."""

    verdict: Verdict
    code: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is known of a credential; ``proofs`` has each of its proofs for itself, in their order.

    Whose accreditation and status list are asked elsewhere.
    """

    shape: Finding
    proof: Finding
    issuer: Finding
    time: Finding
    proofs: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether every question passed."""
        return all(each.verdict is Verdict.PASSED for each in (self.shape, self.proof, self.issuer, self.time))


@dataclass(frozen=True, slots=True)
class _Checked:
    """One proof: what was found, and who controls its key where that is known."""

    finding: Finding
    controller: str | None = None


OK: Final = Finding(Verdict.PASSED, "ok")
_UNKNOWN_SUITE: Final = Finding(Verdict.UNDECIDED, "unknown_suite")


def verify(document: Document, *, suites: Mapping[str, Suite], key_of: KeyOf, at: datetime) -> Verdicts:
    """Judge a credential at an aware instant.

    ``suites`` by name of the cryptosuite; ``key_of`` looks a verification method up where the caller trusts it.
    Every proof of a known suite must hold, and one of them must be its issuer's; one of an unknown suite beside them
    counts for nothing. Raises nothing.
    """
    checked = [_check(document, proof, suites, key_of) for proof in _proofs(document)]
    return Verdicts(
        shape=shape_of(document),
        proof=_together([each.finding for each in checked]),
        issuer=_issuer(document, checked),
        time=time_of(document, at),
        proofs=tuple(each.finding for each in checked),
    )


def _proofs(document: Document) -> list[Json]:
    return listed(document.get("proof"))[: _MOST_PROOFS + 1]


def shape_of(document: Document) -> Finding:
    """Whether a document has what every credential has."""
    types, subject = listed(document.get("type")), document.get("credentialSubject")
    faults = {
        "context": listed(document.get("@context"))[:1] != [CREDENTIALS],
        "type": "VerifiableCredential" not in types,
        "issuer": issuer_id(document) is None,
        "subject": not subject or not all(isinstance(each, dict) for each in listed(subject)),
        "proofs": len(_proofs(document)) > _MOST_PROOFS,
    }
    fault = next((name for name, wrong in faults.items() if wrong), None)
    return Finding(Verdict.FAILED, f"malformed_{fault}") if fault else OK


def issuer_id(document: Document) -> str | None:
    """The issuer's IRI; none where it has none."""
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return name if isinstance(name, str) else None


def _check(document: Document, proof: Json, suites: Mapping[str, Suite], key_of: KeyOf) -> _Checked:
    if not isinstance(proof, dict):
        return _Checked(Finding(Verdict.FAILED, "malformed_proof"))
    suite = suites.get(str(proof.get("cryptosuite")))
    if suite is None or proof.get("type") != PROOF_TYPE:
        return _Checked(_UNKNOWN_SUITE)
    try:
        return _judge(document, proof, suite, key_of)
    except TooMuchWorkError:
        return _Checked(Finding(Verdict.FAILED, "too_much_work"))
    except UnknownTermError:
        return _Checked(Finding(Verdict.FAILED, "unknown_term"))
    except ValueError:
        return _Checked(Finding(Verdict.FAILED, "malformed_proof"))


def _judge(document: Document, proof: Document, suite: Suite, key_of: KeyOf) -> _Checked:
    method = proof.get("verificationMethod")
    if not proof.keys() <= MEMBERS or proof.get("proofPurpose") != "assertionMethod" or not isinstance(method, str):
        raise UnreadableError("no proof of a credential")
    key = key_of(method)
    if key is None:
        return _Checked(Finding(Verdict.UNDECIDED, "unknown_key"))
    signed = is_signed_by(document, proof, suite, key.public)
    return _Checked(OK if signed else Finding(Verdict.FAILED, "wrong_signature"), key.controller)


def _together(findings: list[Finding]) -> Finding:
    """Any failure, else anything undecided; a proof of an unknown suite counts only where there is no other."""
    if not findings:
        return Finding(Verdict.FAILED, "unsigned")
    known = [finding for finding in findings if finding is not _UNKNOWN_SUITE]
    order = (Verdict.FAILED, Verdict.UNDECIDED, Verdict.PASSED)
    return min(known, key=lambda finding: order.index(finding.verdict), default=_UNKNOWN_SUITE)


def _issuer(document: Document, checked: Iterable[_Checked]) -> Finding:
    """Whether a proof that holds was made with a key that the issuer controls."""
    signers = {each.controller for each in checked if each.finding is OK}
    if not signers:
        return Finding(Verdict.UNDECIDED, "no_proof_holds")
    return OK if issuer_id(document) in signers else Finding(Verdict.FAILED, "signed_by_another")


def time_of(document: Document, at: datetime) -> Finding:
    """Whether a credential and its proofs are in force at an instant."""
    proofs = [proof for proof in _proofs(document) if isinstance(proof, dict)]
    try:
        bounds = [
            ("not_yet_valid", "expired", instant(document.get("validFrom")), instant(document.get("validUntil"))),
            *(
                ("signed_later", "proof_expired", instant(proof.get("created")), instant(proof.get("expires")))
                for proof in proofs
            ),
        ]
    except ValueError:
        return Finding(Verdict.FAILED, "malformed_time")
    for early, late, begins, ends in bounds:
        if begins and at < begins:
            return Finding(Verdict.FAILED, early)
        if ends and at > ends:
            return Finding(Verdict.FAILED, late)
    return OK


def instant(value: Json) -> datetime | None:
    """An instant with its offset; none for none. Raises UnreadableError for anything else."""
    if value is None:
        return None
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise UnreadableError("no instant with its offset")
    return datetime.fromisoformat(value)
