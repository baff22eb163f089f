"""The caps of a plan in words: what was used, what the plan adds, what the bound is."""

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
_SUM: Final = Term("{before} + {now} = {after}", "{before} + {now} = {after}")
_AT_MOST: Final = Term("不超过 {bound}", "at most {bound}")
_SHARE: Final = Term("不超过已认定的 {part}/{whole}", "at most {part}/{whole} of what is recognised")
_REST: Final = Term("以外的不超过已认定的 {part}/{whole}", "the rest is at most {part}/{whole} of what is recognised")
_OF_PART: Final = Term("{name}：{part}", "{name}: {part}")
_SHARES: Final = frozenset({LimitKind.SHARE_OF_RECOGNISED, LimitKind.LEAST_SHARE})
_RESIDENCY_SOURCE: Final = Term(
    "培养方案：共 {total}，须在校修读 {residency}", "the programme: {total} in all, {residency} to be studied here"
)


def limit_lines(prepared: Prepared, plan: Plan, course: str, outcomes: frozenset[str]) -> tuple[WhyLine, ...]:
    """Every cap that counts the course or one of the outcomes, with what it stands at after the plan."""
    return tuple(
        limit_line(prepared, plan, source)
        for source in prepared.limits.values()
        if not isinstance(source.row, RelationRow)
        and source.bound is not None
        and (source.members & {course, *outcomes})
    )


def limit_line(prepared: Prepared, plan: Plan, source: LimitSource) -> WhyLine:
    """One cap: what was used, what this plan adds, what the bound is."""
    now = _counted(prepared, plan, source)
    is_count = isinstance(source.bound, int)
    after = source.used + now
    bound = _bound(prepared, source, plan)
    held = _figure(after, is_count=is_count)
    if source.used:
        before, added = (_figure(each, is_count=is_count) for each in (source.used, now))
        held = _SUM.format(before=before, now=added, after=held)
    row = source.row
    programme = prepared.case.programme
    written = _RESIDENCY_SOURCE.format(
        total=credits_of(programme.total_credits), residency=credits_of(programme.residency)
    )
    return WhyLine(
        label=_label(source),
        verdict=Truth.YES if after <= bound else Truth.NO,
        held=held,
        required=_limit_required(source, bound),
        source=written if row is None else same(row.article),
        bar=(Fraction(after), Fraction(bound)),
    )


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


def _bound(prepared: Prepared, source: LimitSource, plan: Plan) -> Fraction | int:
    row = source.row
    if isinstance(row, LimitRow) and row.kind in _SHARES:
        total = source.total + Fraction(plan.allocation.total, prepared.grain)
        return Fraction(source.bound or 0) * total
    return source.bound or 0


def _counted(prepared: Prepared, plan: Plan, source: LimitSource) -> Fraction | int:
    """What the plan adds to a cap, counted as the cap counts."""
    row = source.row
    credited = {code: Fraction(each.credited) for code, each in plan.courses.items() if code in source.members}
    touched = [each for key, each in plan.outcomes.items() if key in source.members and each.consumed > 0]
    if row is None or not isinstance(row, LimitRow):
        return sum(credited.values(), Fraction())
    match row.kind:
        case LimitKind.OUTCOME_COUNT:
            return len(touched)
        case LimitKind.UNRELATED_COUNT:
            unrelated = {rule.id for rule in prepared.case.book.rows if rule.unrelated}
            return sum(1 for each in touched if any(line.row in unrelated for line in each.lines))
        case LimitKind.COURSE_COUNT:
            return sum(1 for amount in credited.values() if amount > 0)
    if row.side is Side.SINK:
        return sum(credited.values(), Fraction())
    return sum((line.amount for each in touched for line in each.lines), Fraction())
