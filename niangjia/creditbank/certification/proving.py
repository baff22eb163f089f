"""What the transparency log is told of a certification: a hash that is computed again from the rows as they stand."""

from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256

from niangjia.core.proofs.documents import canonical_json
from niangjia.creditbank.certification.models import Certification, Verdict
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.credentials.operations import enter, renew_statuses
from niangjia.kernel.credentials.types import Kind, NewEntry


def certification_hash(certification: Certification, outcome: Outcome, table_hash: str) -> bytes:
    """SHA-256 over what was certified, by whom, when and by which row of which table."""
    return sha256(
        canonical_json(
            {
                "act": Verdict(certification.verdict).value,
                "at": certification.at.astimezone(UTC).isoformat(timespec="seconds"),
                "body": str(outcome.body_id),
                "fingerprint": outcome.fingerprint,
                "outcome": str(outcome.record_id),
                "row": certification.standard_row,
                "table": table_hash,
                "value": certification.standard_value or 0,
            }
        )
    ).digest()


def enter_certifications(certifications: Sequence[Certification], table_hash: str) -> None:
    """Enter certifications into the log, in the transaction that writes them; what was revoked before starts anew."""
    entries = [
        NewEntry(
            Kind.CERTIFY, each.outcome_id, certification_hash(each, each.outcome, table_hash), each.outcome.person_id
        )
        for each in certifications
    ]
    if certifications:
        renew_statuses([each.outcome_id for each in certifications], at=certifications[0].at)
        enter(entries, at=certifications[0].at)
