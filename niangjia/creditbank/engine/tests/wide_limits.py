"""Random caps of every kind (family 8), the share at level (3), and how many may be outside the field (4)."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import DatedBy, LimitKind, LimitRow, Period
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.tests.samples import IS_CERTIFICATE, IS_TRAINING

PROFESSIONAL = fact("course_category").equals("专业课")
AT_LEVEL = all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))


def wide_limits(chance: Random) -> tuple[LimitRow, ...]:
    """Up to five caps, no two of one shape."""
    drawn = chance.sample(_SHAPES, chance.choice((0, 1, 2, 3, 4, 5)))
    return tuple(shape(chance, f"L{place}") for place, shape in enumerate(drawn))


def _cap(key: str, kind: LimitKind, side: Side, **settings: object) -> LimitRow:
    return LimitRow(**{"id": key, "article": "第十一条", "name": "上限", "kind": kind, "side": side, **settings})


def _amount(chance: Random) -> Decimal:
    return Decimal(chance.choice(("1.5", "2", "3", "4", "6")))


def _of_kind(chance: Random, key: str) -> LimitRow:
    when = chance.choice((IS_CERTIFICATE, IS_TRAINING, None))
    return _cap(key, LimitKind.AMOUNT, Side.SOURCE, when=when, credits=_amount(chance))


def _of_category(chance: Random, key: str) -> LimitRow:
    return _cap(key, LimitKind.AMOUNT, Side.SINK, when=PROFESSIONAL, credits=_amount(chance))


def _of_each_outcome(chance: Random, key: str) -> LimitRow:
    each = chance.choice(("issuer", "kind", "occupation"))
    return _cap(key, LimitKind.AMOUNT, Side.SOURCE, credits=_amount(chance), each_of=each)


def _of_each_course(chance: Random, key: str) -> LimitRow:
    each = chance.choice(("course_category", "course_term"))
    return _cap(key, LimitKind.AMOUNT, Side.SINK, credits=_amount(chance), each_of=each)


def _of_term_of_decision(chance: Random, key: str) -> LimitRow:
    side, dated_by = chance.choice(tuple(Side)), chance.choice((None, DatedBy.DECISION))
    return _cap(key, LimitKind.AMOUNT, side, credits=_amount(chance), period=Period.TERM, dated_by=dated_by)


def _of_year_of_decision(chance: Random, key: str) -> LimitRow:
    side, dated_by = chance.choice(tuple(Side)), chance.choice((None, DatedBy.DECISION))
    return _cap(key, LimitKind.AMOUNT, side, credits=_amount(chance), period=Period.YEAR, dated_by=dated_by)


def _of_period_of_award(chance: Random, key: str) -> LimitRow:
    dated = {"period": chance.choice(tuple(Period)), "dated_by": DatedBy.AWARD}
    return _cap(key, LimitKind.AMOUNT, Side.SOURCE, credits=_amount(chance), **dated)


def _of_programme(chance: Random, key: str) -> LimitRow:
    return _cap(key, LimitKind.SHARE_OF_PROGRAMME, chance.choice(tuple(Side)), part=chance.randint(1, 3), whole=10)


def _of_programme_or_fixed(chance: Random, key: str) -> LimitRow:
    """A share of the programme that the row gives in credits."""
    return _cap(key, LimitKind.SHARE_OF_PROGRAMME, Side.SINK, credits=_amount(chance))


def _of_recognised(chance: Random, key: str) -> LimitRow:
    side = chance.choice(tuple(Side))
    when = IS_TRAINING if side is Side.SOURCE else PROFESSIONAL
    return _cap(key, LimitKind.SHARE_OF_RECOGNISED, side, when=when, part=chance.randint(1, 3), whole=4)


def _at_level(chance: Random, key: str) -> LimitRow:
    return _cap(key, LimitKind.LEAST_SHARE, Side.SOURCE, when=AT_LEVEL, part=chance.choice((2, 3)), whole=4)


def _outcomes(chance: Random, key: str) -> LimitRow:
    when, count = chance.choice((IS_CERTIFICATE, IS_TRAINING, None)), chance.randint(1, 2)
    dated = chance.choice(({}, {}, {"period": Period.YEAR, "dated_by": DatedBy.AWARD}))
    return _cap(key, LimitKind.OUTCOME_COUNT, Side.SOURCE, when=when, count=count, **dated)


def _courses(chance: Random, key: str) -> LimitRow:
    return _cap(key, LimitKind.COURSE_COUNT, Side.SINK, count=chance.randint(1, 2))


def _share_of_courses(chance: Random, key: str) -> LimitRow:
    return _cap(key, LimitKind.COURSE_COUNT, Side.SINK, part=1, whole=chance.randint(2, 4))


def _unrelated(chance: Random, key: str) -> LimitRow:
    return _cap(key, LimitKind.UNRELATED_COUNT, Side.SOURCE, count=chance.randint(0, 1))


_SHAPES: tuple[Callable[[Random, str], LimitRow], ...] = (
    _of_kind,
    _of_category,
    _of_each_outcome,
    _of_each_course,
    _of_term_of_decision,
    _of_year_of_decision,
    _of_period_of_award,
    _of_programme,
    _of_programme_or_fixed,
    _of_recognised,
    _at_level,
    _outcomes,
    _courses,
    _share_of_courses,
    _unrelated,
)
