"""Random rule books that between them use every setting of the fifteen families."""

from datetime import date
from decimal import Decimal
from random import Random

from niangjia.core.conditions import EVERYTHING, Condition, all_of, fact, one_or_more_of
from niangjia.creditbank.engine.books import (
    DecidedBy,
    FeePer,
    FeeRow,
    GateRow,
    JurisdictionRow,
    KindSetting,
    MarkRow,
    ModuleRow,
    NeverRow,
    OutcomeKind,
    PackageRow,
    PackageTake,
    RecencyRow,
    Recognition,
    RecognitionRow,
    RelationKind,
    RelationRow,
    RoundingPlace,
    RuleBook,
    SeveralMarks,
    ValidOn,
    ValuationRow,
)
from niangjia.creditbank.engine.problem import Remainder, Rounding
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    IS_TRAINING,
    book,
    frees,
    worth,
)
from niangjia.creditbank.engine.tests.wide_limits import wide_limits

POOLS = ("P", "Q")
CODES = ("1", "2", "3", "4")
IS_EARLIER = fact("kind").equals("earlier_course")
IS_MENTORING = fact("kind").equals("mentoring")
IS_SMALL = fact("kind").equals("five_smalls")
IN_FIELD, OUTSIDE = fact("in_field").is_true(), fact("in_field").is_false()
BARRED = ("experience", "automatic", "degree_required")


def wide_book(chance: Random) -> RuleBook:
    """One version of a book; most of its settings are drawn apart from each other."""
    return book(
        **_life(chance),
        **_units(chance),
        **_marks(chance),
        valuations=_valuations(chance),
        jurisdictions=_jurisdictions(chance),
        kinds=tuple(_kind(chance, kind) for kind in OutcomeKind),
        rows=(*_first_rows(chance), *(_row(chance, number) for number in range(chance.randint(1, 4)))),
        packages=_packages(chance),
        never=_never(chance),
        limits=wide_limits(chance),
        relations=_relations(chance),
        gates=_gates(chance),
        fees=_fees(chance),
        modules=_modules(chance),
        recencies=_recencies(chance),
    )


def _life(chance: Random) -> dict[str, object]:
    return {
        "version": chance.randint(1, 3),
        "effective_to": chance.choice((None, date(2026, 12, 31))),
        "programmes": chance.choice(((), ("SK",))),
        "valid_on": chance.choice(tuple(ValidOn)),
        "ceiling_months": chance.choice((None, None, 84, 48)),
        "term_starts": ("03-01", "09-01"),
        "year_start": chance.choice((None, "09-01")),
        "gives_credit": chance.choice(((Recognition.EXEMPTION, Recognition.CREDIT), (Recognition.EXEMPTION,))),
    }


def _units(chance: Random) -> dict[str, object]:
    """The smallest unit and how it is come to, and how far below its course's level a certificate may lie."""
    return {
        "step": Decimal(chance.choice(("0.5", "0.5", "0.5", "0.1", "1"))),
        "rounding": chance.choice((*(Rounding.FLOOR for _ in range(5)), Rounding.HALF_UP, Rounding.CEIL)),
        "rounding_place": chance.choice((RoundingPlace.COURSE, *RoundingPlace)),
        "level_slack": chance.choice((None, Decimal("0.5"))),
    }


def _valuations(chance: Random) -> tuple[ValuationRow, ...]:
    """Tables by level, prize and rank, tenure and share; hours by the ratio of the place, credits as they were."""
    level, rank, team = fact("level"), fact("rank"), fact("is_team")
    high = str(chance.randint(3, 5))
    hours = Decimal(chance.choice(("18", "18", "16", "10", "30")))
    return (
        worth("level-4", high, all_of(IS_CERTIFICATE, level.at_least(Decimal(4)))),
        worth("level-3", "2.5", all_of(IS_CERTIFICATE, level.at_least(Decimal(3)))),
        worth("level-0", "1", IS_CERTIFICATE),
        *(
            worth(f"rank-{place}", value, all_of(IS_COMPETITION, team.is_true(), rank.equals(place)))
            for place, value in enumerate(chance.choice((("3", "2", "1"), ("2", "1.5", "1"))), start=1)
        ),
        worth("prize-5", "4", all_of(IS_COMPETITION, team.is_false(), fact("tier").equals(5))),
        worth("prize-first", "3", all_of(IS_COMPETITION, team.is_false(), fact("prize").equals("first"))),
        *(
            worth(f"tenure-{least}", value, all_of(IS_MENTORING, fact("months").at_least(least)))
            for least, value in ((36, "5"), (24, "4"), (12, "2"), (6, "1"))
        ),
        *(
            ValuationRow(
                f"share-{tier}", "第六条", all_of(IS_SMALL, fact("tier").equals(tier)), value, times_share=True
            )
            for tier, value in ((4, Decimal(4)), (3, Decimal(2)))
        ),
        _measured("hours-abroad", "hours", Decimal(12), all_of(IS_TRAINING, fact("jurisdiction").equals("欧洲"))),
        _measured("hours", "hours", hours, IS_TRAINING),
        _measured("credits", "credits", Decimal(1), IS_EARLIER),
    )


def _measured(key: str, measure: str, per: Decimal, when: Condition) -> ValuationRow:
    return ValuationRow(key, "第九条", when, measure=measure, per=per)


def _jurisdictions(chance: Random) -> tuple[JurisdictionRow, ...]:
    if chance.random() < 0.4:
        return ()
    return (
        JurisdictionRow("J1", "第九条", "欧洲", ("里斯本大学",)),
        JurisdictionRow("J2", "第九条", "中国", ("甲学院", "乙学院")),
    )


