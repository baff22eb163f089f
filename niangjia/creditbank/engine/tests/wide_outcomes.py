"""Random outcomes of all six kinds, alike enough to be related to each other: papers, events, works, course names."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from niangjia.creditbank.engine.books import CertificateClass, HeldOutcome, OutcomeKind, Prize
from niangjia.creditbank.engine.tests.samples import certificate, competition, training

OCCUPATIONS = ("6-18-01-01", "6-18-01-01", "6-18-01-02", "4-03-02-01", "4-03-02-02")
TRADES = ("6-18-01", "6-18-01", "6-18-01-01", "4-03", None)
ISSUERS = ("甲学院", "乙学院", "里斯本大学", None)
EVENTS = ("职业技能大赛 2025", "职业技能大赛（2025）", "职业技能大赛（2026）")
WORKS = ("快换夹具", "快换 夹具", "自动送料架")
SUBJECTS = ("计算机", "安全", "安全", None)
NAMES = ("高等数学（一）", "高等数学 I", "机械制图", "机械制图（2）")
NUMBERS = ("沪2025-001", "沪２０２５００１", None)


def wide_outcomes(chance: Random, on: date) -> tuple[HeldOutcome, ...]:
    """Three to five outcomes that a claim on this day may bring; often two of them are about the same thing."""
    kinds = (_certificate, _certificate, _competition, _training, _training, _mentoring, _five_smalls, _earlier_course)
    favourite = chance.choice(kinds)
    drawn = [favourite if chance.random() < 0.4 else chance.choice(kinds) for _ in range(chance.randint(3, 5))]
    first, *others = (draw(chance, f"o{place}", _paper(chance, on)) for place, draw in enumerate(drawn))
    is_met = chance.random() < 0.5
    return (first, *(_of_the_same(each, first) if is_met and each.kind is first.kind else each for each in others))


def _of_the_same(outcome: HeldOutcome, first: HeldOutcome) -> HeldOutcome:
    """The outcome, about what the first one is about: its occupation, paper, event, work or course."""
    same = {name: getattr(first, name) for name in ("occupation", "certificate_number", "event", "title", "subject")}
    return replace(outcome, **same)


def _paper(chance: Random, on: date) -> dict[str, object]:
    """Who gave it when, until when it counts by its own words, and how much of its lot is left, where it has one."""
    days = chance.choice((None, None, None, None, None, None, -40, 20, 200, 700))
    paper: dict[str, object] = {
        "awarded_on": on
        - timedelta(
            days=chance.choice((-20, 20, 20, 20, 90, 90, 90, 200, 200, 200, 400, 400, 400, 800, 800, 1_500, 2_800))
        ),
        "issuer": chance.choice(ISSUERS),
        "expires_on": None if days is None else on + timedelta(days=days),
    }
    if chance.random() < 0.25:
        paper |= {"standard_value": 800, "balance": chance.choice((None, 800, 600, 400))}
    return paper


def _certificate(chance: Random, key: str, facts: dict[str, object]) -> HeldOutcome:
    return certificate(
        key,
        chance.choice(("2", "3", "3.5", "3.5", "4", "4.5", "5", "6")),
        occupation=chance.choice(OCCUPATIONS),
        certificate_number=chance.choice(NUMBERS),
        certificate_class=chance.choice((*CertificateClass, *(CertificateClass.EXAM for _ in range(4)), None)),
        **facts,
    )


def _competition(chance: Random, key: str, facts: dict[str, object]) -> HeldOutcome:
    team = chance.random() < 0.5
    rank = chance.randint(1, 4) if team else None
    tier, prize = chance.randint(3, 5), chance.choice(tuple(Prize))
    return competition(key, tier, prize, is_team=team, rank=rank, event=chance.choice(EVENTS), **facts)


def _training(chance: Random, key: str, facts: dict[str, object]) -> HeldOutcome:
    return training(
        key,
        chance.choice((6, 9, 18, 27, 36, 40, 54)),
        occupation=chance.choice(TRADES),
        subject=chance.choice(SUBJECTS),
        score=_score(chance),
        **facts,
    )


def _mentoring(chance: Random, key: str, facts: dict[str, object]) -> HeldOutcome:
    months = chance.choice((5, 6, 12, 24, 40))
    return HeldOutcome(**{"id": key, "kind": OutcomeKind.MENTORING, "title": "带徒", "months": months, **facts})


def _five_smalls(chance: Random, key: str, facts: dict[str, object]) -> HeldOutcome:
    share = chance.choice((None, Decimal("0.25"), Decimal("0.5"), Decimal(1)))
    known = {"kind": OutcomeKind.FIVE_SMALLS, "title": chance.choice(WORKS), "tier": chance.randint(3, 4)}
    return HeldOutcome(**{"id": key, "share": share, **known, **facts})


def _earlier_course(chance: Random, key: str, facts: dict[str, object]) -> HeldOutcome:
    name = chance.choice(NAMES)
    known = {"kind": OutcomeKind.EARLIER_COURSE, "title": name, "subject": name, "score": _score(chance)}
    made_from = ("SK",) if chance.random() < 0.15 else ()
    credits_ = Decimal(chance.choice(("2", "2.5", "3", "4")))
    return HeldOutcome(**{"id": key, "credits": credits_, "made_from": made_from, **known, **facts})


def _score(chance: Random) -> Decimal | None:
    return chance.choice((None, Decimal(62), Decimal("78.5"), Decimal(91), Decimal("91.5")))
