"""Why a plan does not recognise more: the limits that bind together, each by its row, and what one more step brings."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import LimitRow, RelationRow
from niangjia.creditbank.engine.caps import TOTAL, TOTAL_REACHED, limit_line
from niangjia.creditbank.engine.conversion import TIME_LIMIT_SECONDS, Conversion
from niangjia.creditbank.engine.lines import exact
from niangjia.creditbank.engine.loosening import NamedLimit
from niangjia.creditbank.engine.plan import Plan
from niangjia.creditbank.engine.problem import AmountCap, Exclusion, Overlap, Side, Sink
from niangjia.creditbank.engine.standing import to_grain
from niangjia.creditbank.engine.why import WhyLine
from niangjia.creditbank.engine.why_not_more import one_more_step, why_not_more
from niangjia.creditbank.engine.wording import credits_of, same, spaced, title_of

CAP_REACHED: Final = Term("{name}{required}", "{name}: {required}")
RECOGNISED: Final = Term("认定总量", "what may be recognised")
POOL_FULL: Final = Term("《{name}》最多认定{need}", "{name} takes {need} at most")
ONE_OF_THEM: Final = Term("{names}只能用一项", "only one of {names} may be used")
ONE_COURSE_OF_THEM: Final = Term("{names}是同一门课，只能认定一门", "{names} are one course and recognised once")
TOGETHER: Final = Term("{names}合计最多{bound}", "{names} give {bound} at most together")
WHOLE_UNITS: Final = Term("总学分按最小单位取整", "the total is counted in whole units")


@dataclass(frozen=True, slots=True)
class Binding:
    """One limit that binds. ``brings`` is what one more step of it alone would bring in credits; it may be nothing.

    ``step`` is that step: credits for amounts, 1 for counts and exclusions, one point of a hundred for shares. ``line``
    shows the figures of a cap.
    """

    name: str
    term: Term
    article: str | None
    brings: Decimal
    step: Decimal
    row: LimitRow | RelationRow | None = None
    line: WhyLine | None = None


@dataclass(frozen=True, slots=True)
class Bindings:
    """The limits that together forbid more; none: nothing more matches. ``proven``: none of them could be left out."""

    limits: tuple[Binding, ...]
    proven: bool


def what_binds(conversion: Conversion, *, time_limit_seconds: float = TIME_LIMIT_SECONDS) -> Bindings:
    """An irreducible set of limits that keep the certain plan from recognising more."""
    plan = conversion.certain
    found = why_not_more(plan.problem, plan.allocation, time_limit_seconds=time_limit_seconds)
    return Bindings(
        tuple(_binding(conversion, plan, limit, time_limit_seconds) for limit in found.limits), found.proven
    )


def _binding(conversion: Conversion, plan: Plan, limit: NamedLimit, time_limit_seconds: float) -> Binding:
    prepared = conversion.prepared
    name = limit.id if isinstance(limit, Sink) else limit.name
    source = None if isinstance(limit, Sink) else prepared.limits.get(name)
    row = None if source is None else source.row
    is_cap = source is not None and not isinstance(row, RelationRow)
    line = limit_line(prepared, plan, source) if source is not None and is_cap else None
    grain_step = _step(conversion, limit)
    most = one_more_step(plan.problem, limit, grain_step, time_limit_seconds=time_limit_seconds)
    counts_credits = isinstance(limit, AmountCap | Sink | Overlap)
    return Binding(
        name=name,
        term=_sentence(conversion, limit, line),
        article=None if row is None else row.article,
        brings=exact(Fraction(max(0, most - plan.allocation.total), prepared.grain)),
        step=exact(Fraction(grain_step, prepared.grain)) if counts_credits else Decimal(1),
        row=row,
        line=line,
    )


def _step(conversion: Conversion, limit: NamedLimit) -> int:
    """The book's smallest unit for what is counted in credits, one for what is counted in items."""
    if isinstance(limit, AmountCap | Sink | Overlap):
        return to_grain(Fraction(conversion.case.book.step), conversion.prepared.grain)
    return 1


def _sentence(conversion: Conversion, limit: NamedLimit, line: WhyLine | None) -> Term:
    grain = conversion.prepared.grain
    if line is not None and line.required is not None:
        name = RECOGNISED if line.label in {TOTAL, TOTAL_REACHED} else line.label
        return spaced(CAP_REACHED, name=name, required=line.required)
    match limit:
        case Sink():
            course = conversion.prepared.standings.courses[limit.id].course
            return spaced(POOL_FULL, name=same(course.name), need=credits_of(Fraction(limit.need, grain)))
        case Exclusion():
            return _one_only(conversion, limit)
        case Overlap():
            names = _titles(conversion, (limit.first, limit.second))
            return spaced(TOGETHER, names=names, bound=credits_of(Fraction(limit.room, grain)))
        case AmountCap() if limit.name in conversion.prepared.limits:  # one of the two is used up
            source = conversion.prepared.limits[limit.name]
            bound = credits_of(Fraction(source.bound or 0))
            return spaced(TOGETHER, names=_titles(conversion, source.members), bound=bound)
    return WHOLE_UNITS


def _one_only(conversion: Conversion, limit: Exclusion) -> Term:
    if limit.side is Side.SINK:
        return ONE_COURSE_OF_THEM.format(names=_names(same(_course(conversion, key)) for key in limit.members))
    return ONE_OF_THEM.format(names=_titles(conversion, limit.members))


def _course(conversion: Conversion, code: str) -> str:
    return f"《{conversion.prepared.standings.courses[code].course.name}》"


def _titles(conversion: Conversion, keys: Iterable[str]) -> Term:
    return _names(title_of(conversion.prepared.standings.outcomes[key].outcome) for key in sorted(keys))


def _names(terms: Iterable[Term]) -> Term:
    told = sorted(terms)
    return Term("、".join(each.zh for each in told), ", ".join(each.en for each in told))
