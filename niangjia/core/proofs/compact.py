"""A credential as a short text for a QR code: its JCS proof alone, deflated with the words that all of ours share.

``1`` and base64url. The number says which words: they never change, a new list gets a new number.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from niangjia.core.proofs.documents import BYTES, Document, listed, read_document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.integrity import JCS

VERSION: Final = "1"
LONGEST: Final = 4096  # letters: more than any QR code holds
# the likeliest last: deflate looks backwards, and the nearer the shorter
WORDS: Final = (
    '"evidence":[{"id":"ni:///sha-256;","type":["Evidence"]}],"licenseNumber":"JN-"Award"Course"Certificate'
    'OfCompletion"ApprenticeshipCertificate"学分认定 认定结果 技能等级证书竞赛获奖培训学时师带徒已修课程五小成果免修'
    '初级工中级工高级工技师级一二三四五示例"validUntil":"2030-12-31T15:59:59Z"经认证；标准学分依据：标准分值表第 行'
    '"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",'
    '"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],"id":"urn:uuid:019","type":["VerifiableCredential",'
    '"OpenBadgeCredential"],"issuer":{"id":"did:web:127.0.0.1%3A8000:issuers:019","type":["Profile"],"name":"'
    '"},"validFrom":"2026-01-01T00:00:00Z","awardedDate":"2025-01-01T16:00:00Z","name":"","credentialSubject":{'
    '"id":"urn:uuid:","type":["AchievementSubject"],"identifier":[{"type":"IdentityObject","hashed":true,'
    '"identityHash":"sha256$","identityType":"name","salt":""}],"achievement":{"id":"urn:uuid:","type":["Achievement"],'
    '"achievementType":"Certification","name":"","description":"","criteria":{"id":"https://","narrative":"/rules/'
    '"},"resultDescription":[{"id":"urn:uuid:#1","type":["ResultDescription"],"name":"标准学分 / standard credits",'
    '"resultType":"Result"}]},"result":[{"type":["Result"],"resultDescription":"urn:uuid:#1","value":""}]},'
    '"credentialStatus":[{"id":"http://127.0.0.1:8000/status/019/revocation#","type":"BitstringStatusListEntry",'
    '"statusPurpose":"revocation","statusListIndex":"","statusListCredential":"https:///status//suspension#'
    '"statusPurpose":"suspension"/spent#"statusPurpose":"spent"}],"credentialSchema":[{"id":"https://purl.imsglobal.org/'
    'spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}],'
    '"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":"2026-01-01T00:00:00Z",'
    '"verificationMethod":"did:web:#z6Mk","proofPurpose":"assertionMethod","proofValue":"z"}}'
)


def packed(document: Document) -> str:
    """The text of a credential with a JCS proof. Raises UnreadableError where it has none or is too long for a code."""
    proofs = [each for each in listed(document.get("proof")) if isinstance(each, dict)]
    kept = next((each for each in proofs if each.get("cryptosuite") == JCS.name), None)
    if kept is None:
        raise UnreadableError("a credential without a JCS proof")
    deflating = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, WORDS.encode())
    written = json.dumps({**document, "proof": kept}, ensure_ascii=False, separators=(",", ":")).encode()
    text = VERSION + urlsafe_b64encode(deflating.compress(written) + deflating.flush()).rstrip(b"=").decode("ascii")
    if len(text) > LONGEST:
        raise UnreadableError("a credential too long for a QR code")
    return text


def unpacked(text: str) -> Document:
    """The credential again. Raises UnreadableError for anything else, and for what would inflate to more than 1 MiB."""
    if not text.startswith(VERSION) or len(text) > LONGEST:
        raise UnreadableError("no packed credential")
    inflating = zlib.decompressobj(-zlib.MAX_WBITS, WORDS.encode())
    try:
        deflated = urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        content = inflating.decompress(deflated, BYTES + 1)
    except (ValueError, zlib.error) as wrong:
        raise UnreadableError("no packed credential") from wrong
    if not inflating.eof or inflating.unused_data:
        raise UnreadableError("a packed credential that is cut off, or has something behind it")
    return read_document(content)
