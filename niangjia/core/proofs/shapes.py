"""What Open Badges 3.0 and CLR 2.0 ask of a credential beyond every credential: members that may not be missing.

Source: the required properties of the data models of 1EdTech's two specifications, for the kinds read here.
"""

from typing import Final

from niangjia.core.proofs.documents import Document, Json, listed
from niangjia.core.proofs.verifying import OK, Finding, Verdict, shape_of

_BADGES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_RECORD: Final = "ClrCredential"
_ACHIEVEMENT: Final = ("id", "type", "criteria", "description", "name")


def full_shape(document: Document) -> Finding:
    """The shape of any credential, and of its kind where it says one that is known."""
    general = shape_of(document)
    if general is not OK:
        return general
    kinds = {str(kind) for kind in listed(document.get("type"))}
    fault = _missing(document, kinds)
    return Finding(Verdict.FAILED, f"missing_{fault}") if fault else OK


def members(document: Document) -> list[Document]:
    """The credentials that a learner record holds, in their order."""
    return [
        each
        for subject in _objects(document.get("credentialSubject"))
        for each in _objects(subject.get("verifiableCredential"))
    ]


def _missing(document: Document, kinds: set[str]) -> str:
    subjects = _objects(document.get("credentialSubject"))
    if kinds & {*_BADGES, _RECORD} and not all(document.get(name) for name in ("id", "validFrom")):
        return "id_or_date"
    if kinds & _BADGES and not all(_is_achievement(subject) for subject in subjects):
        return "achievement"
    if _RECORD in kinds and not all(_objects(subject.get("verifiableCredential")) for subject in subjects):
        return "member"
    return ""


def _is_achievement(subject: Document) -> bool:
    achievement = subject.get("achievement")
    return isinstance(achievement, dict) and all(achievement.get(name) for name in _ACHIEVEMENT)


def _objects(value: Json) -> list[Document]:
    return [each for each in listed(value) if isinstance(each, dict)]
