"""An Open Badge and a learner record of a college that does not exist, as a stranger's program would write them."""

from niangjia.core.proofs.contexts.known import LEARNER_RECORD, OPEN_BADGES
from niangjia.core.proofs.documents import CREDENTIALS, Document
from niangjia.core.proofs.tests.credentials import ISSUER

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def badge(number: int = 1) -> Document:
    return {
        "@context": [CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": f"urn:uuid:019a0000-0000-7000-8000-{number:012}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "滨江工匠学院"},
        "validFrom": "2026-05-01T08:00:00Z",
        "validUntil": "2031-05-01T08:00:00Z",
        "name": "焊工 中级",
        "credentialSubject": {
            "id": "urn:uuid:019a0000-0000-7000-8000-0000000000a2",
            "type": ["AchievementSubject"],
            "creditsEarned": 2.5,
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": "sha256$b5bb9d80",
                    "identityType": "name",
                    "hashed": True,
                    "salt": "q3",
                }
            ],
            "achievement": {
                "id": "urn:uuid:019a0000-0000-7000-8000-0000000000a3",
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": "焊工 中级",
                "description": "技能等级证书",
                "criteria": {"narrative": "标准表第三行"},
            },
        },
        "evidence": [{"type": ["Evidence"], "name": "证书扫描件", "description": "sha256:9f86d081"}],
        "credentialStatus": {
            "id": "https://bank.example/status/1#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://bank.example/status/1",
        },
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


def learner_record(*members: Document) -> Document:
    return {
        "@context": [CREDENTIALS, LEARNER_RECORD, OPEN_BADGES, EXTENSIONS],
        "id": "urn:uuid:019a0000-0000-7000-8000-0000000000c1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "滨江学分银行"},
        "validFrom": "2026-05-01T08:00:00Z",
        "name": "学习成果档案",
        "partial": False,
        "credentialSubject": {
            "id": "urn:uuid:019a0000-0000-7000-8000-0000000000a2",
            "type": ["ClrSubject"],
            "verifiableCredential": list(members),
        },
    }