def _kind(chance: Random, kind: OutcomeKind) -> KindSetting:
    return KindSetting(
        kind,
        chance.choice((None, None, 1, 2)),
        chance.choice((Remainder.KEPT, Remainder.KEPT, Remainder.LOST)),
        chance.choice((None, None, None, 36, 72)),
        chance.choice(("used", "held")) if kind is OutcomeKind.SKILL_CERTIFICATE else "used",
    )


def _first_rows(chance: Random) -> tuple[RecognitionRow, ...]:
    """Rows without which little would be recognised at all."""
    certificate = IS_CERTIFICATE if chance.random() < 0.6 else all_of(IS_CERTIFICATE, IN_FIELD)
    return (
        frees("A", *chance.sample(CODES, 2), when=certificate, mark=chance.choice((None, "90", "合格"))),
        frees("B", *chance.sample(CODES, 2), "P", when=chance.choice((EVERYTHING, IS_TRAINING))),
        frees("C", *chance.sample((*CODES, *POOLS), 2), when=all_of(IS_CERTIFICATE, OUTSIDE), unrelated=True),
    )


def _row(chance: Random, number: int) -> RecognitionRow:
    is_of_pools = chance.random() < 0.3
    named: dict[str, object] = {"courses": tuple(chance.sample(POOLS if is_of_pools else CODES, 2))}
    if not is_of_pools and chance.random() < 0.3:
        named = {"courses": (), "categories": (chance.choice(("专业课", "公共课")),)}
    when = chance.choice((EVERYTHING, IS_CERTIFICATE, IS_COMPETITION, IS_TRAINING, IS_EARLIER, IS_SMALL, IS_MENTORING))
    return frees(
        f"R{number}",
        when=when if chance.random() < 0.8 else all_of(when, fact("course_term").at_most(2)),
        spill=is_of_pools and chance.random() < 0.6,
        least=chance.choice((None, None, Decimal(1))),
        recognition=chance.choice((*Recognition, Recognition.EXEMPTION, Recognition.EXEMPTION)),
        decided_by=chance.choice((DecidedBy.CATALOGUE, DecidedBy.CATALOGUE, DecidedBy.PANEL)),
        not_above_own_value=chance.random() < 0.3,
        **named,
    )


def _packages(chance: Random) -> tuple[PackageRow, ...]:
    """Two for two, one for two, or two for one: of fixed amounts, or of all that is left."""
    if chance.random() < 0.4:
        return ()
    takes = [
        PackageTake(IS_CERTIFICATE, chance.choice((None, Decimal(1), Decimal(2)))),
        PackageTake(chance.choice((EVERYTHING, IS_TRAINING, IS_EARLIER)), chance.choice((None, Decimal(1)))),
    ]
    gives = tuple(chance.sample(CODES, chance.randint(1, 2)))
    decided_by = chance.choice((DecidedBy.CATALOGUE, DecidedBy.PANEL))
    return (PackageRow("K", "第六条", tuple(takes[chance.choice((0, 0, 1)) :]), gives, decided_by=decided_by),)


def _never(chance: Random) -> tuple[NeverRow, ...]:
    barred = all_of(IS_CERTIFICATE, fact("certificate_class").one_of(*BARRED))
    return (NeverRow("N", "第四条", barred),) if chance.random() < 0.35 else ()


def _relations(chance: Random) -> tuple[RelationRow, ...]:
    inside = RelationKind.TRAINING_INSIDE_CERTIFICATE
    return tuple(
        RelationRow(f"X{place}", "第八条", kind, chance.choice((None, 6)) if kind is inside else None)
        for place, kind in enumerate(RelationKind)
        if chance.random() < 0.6
    )


def _gates(chance: Random) -> tuple[GateRow, ...]:
    day = fact("claimed_on")
    windows = one_or_more_of(all_of(day.at_least(301), day.at_most(615)), all_of(day.at_least(901), day.at_most(1231)))
    conditions = (fact("age_years").at_least(18), fact("is_enrolled").is_true(), windows)
    return tuple(
        GateRow(f"G{place}", "第三条", when, "申请条件")
        for place, when in enumerate(conditions)
        if chance.random() < 0.25
    )


def _fees(chance: Random) -> tuple[FeeRow, ...]:
    return tuple(
        FeeRow(f"F{place}", "第十五条", "工本费", Decimal(10), per)
        for place, per in enumerate(FeePer)
        if chance.random() < 0.2
    )


def _modules(chance: Random) -> tuple[ModuleRow, ...]:
    if chance.random() < 0.75:
        return ()
    level = Decimal(chance.choice(("3", "4", "5")))
    return (ModuleRow("M", "第八条", "综合模块", level, tuple(chance.sample(CODES, 2))),)


def _recencies(chance: Random) -> tuple[RecencyRow, ...]:
    return (RecencyRow("T", "第十二条", fact("subject").equals("计算机"), 24),) if chance.random() < 0.3 else ()


def _marks(chance: Random) -> dict[str, object]:
    score = fact("score")
    words = (
        MarkRow("W1", "第九条", score.at_least(Decimal(90)), "优秀"),
        MarkRow("W2", "第九条", score.at_least(Decimal(60)), "合格"),
    )
    own = (MarkRow("W", "第九条", score.at_least(Decimal(0))),)
    return {
        "marks": chance.choice(((), words, own, own, own)),
        "several_marks": chance.choice((None, *SeveralMarks, SeveralMarks.WEIGHTED_MEAN)),
        "mark_step": chance.choice((None, Decimal("0.5"))),
    }
