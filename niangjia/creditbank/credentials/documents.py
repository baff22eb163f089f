"""Outcomes and decisions as Open Badges 3.0 credentials (VC 2.0), not signed yet; the archive as a CLR 2.0.

No identity number, no file name, no clear name: an issuer knows its own clients, and a reader is shown by the holder.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from niangjia.core.proofs.documents import CREDENTIALS, Document, Json
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.kernel.credentials.addresses import did_of, public_address, status_list_address
from niangjia.kernel.credentials.types import Purpose, StatusPlace

OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_SCHEMAS: Final = "https://purl.imsglobal.org/spec"
BADGE_SCHEMA: Final = f"{_SCHEMAS}/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
CLR_SCHEMA: Final = f"{_SCHEMAS}/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
ACHIEVEMENT_TYPES: Final[dict[str, str]] = {  # the words of Open Badges 3.0 for our kinds
    OutcomeKind.SKILL_CERTIFICATE: "Certification",
    OutcomeKind.COMPETITION: "Award",
    OutcomeKind.FIVE_SMALLS: "Award",
    OutcomeKind.TRAINING: "CertificateOfCompletion",
    OutcomeKind.MENTORING: "ApprenticeshipCertificate",
    OutcomeKind.EARLIER_COURSE: "Course",
}
RECOGNISED: Final = "Course"
GRADUATED: Final = "Diploma"


@dataclass(frozen=True, slots=True)
class Achieved:
    """What a credential says: ``results`` are names with their values, ``evidence`` SHA-256 in hexadecimal."""

    id: UUID
    name: str
    description: str
    kind: str
    criteria: str
    criteria_address: str | None
    results: Sequence[tuple[str, str]]
    awarded_at: datetime
    issued_at: datetime
    valid_until: datetime | None = None
    licence: str | None = None
    evidence: Sequence[str] = field(default_factory=tuple)


def badge(
    achieved: Achieved, *, issuer_id: UUID, issuer_name: str, subject: str, name: Document, place: StatusPlace
) -> Document:
    """One ``OpenBadgeCredential``. ``subject`` is the holder's name with this issuer, ``name`` the hash of her own."""
    achievement = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{did_of(issuer_id)} {achieved.kind} {achieved.name}')}"
    document: Document = {
        "@context": [CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": f"urn:uuid:{achieved.id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did_of(issuer_id), "type": ["Profile"], "name": issuer_name},
        "validFrom": stamp(achieved.issued_at),
        "awardedDate": stamp(achieved.awarded_at),
        "name": achieved.name,
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [name],
            "achievement": _achievement(achieved, achievement),
            "result": [
                {"type": ["Result"], "resultDescription": f"{achievement}#{number}", "value": value}
                for number, (_, value) in enumerate(achieved.results, start=1)
            ],
        },
        "credentialStatus": [status_entry(place, purpose) for purpose in Purpose],
        "credentialSchema": [{"id": BADGE_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if achieved.valid_until is not None:
        document["validUntil"] = stamp(achieved.valid_until)
    if achieved.licence:
        document["credentialSubject"]["licenseNumber"] = achieved.licence  # type: ignore[index, call-overload]
    if achieved.evidence:
        document["evidence"] = [{"id": named_information(each), "type": ["Evidence"]} for each in achieved.evidence]
    return document


def _achievement(achieved: Achieved, key: str) -> Document:
    criteria: Document = {"narrative": achieved.criteria}
    if achieved.criteria_address:
        criteria["id"] = achieved.criteria_address
    return {
        "id": key,
        "type": ["Achievement"],
        "achievementType": achieved.kind,
        "name": achieved.name,
        "description": achieved.description,
        "criteria": criteria,
        "resultDescription": [
            {"id": f"{key}#{number}", "type": ["ResultDescription"], "name": name, "resultType": "Result"}
            for number, (name, _) in enumerate(achieved.results, start=1)
        ],
    }


def status_entry(place: StatusPlace, purpose: Purpose) -> Json:
    """Where a verifier finds one status of a credential."""
    address = status_list_address(place.list_id, purpose)
    return {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose.value,
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }


def archive(
    key: UUID, credentials: Sequence[Document], *, subject: str, name: Document, bank: str, at: datetime
) -> Document:
    """Everything that a worker holds as one ``ClrCredential`` of the bank: what it said at an instant."""
    held: list[Json] = list(credentials)
    return {
        "@context": [CREDENTIALS, CLR, OPEN_BADGES, EXTENSIONS],
        "id": f"urn:uuid:{key}",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": did_of(None), "type": ["Profile"], "name": bank},
        "validFrom": stamp(at),
        "name": "学习档案",
        "credentialSubject": {
            "id": subject,
            "type": ["ClrSubject"],
            "identifier": [name],
            "verifiableCredential": held,
        },
        "credentialSchema": [{"id": CLR_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def rule_book_address(rule_book_id: UUID) -> str:
    """Where anyone reads a published rule book or standard table."""
    return f"{public_address()}/rules/{rule_book_id}/"


def named_information(content_hash: str) -> str:
    """A file by its SHA-256 alone (RFC 6920): ``ni:///sha-256;…``."""
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(content_hash)).rstrip(b"=").decode("ascii")


def stamp(instant: datetime) -> str:
    """An instant as credentials write it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
