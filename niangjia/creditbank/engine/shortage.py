"""A course that rows match and the plan still leaves: too little value, used elsewhere, or a cap in the way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import PackageRow, RecognitionRow
from niangjia.creditbank.engine.caps import Addition, limit_lines
from niangjia.creditbank.engine.conversion import Conversion
from niangjia.creditbank.engine.plan import OutcomeUse
from niangjia.creditbank.engine.problem import Cover, Rounding, Sink
from niangjia.creditbank.engine.reasons import NOT_COUNTED_TWICE, USED_INSTEAD, also_measured
from niangjia.creditbank.engine.standing import OutcomeStanding
from niangjia.creditbank.engine.why import WhyLine
from niangjia.creditbank.engine.wording import credits_of, number, spaced, title_of

SHORT: Final = Term("还差{gap}", "{gap} short")
USED_ELSEWHERE: Final = Term("成果已用在别的课程上", "your outcomes are used for other courses")
TOGETHER: Final = Term("几项成果合起来还不够", "together not enough")
CAPPED: Final = Term("到了上限", "a cap is reached")
NOT_BESIDE: Final = Term("不能和已选的课程兼得", "not possible beside the courses that are chosen")
BELOW_UNIT: Final = Term("剩余{left}，不足最小单位{unit}", "{left} left, less than the smallest unit of {unit}")
NEED_BELOW_UNIT: Final = Term(
    "这门课只差{left}，不足最小单位{unit}", "the course lacks only {left}, less than the smallest unit of {unit}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """An outcome that may give to the course: what is used elsewhere, and what this course would ask of it."""

    standing: OutcomeStanding
    row: RecognitionRow
    used_elsewhere: Fraction
    asked: Fraction
    instead: str | None = None  # a related outcome that the plan uses in its place
    is_alone: bool = True  # False: several outcomes together are not enough


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why the course is not credited although rows match; the outcome that could give most stands first.

    ``gap`` is what the outcomes lack even where nothing else used them. ``limits`` are the caps that count here; where
    the headline names a cap, one of them fails.
    """

    headline: Term
    parts: tuple[Part, ...]
    gap: Fraction = Fraction()
    limits: tuple[WhyLine, ...] = ()


def shortage_of(conversion: Conversion, code: str) -> Shortage | None:
    """Why nothing flows into a course that has candidates. None: it has none."""
    prepared, plan = conversion.prepared, conversion.certain
    sink = next((sink for sink in plan.problem.sinks if sink.id == code), None)
    rows = {pour.outcome: pour.row for pour in plan.problem.pours if pour.sink == code}
    if sink is None or not rows:
        return None
    standings = sorted(
        (prepared.standings.outcomes[key] for key in rows), key=lambda each: (-each.spendable, each.outcome.id)
    )
    together = standings[: sink.contributors]
    least = Fraction(_least_inflow(sink), prepared.grain)
    gap = max(Fraction(), least - sum((each.spendable for each in together), Fraction()))
    parts = tuple(
        replace(
            _part(conversion, each, rows[each.outcome.id], least if gap else min(least, each.spendable)),
            is_alone=not gap or len(together) == 1,
        )
        for each in together
    )
    if gap:
        return Shortage(_short_of(sink, prepared.grain, parts, gap), parts, gap)
    limits = _limits(conversion, sink, rows, least)
    return Shortage(_headline(conversion, sink, parts, limits), parts, limits=limits)


def _least_credited(sink: Sink) -> int:
    """The least that the course may be credited: its need, else the least part in whole units."""
    if sink.cover is Cover.FULL:
        return sink.need
    return -(-max(sink.least, sink.step) // sink.step) * sink.step


def _least_inflow(sink: Sink) -> int:
    """The least that must flow in for the course to be credited at all, rounding in the learner's favour included."""
    least = _least_credited(sink)
    match sink.rounding:
        case Rounding.FLOOR:
            return least
        case Rounding.HALF_UP:
            return least - sink.step // 2
        case Rounding.CEIL:
            return least - sink.step + 1


def _limits(conversion: Conversion, sink: Sink, outcomes: Iterable[str], least: Fraction) -> tuple[WhyLine, ...]:
    keys = frozenset(outcomes)
    adds = Addition(sink.id, keys, Fraction(_least_credited(sink), conversion.prepared.grain), least)
    return limit_lines(conversion.prepared, conversion.certain, sink.id, keys, adds=adds)


def _part(conversion: Conversion, standing: OutcomeStanding, row: str, asked: Fraction) -> Part:
    rule = conversion.prepared.row(row)
    if isinstance(rule, PackageRow):
        raise TypeError("pours name recognition rows only")
    key = standing.outcome.id
    result = conversion.certain.outcomes[key]
    return Part(standing, rule, result.consumed, asked, result.other if result.use is OutcomeUse.EXCLUDED else None)


def _short_of(sink: Sink, grain: int, parts: tuple[Part, ...], gap: Fraction) -> Term:
    unit = Fraction(sink.step, grain)
    left = sum((part.standing.spendable for part in parts), Fraction())
    if sink.cover is Cover.PART and sink.least <= sink.step and left < unit:
        return spaced(BELOW_UNIT, left=credits_of(left), unit=credits_of(unit))
    return spaced(SHORT, gap=also_measured(parts[0].standing, gap))


def _headline(conversion: Conversion, sink: Sink, parts: tuple[Part, ...], limits: tuple[WhyLine, ...]) -> Term:
    """The first reason that holds by itself; else the course would only take the place of others."""
    if all(part.instead is not None for part in parts):
        other = conversion.prepared.standings.outcomes[parts[0].instead or ""]
        return USED_INSTEAD.format(other=title_of(other.outcome))
    grain = conversion.prepared.grain
    if sink.need < _least_credited(sink):
        left, unit = (credits_of(Fraction(figure, grain)) for figure in (sink.need, sink.step))
        return spaced(NEED_BELOW_UNIT, left=left, unit=unit)
    left_over = sum((part.standing.spendable - part.used_elsewhere for part in parts), Fraction())
    if left_over < Fraction(_least_inflow(sink), grain):
        return USED_ELSEWHERE
    reached = limit_reached(limits)
    if reached is not None:
        return reached
    return USED_ELSEWHERE if any(part.used_elsewhere > 0 for part in parts) else NOT_BESIDE


def limit_reached(limits: tuple[WhyLine, ...]) -> Term | None:
    """The first limit that fails, in a few words."""
    failed = next((line.label for line in limits if line.verdict is Truth.NO), None)
    return failed if failed in {None, NOT_COUNTED_TWICE} else CAPPED


def together_line(parts: tuple[Part, ...], gap: Fraction) -> WhyLine:
    """What several outcomes give together, against what the course needs."""
    held = sum((part.standing.spendable for part in parts), Fraction())
    figures = [number(part.standing.spendable) for part in parts]
    summed = Term(
        f"{' + '.join(each.zh for each in figures)} = {number(held).zh}",
        f"{' + '.join(each.en for each in figures)} = {number(held).en}",
    )
    return WhyLine(
        label=TOGETHER,
        verdict=Truth.NO,
        held=summed,
        required=credits_of(held + gap),
        gap=spaced(SHORT, gap=also_measured(parts[0].standing, gap)),
        bar=(held, held + gap),
    )
