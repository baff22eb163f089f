"""Random small cases that between them use every setting of the fifteen families, each from one seed.

``random_cases.py`` beside this file draws few settings in plain books; here they meet each other. Values are a few
credits, and most are whole halves.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from niangjia.creditbank.engine.books import (
    Case,
    CategoryFloor,
    Course,
    HeldOutcome,
    Learner,
    PostedCourse,
    PostedLine,
    Programme,
)
from niangjia.creditbank.engine.problem import Aim, Cover, SinkKind
from niangjia.creditbank.engine.tests.samples import case, course, programme
from niangjia.creditbank.engine.tests.wide_books import CODES, POOLS, wide_book
from niangjia.creditbank.engine.tests.wide_outcomes import wide_outcomes

COURSE_NAMES = ("高等数学（一）", "高等数学1", "机械制图", "车工工艺", "毕业论文")
DAYS = (date(2026, 3, 10), date(2026, 4, 8), date(2026, 5, 8), date(2026, 6, 1), date(2026, 9, 20), date(2026, 7, 10))


def wide_case(seed: int) -> Case:
    """The case of a seed: always the same one."""
    chance = Random(seed)
    on = chance.choice(DAYS)
    major = _programme(chance)
    outcomes = wide_outcomes(chance, on)
    history = _history(chance, outcomes, on) if chance.random() < 0.5 else ()
    return case(
        wide_book(chance),
        major,
        *outcomes,
        learner=_learner(chance),
        history=history,
        credited=_credited(chance, history),
        on=on,
        redeemed_on=chance.choice((None, on + timedelta(days=30))),
    )


def _learner(chance: Random) -> Learner:
    return Learner(
        "w",
        age_years=chance.choice((17, None, 18, 30, 30, 30, 30, 45, 45, 45)),
        is_enrolled=chance.random() < 0.92,
        passed_courses=frozenset(chance.sample(CODES, 1)) if chance.random() < 0.35 else frozenset(),
    )


def _programme(chance: Random) -> Programme:
    courses = (*(_course(chance, code) for code in CODES), *(_pool(chance, code) for code in POOLS))
    minimums = (CategoryFloor("专业课", Decimal(4)), CategoryFloor("公共课", Decimal(3)))
    return programme(
        *courses,
        total="20",
        residency=chance.choice(("0", "10", "14", "16.5")),
        floors=minimums if chance.random() < 0.5 else (),
        aim=chance.choice((Aim.CREDITS, Aim.CREDITS, Aim.CREDITS, Aim.CREDITS, Aim.REQUIREMENTS)),
        occupations=("6-18",) if chance.random() < 0.8 else (),
    )


def _course(chance: Random, code: str) -> Course:
    is_part = chance.random() < 0.3
    return course(
        code,
        chance.choice(("1", "1.5", "2", "2", "2.5", "3", "4")),
        chance.choice(("专业课", "专业课", "公共课")),
        name=chance.choice(COURSE_NAMES),
        level=chance.choice((None, None, None, Decimal(3), Decimal(4), Decimal(4), Decimal(5))),
        term=chance.choice((None, 1, 2, 3)),
        cover=Cover.PART if is_part else Cover.FULL,
        least_part=Decimal(1) if is_part and chance.random() < 0.5 else None,
        contributors=chance.choice((None, None, 1, 2)),
        never=chance.random() < 0.08,
    )


def _pool(chance: Random, code: str) -> Course:
    least = chance.choice((None, Decimal("0.5"), Decimal(1)))
    settings = {"kind": SinkKind.POOL, "cover": Cover.PART, "least_part": least, "term": chance.choice((None, 2))}
    return course(code, chance.choice(("1", "2", "3", "4")), "选修课", **settings)


def _history(chance: Random, outcomes: tuple[HeldOutcome, ...], on: date) -> tuple[PostedLine, ...]:
    """Lines of one decision or two, of outcomes on record and of one that is gone."""
    keys = (*(outcome.id for outcome in outcomes), "gone")
    return tuple(
        _posted(chance, f"D{place % 2}", chance.choice(keys), code, on)
        for place, code in enumerate(chance.sample((*CODES, *POOLS), chance.randint(1, 3)))
    )


def _posted(chance: Random, decision: str, outcome: str, code: str, on: date) -> PostedLine:
    amount = Decimal(chance.choice(("0.5", "1", "1.5")))
    lost = chance.choice((Decimal(0), Decimal(0), Decimal("0.5")))
    days = chance.choice((None, 20, 100, 300, 300))
    decided_on = None if days is None else on - timedelta(days=days)
    return PostedLine(
        decision, outcome, code, amount, amount + lost, chance.choice(("A", "B", "C")), "hash", decided_on
    )


def _credited(chance: Random, history: tuple[PostedLine, ...]) -> tuple[PostedCourse, ...]:
    """What the decisions credited, where they say it: perhaps more than the lines gave, by rounding."""
    return tuple(
        PostedCourse(line.decision, line.course, Decimal(line.amount) + chance.choice((Decimal(0), Decimal("0.5"))))
        for line in history
        if chance.random() < 0.6
    )
