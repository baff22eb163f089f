"""Small books, programmes and records to write examples with, and the worked example of the engine's model."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from niangjia.core.conditions import EVERYTHING, Condition, all_of, fact
from niangjia.creditbank.engine.books import (
    Case,
    Course,
    HeldOutcome,
    KindSetting,
    Learner,
    LimitKind,
    LimitRow,
    OutcomeKind,
    Prize,
    Programme,
    RecognitionRow,
    RelationKind,
    RelationRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.problem import Cover, Remainder, Side, SinkKind

TODAY = date(2026, 5, 8)
LATHE = "6-18-01-01"


def certificate(key: str, level: int | str, *, occupation: str = LATHE, **facts: object) -> HeldOutcome:
    return HeldOutcome(
        **{
            "id": key,
            "kind": OutcomeKind.SKILL_CERTIFICATE,
            "title": "车工",
            "awarded_on": date(2025, 5, 1),
            "occupation": occupation,
            "level": Decimal(level),
            **facts,
        }
    )


def training(key: str, hours: int | str, **facts: object) -> HeldOutcome:
    return HeldOutcome(
        **{
            "id": key,
            "kind": OutcomeKind.TRAINING,
            "title": "工会培训",
            "awarded_on": date(2025, 12, 6),
            "hours": Decimal(hours),
            **facts,
        }
    )


def competition(key: str, tier: int, prize: Prize, **facts: object) -> HeldOutcome:
    return HeldOutcome(
        **{
            "id": key,
            "kind": OutcomeKind.COMPETITION,
            "title": "技能竞赛",
            "awarded_on": date(2025, 11, 8),
            "tier": tier,
            "prize": prize,
            "is_team": False,
            **facts,
        }
    )


def course(code: str, worth: str, category: str = "专业课", **settings: object) -> Course:
    return Course(**{"code": code, "name": f"课程{code}", "credits": Decimal(worth), "category": category, **settings})


def pool(code: str, worth: str, least: str = "0.5") -> Course:
    settings = {"kind": SinkKind.POOL, "cover": Cover.PART, "least_part": Decimal(least)}
    return course(code, worth, "选修课", **settings)


def programme(*courses: Course, total: str = "80", residency: str = "0", **settings: object) -> Programme:
    return Programme(
        **{
            "code": "SK",
            "version": 1,
            "title": "数控技术（示例）",
            "intake": 2025,
            "total_credits": Decimal(total),
            "residency": Decimal(residency),
            "courses": courses,
            **settings,
        }
    )


def book(**parts: object) -> RuleBook:
    return RuleBook(
        **{
            "code": "RD",
            "version": 3,
            "title": "学习成果认定规则（示例）",
            "publisher": "望溪工匠学院",
            "effective_from": date(2026, 3, 2),
            "is_sample": True,
            **parts,
        }
    )


def worth(key: str, value: str, when: Condition = EVERYTHING) -> ValuationRow:
    return ValuationRow(key, "第五条", when, credits=Decimal(value))


def by_hours(key: str, per: str = "18") -> ValuationRow:
    return ValuationRow(key, "第九条", fact("kind").equals("training"), measure="hours", per=Decimal(per))


def frees(key: str, *courses: str, when: Condition = EVERYTHING, **settings: object) -> RecognitionRow:
    return RecognitionRow(**{"id": key, "article": "第七条", "when": when, "courses": courses, **settings})


def case(rules: RuleBook, major: Programme, *outcomes: HeldOutcome, **settings: object) -> Case:
    return Case(
        **{"learner": Learner("w"), "programme": major, "book": rules, "outcomes": outcomes, "on": TODAY, **settings}
    )


IS_CERTIFICATE = fact("kind").equals("skill_certificate")
IS_TRAINING = fact("kind").equals("training")
IS_COMPETITION = fact("kind").equals("competition")


def worked_example() -> Case:
    """Section 8 of the model: 11.0 credits, 684 credit-months, four lines."""
    metal = fact("occupation").under("6-18")
    rules = book(
        valuations=(
            worth("V1", "8", all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))),
            worth("V2", "5", all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(3)))),
            worth("V3", "4", all_of(IS_COMPETITION, fact("tier").equals(4), fact("prize").equals("second"))),
            by_hours("V4"),
        ),
        rows=(
            frees("R1", "1", "2", when=all_of(IS_CERTIFICATE, metal)),
            frees("R2", "1", "2", when=IS_COMPETITION),
            frees("R3", "3", when=IS_TRAINING),
            frees("R4", "P", when=all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4))), spill=True),
            frees("R5", "P", when=IS_COMPETITION, spill=True),
        ),
        kinds=(
            KindSetting(OutcomeKind.SKILL_CERTIFICATE, fan_out=3),
            KindSetting(OutcomeKind.COMPETITION, fan_out=1, remainder=Remainder.LOST),
        ),
        limits=(
            LimitRow("L1", "第十一条", "证书合计", LimitKind.AMOUNT, Side.SOURCE, IS_CERTIFICATE, credits=Decimal(6)),
        ),
        relations=(RelationRow("X1", "第八条", RelationKind.SAME_OCCUPATION_LOWER_LEVEL),),
    )
    major = programme(
        course("1", "4", contributors=1), course("2", "3"), course("3", "2"), pool("P", "3"), total="20", residency="9"
    )
    return case(
        rules,
        major,
        certificate("A", 4),
        certificate("B", 3),
        competition("C", 4, Prize.SECOND, expires_on=date(2027, 11, 8)),
        training("D", 36, expires_on=date(2026, 11, 8)),
        training("E", 36, expires_on=date(2028, 11, 8)),
    )


def without(full: Case, *keys: str) -> Case:
    return replace(full, outcomes=tuple(outcome for outcome in full.outcomes if outcome.id not in keys))
