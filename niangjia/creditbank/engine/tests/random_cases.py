"""Random small books, programmes and records, each from one seed."""

from datetime import date
from decimal import Decimal
from random import Random

from niangjia.core.conditions import EVERYTHING, all_of, fact
from niangjia.creditbank.engine.books import (
    Case,
    Course,
    DecidedBy,
    HeldOutcome,
    KindSetting,
    LimitKind,
    LimitRow,
    OutcomeKind,
    PackageRow,
    PackageTake,
    Prize,
    RecognitionRow,
    RelationKind,
    RelationRow,
)
from niangjia.creditbank.engine.problem import Cover, Remainder, Side
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    competition,
    course,
    frees,
    pool,
    programme,
    training,
    worth,
)

CODES = ("1", "2", "3", "P")
KINDS = (IS_CERTIFICATE, IS_COMPETITION, IS_TRAINING, EVERYTHING)


def random_case(seed: int) -> Case:
    chance = Random(seed)
    rules = book(
        valuations=(
            worth("V1", str(chance.randint(4, 9)), all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))),
            worth("V2", str(chance.randint(1, 5)), IS_CERTIFICATE),
            worth("V3", chance.choice(["2.5", "4"]), IS_COMPETITION),
            by_hours("V4", chance.choice(["18", "16", "10"])),
        ),
        rows=tuple(_row(chance, number) for number in range(chance.randint(2, 6))),
        packages=_packages(chance),
        kinds=(
            KindSetting(OutcomeKind.SKILL_CERTIFICATE, chance.choice([None, 1, 2]), shelf_life_months=84),
            KindSetting(OutcomeKind.COMPETITION, 1, chance.choice(list(Remainder))),
        ),
        limits=_limits(chance),
        relations=(
            RelationRow("X1", "第八条", RelationKind.SAME_OCCUPATION_LOWER_LEVEL),
            RelationRow("X2", "第八条", RelationKind.TRAINING_INSIDE_CERTIFICATE),
        ),
    )
    major = programme(*(_course(chance, code) for code in CODES), total="20", residency=str(chance.randint(4, 12)))
    outcomes = [_outcome(chance, f"o{number}") for number in range(chance.randint(1, 5))]
    return case(rules, major, *outcomes)


def _row(chance: Random, number: int) -> RecognitionRow:
    named = chance.sample(CODES, chance.randint(1, 3))
    return frees(
        f"R{number}",
        *named,
        when=chance.choice(KINDS),
        spill=named == ["P"] and chance.random() < 0.5,
        decided_by=chance.choice([DecidedBy.CATALOGUE, DecidedBy.CATALOGUE, DecidedBy.PANEL]),
    )


def _packages(chance: Random) -> tuple[PackageRow, ...]:
    if chance.random() < 0.6:
        return ()
    takes = PackageTake(IS_CERTIFICATE, Decimal(chance.randint(1, 3))), PackageTake(IS_TRAINING)
    return (PackageRow("K1", "第六条", takes, tuple(chance.sample(CODES[:3], 2))),)


def _limits(chance: Random) -> tuple[LimitRow, ...]:
    every = (
        LimitRow("L1", "第十一条", "证书", LimitKind.AMOUNT, Side.SOURCE, IS_CERTIFICATE, credits=Decimal(5)),
        LimitRow("L2", "第十一条", "门数", LimitKind.COURSE_COUNT, Side.SINK, count=2),
        LimitRow("L3", "第十一条", "占比", LimitKind.SHARE_OF_RECOGNISED, Side.SOURCE, IS_TRAINING, part=1, whole=2),
        LimitRow("L4", "第十一条", "总量", LimitKind.SHARE_OF_PROGRAMME, Side.SINK, part=2, whole=5),
        LimitRow("L5", "第十一条", "张数", LimitKind.OUTCOME_COUNT, Side.SOURCE, IS_CERTIFICATE, count=1),
    )
    return tuple(row for row in every if chance.random() < 0.3)


def _course(chance: Random, code: str) -> Course:
    if code == "P":
        return pool(code, chance.choice(["2", "4"]))
    part = {"cover": Cover.PART, "least_part": Decimal(1)} if chance.random() < 0.3 else {}
    return course(code, chance.choice(["2", "2.5", "3", "4"]), contributors=chance.choice([None, 1, 2]), **part)


def _outcome(chance: Random, key: str) -> HeldOutcome:
    lot = {"standard_value": 700, "balance": chance.choice([None, 700, 333])} if chance.random() < 0.4 else {}
    match chance.randint(1, 3):
        case 1:
            occupation = chance.choice(["6-18-01-01", "6-31-01-03"])
            return certificate(key, chance.randint(2, 6), occupation=occupation, **lot)
        case 2:
            return competition(key, chance.randint(1, 5), chance.choice(list(Prize)), **lot)
    occupation = chance.choice([None, "6-18-01-01"])
    hours = chance.choice([6, 18, 27, 40, 72])
    return training(key, hours, occupation=occupation, awarded_on=date(2025, 2, chance.randint(1, 28)), **lot)
