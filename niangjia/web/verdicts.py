"""A judgement as the page shows it: what the credential says, only where its issuer signed it, and each answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from niangjia.core.proofs.documents import Document, Json, listed
from niangjia.core.proofs.judging import Judgement, Question
from niangjia.core.proofs.reasons import QUESTIONS, VERDICTS, reason
from niangjia.core.proofs.verifying import Finding, instant, issuer_id
from niangjia.core.proofs.verifying import Verdict as Said
from niangjia.core.terms import Term

MARKS: Final = {Said.PASSED: ("yes", "good"), Said.FAILED: ("no", "bad"), Said.UNDECIDED: ("ask", "info")}
TALLIES: Final = {
    Said.PASSED: Term("{count} 项通过", "{count} passed"),
    Said.FAILED: Term("{count} 项没有通过", "{count} failed"),
    Said.UNDECIDED: Term("{count} 项不能确定", "{count} could not be said"),
}
PROVES: Final = (Question.SHAPE, Question.TERMS, Question.SIGNATURE, Question.ISSUER)
ADVICE: Final = {
    Said.PASSED: Term("可以凭它办事。", "You can rely on it."),
    Said.UNDECIDED: Term(
        "要用它办事，请先把不能确定的弄清楚。", "Before you rely on it, find out what could not be said."
    ),
    Said.FAILED: Term("不要凭它办事。请向签发者核实。", "Do not rely on it. Ask the issuer."),
}
MOST_SIGNS: Final = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer: the mark's shape and tone, and words."""

    question: Term
    mark: str
    tone: str
    answer: Term
    reason: Term


@dataclass(frozen=True, slots=True)
class Claims:
    """What a credential says of itself. Texts are the issuer's own."""

    name: str
    issuer: str
    issuer_id: str
    is_issuer_known: bool
    issued_at: datetime | None
    valid_until: datetime | None
    achievement: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A credential judged, ready to be read. ``claims`` is empty where nothing in it can be believed."""

    claims: Claims | None
    lines: tuple[Line, ...]
    proofs: tuple[tuple[str, Line], ...]
    tally: tuple[Term, ...]
    advice: Term
    tone: str
    members: tuple["Verdict", ...]


def shown(judgement: Judgement) -> Verdict:
    """A judgement in words."""
    findings = judgement.findings
    is_proven = all(findings[question].verdict is Said.PASSED for question in PROVES)
    counted = [(TALLIES[said], sum(each.verdict is said for each in findings.values())) for said in Said]
    overall = judgement.verdict
    return Verdict(
        claims=_claims(judgement) if is_proven else None,
        lines=tuple(_line(question, finding) for question, finding in findings.items()),
        proofs=tuple((name, _line(Question.SIGNATURE, finding)) for name, finding in judgement.proofs),
        tally=tuple(term.format(count=count) for term, count in counted if count),
        advice=ADVICE[overall],
        tone=MARKS[overall][1],
        members=tuple(shown(member) for member in judgement.members),
    )


def _line(question: Question, finding: Finding) -> Line:
    mark, tone = MARKS[finding.verdict]
    return Line(QUESTIONS[question], mark, tone, VERDICTS[finding.verdict], reason(question, finding))


def _claims(judgement: Judgement) -> Claims:
    document = judgement.document
    issuer = document.get("issuer")
    return Claims(
        name=_text(document.get("name")),
        issuer=_text(issuer.get("name")) if isinstance(issuer, dict) else "",
        issuer_id=_text(issuer_id(document)),
        is_issuer_known=judgement.findings[Question.ACCREDITATION].verdict is not Said.UNDECIDED,
        issued_at=_instant(document.get("validFrom")),
        valid_until=_instant(document.get("validUntil")),
        achievement=", ".join(filter(None, (_text(each.get("name")) for each in _achievements(document)))),
        results=tuple(_results(document)),
    )


def _achievements(document: Document) -> list[Document]:
    subjects = [each for each in listed(document.get("credentialSubject")) if isinstance(each, dict)]
    return [each for each in (subject.get("achievement") for subject in subjects) if isinstance(each, dict)]


def _results(document: Document) -> list[str]:
    """Results under the names that the achievement gives them."""
    named = {
        str(each.get("id")): _text(each.get("name"))
        for achievement in _achievements(document)
        for each in listed(achievement.get("resultDescription"))
        if isinstance(each, dict)
    }
    subjects = [each for each in listed(document.get("credentialSubject")) if isinstance(each, dict)]
    results = [each for subject in subjects for each in listed(subject.get("result")) if isinstance(each, dict)]
    return [
        f"{named.get(str(each.get('resultDescription')), '')} {_text(each.get('value'))}".strip() for each in results
    ]


def _text(value: Json) -> str:
    """A text, or one in a language; short enough for a page."""
    value = value.get("@value") if isinstance(value, dict) else value
    text = value if isinstance(value, str) else ""
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"


def _instant(value: Json) -> datetime | None:
    try:
        return instant(value)
    except ValueError:
        return None
