"""The caps of a plan in words: what was used, what the plan adds, what the bound is."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import LimitKind, LimitRow, RelationRow
from niangjia.creditbank.engine.limits import LimitSource
from niangjia.creditbank.engine.plan import Plan
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.reasons import NOT_COUNTED_TWICE
from niangjia.creditbank.engine.why import WhyLine
from niangjia.creditbank.engine.wording import credits_of, number, same

TOTAL: Final = Term("认定总量没超", "within what may be recognised")
TOTAL_REACHED: Final = Term("认定总量到了上限", "the most that may be recognised is reached")
_SUM: Final = Term("{before} + {now} = {after}", "{before} + {now} = {after}")
_AT_MOST: Final = Term("不超过 {bound}", "at most {bound}")
_SHARE: Final = Term("不超过已认定的 {part}/{whole}", "at most {part}/{whole} of what is recognised")
_REST: Final = Term("以外的不超过已认定的 {part}/{whole}", "the rest is at most {part}/{whole} of what is recognised")
_OF_PART: Final = Term("{name}：{part}", "{name}: {part}")
_SHARES: Final = frozenset({LimitKind.SHARE_OF_RECOGNISED, LimitKind.LEAST_SHARE})
_COUNTS: Final = frozenset({LimitKind.OUTCOME_COUNT, LimitKind.UNRELATED_COUNT, LimitKind.COURSE_COUNT})
_RESIDENCY_SOURCE: Final = Term(
    "培养方案：共 {total}，须在校修读 {residency}", "the programme: {total} in all, {residency} to be studied here"
)


@dataclass(frozen=True, slots=True)
class Addition:
    """The least that a course left out would add to the plan: credits credited to it and given by its outcomes.

    ``outcomes`` are all that may give to it.
    """

    course: str
    outcomes: frozenset[str]
    credited: Fraction
    given: Fraction


def limit_lines(
    prepared: Prepared, plan: Plan, course: str, outcomes: frozenset[str], *, adds: Addition | None = None
) -> tuple[WhyLine, ...]:
    """Every cap that counts the course or one of the outcomes, with what it stands at after the plan.

    With ``adds`` a cap that the addition would pass is shown with it, and fails; of relations only such are shown.
    """
    counting = (
        (source, limit_line(prepared, plan, source, adds=adds))
        for source in prepared.limits.values()
        if source.bound is not None and source.members & {course, *outcomes}
    )
    return tuple(
        line
        for source, line in counting
        if not isinstance(source.row, RelationRow) or (adds is not None and line.verdict is Truth.NO)
    )


def limit_line(prepared: Prepared, plan: Plan, source: LimitSource, *, adds: Addition | None = None) -> WhyLine:
    """One cap: what was used, what this plan adds (or what a further course would), what the bound is."""
    before, now = source.used, _counted(prepared, plan, source)
    bound = _bound(prepared, source, plan)
    if adds is not None:
        raised = _bound(prepared, source, plan, further=adds.credited)
        further = _added(plan, source, adds)
        if further and before + now + further > raised:
            before, now, bound = before + now, further, raised
    after = before + now
    is_reached = after > bound
    row = source.row
    programme = prepared.case.programme
    written = _RESIDENCY_SOURCE.format(
        total=credits_of(programme.total_credits), residency=credits_of(programme.residency)
    )
    return WhyLine(
        label=TOTAL_REACHED if row is None and is_reached else _label(source),
        verdict=Truth.NO if is_reached else Truth.YES,
        held=_held(before, now, is_count=isinstance(source.bound, int)),
        required=_limit_required(source, bound),
        source=written if row is None else same(row.article),
        bar=(Fraction(after), Fraction(bound)),
    )


def _held(before: Fraction | int, now: Fraction | int, *, is_count: bool) -> Term:
    after = _figure(before + now, is_count=is_count)
    if not before:
        return after
    return _SUM.format(before=_figure(before, is_count=is_count), now=_figure(now, is_count=is_count), after=after)


def _label(source: LimitSource) -> Term:
    row = source.row
    if not isinstance(row, LimitRow):
        return TOTAL if row is None else NOT_COUNTED_TWICE
    return same(row.name) if source.part is None else _OF_PART.format(name=row.name, part=source.part)


def _figure(value: Fraction | int, *, is_count: bool) -> Term:
    return same(str(value)) if is_count else number(Fraction(value))


def _limit_required(source: LimitSource, bound: Fraction | int) -> Term:
    row = source.row
    if isinstance(row, LimitRow) and row.kind in _SHARES:
        if row.kind is LimitKind.SHARE_OF_RECOGNISED:
            return _SHARE.format(part=row.part, whole=row.whole)
        rest = Fraction(source.bound or 0)
        return _REST.format(part=rest.numerator, whole=rest.denominator)
    text = same(str(bound)) if isinstance(source.bound, int) else credits_of(Fraction(bound))
    return _AT_MOST.format(bound=text)


def _bound(prepared: Prepared, source: LimitSource, plan: Plan, *, further: Fraction = Fraction()) -> Fraction | int:
    row = source.row
    if isinstance(row, LimitRow) and row.kind in _SHARES:
        total = source.total + Fraction(plan.allocation.total, prepared.grain) + further
        return Fraction(source.bound or 0) * total
    return source.bound or 0


def _counted(prepared: Prepared, plan: Plan, source: LimitSource) -> Fraction | int:
    """What the plan adds to a cap, counted as the cap counts."""
    row = source.row
    credited = {code: Fraction(each.credited) for code, each in plan.courses.items() if code in source.members}
    courses = sum(1 for amount in credited.values() if amount > 0)
    touched = [each for key, each in plan.outcomes.items() if key in source.members and each.consumed > 0]
    if isinstance(row, RelationRow):
        is_count = isinstance(source.bound, int)
        return len(touched) + courses if is_count else sum((each.consumed for each in touched), Fraction())
    if row is not None and row.kind in _COUNTS:
        unrelated = {rule.id for rule in prepared.case.book.rows if rule.unrelated}
        return {
            LimitKind.OUTCOME_COUNT: len(touched),
            LimitKind.UNRELATED_COUNT: sum(any(line.row in unrelated for line in each.lines) for each in touched),
            LimitKind.COURSE_COUNT: courses,
        }[row.kind]
    if row is None or row.side is Side.SINK:
        return sum(credited.values(), Fraction())
    return sum((line.amount for each in touched for line in each.lines), Fraction())


def _added(plan: Plan, source: LimitSource, adds: Addition) -> Fraction | int:
    """What the addition is at least counted as; nothing where it could do without what the cap counts."""
    row, is_counted = source.row, adds.course in source.members
    only_members = adds.outcomes <= source.members
    is_fresh = only_members and all(plan.outcomes[key].consumed == 0 for key in adds.outcomes)
    if isinstance(row, RelationRow):
        return int(is_counted or is_fresh) if isinstance(source.bound, int) else adds.given * only_members
    if row is not None and row.kind in _COUNTS:
        pours = [pour for pour in plan.problem.pours if pour.sink == adds.course]
        return {
            LimitKind.OUTCOME_COUNT: is_fresh,
            LimitKind.UNRELATED_COUNT: is_fresh and all(pour.unrelated for pour in pours),
            LimitKind.COURSE_COUNT: is_counted,
        }[row.kind] + 0
    if row is None or row.side is Side.SINK:
        return adds.credited * is_counted
    return adds.given * only_members
