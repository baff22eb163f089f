"""What one outcome more, or more of one, would bring: the case solved again with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Case, HeldOutcome, OutcomeKind
from niangjia.creditbank.engine.conversion import TIME_LIMIT_SECONDS, Conversion, convert
from niangjia.creditbank.engine.nearest import Repair, nearest_miss
from niangjia.creditbank.engine.plan import CourseVerdict, Plan
from niangjia.creditbank.engine.shortage import shortage_of
from niangjia.creditbank.engine.standing import OutcomeStanding
from niangjia.creditbank.engine.why import Way
from niangjia.creditbank.engine.wording import amount_of, level, shown

HYPOTHETICAL: Final = "hypothetical"
MORE_OF: Final = Term("再学 {amount}", "{amount} more")
NEXT_LEVEL: Final = Term("考取{title} {level}", "{title}: {level}")


@dataclass(frozen=True, slots=True)
class Brings:
    """The difference that an outcome would make; ``gained_possible`` also counts what a panel could grant."""

    outcome: HeldOutcome
    gained: Decimal
    gained_possible: Decimal
    freed: tuple[str, ...]  # codes of courses credited in full with it and not without
    no_longer_freed: tuple[str, ...]  # the other way round: another choice may be better in all
    raised: tuple[str, ...] = ()  # codes of courses credited more with it, a panel's part included


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a worker could still do: one outcome more, or one in another's place."""

    text: Term
    outcome: HeldOutcome
    replaces: str | None = None


def would_bring(
    case: Case,
    hypothetical: HeldOutcome,
    *,
    replaces: str | None = None,
    before: Conversion | None = None,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
) -> Brings:
    """Solve the case with one outcome more, or with one in another's place (``replaces``), and take the difference."""
    now = before or convert(case, time_limit_seconds=time_limit_seconds)
    then = convert(with_outcome(case, hypothetical, replaces=replaces), time_limit_seconds=time_limit_seconds)
    freed_now, freed_then = _freed(now.certain), _freed(then.certain)
    return Brings(
        outcome=hypothetical,
        gained=then.certain.totals.recognised - now.certain.totals.recognised,
        gained_possible=then.possible.totals.recognised - now.possible.totals.recognised,
        freed=tuple(code for code in freed_then if code not in freed_now),
        no_longer_freed=tuple(code for code in freed_now if code not in freed_then),
        raised=tuple(
            code
            for code, each in then.possible.courses.items()
            if max(each.credited, then.certain.courses[code].credited) > now.certain.courses[code].credited
        ),
    )


def with_outcome(case: Case, hypothetical: HeldOutcome, *, replaces: str | None = None) -> Case:
    """The case with one outcome more, or with one in another's place."""
    others = tuple(outcome for outcome in case.outcomes if outcome.id not in {replaces, hypothetical.id})
    return replace(case, outcomes=(*others, hypothetical))


def ways_to(conversion: Conversion, code: str, *, time_limit_seconds: float = TIME_LIMIT_SECONDS) -> tuple[Way, ...]:
    """What the worker could still do for this course, each tried by solving again; those that free it first.

    A change that brings credits elsewhere and none to this course is no way to it.
    """
    found: dict[Term, Way] = {}
    for change in _changes(conversion, code):
        brings = would_bring(
            conversion.case,
            change.outcome,
            replaces=change.replaces,
            before=conversion,
            time_limit_seconds=time_limit_seconds,
        )
        gained, asks_panel = max(brings.gained, brings.gained_possible), brings.gained <= 0
        if gained > 0 and code in brings.raised:
            extends = change.outcome.kind is not OutcomeKind.SKILL_CERTIFICATE
            found.setdefault(change.text, Way(change.text, code in brings.freed, gained, asks_panel, extends))
    return tuple(sorted(found.values(), key=lambda way: (not way.frees, way.asks_panel, -way.gained, way.text)))


def _freed(plan: Plan) -> tuple[str, ...]:
    return tuple(code for code, each in plan.courses.items() if each.verdict is CourseVerdict.FREED)


def next_certificate(case: Case, occupation: str, at_level: Decimal, title: str) -> HeldOutcome:
    """A skill certificate awarded on the day of the case."""
    return HeldOutcome(
        HYPOTHETICAL, OutcomeKind.SKILL_CERTIFICATE, title, case.on, occupation=occupation, level=at_level
    )


def _changes(conversion: Conversion, code: str) -> Iterator[Change]:
    """Each change within the worker's reach: more hours where value is short, or the gap of a near miss."""
    shortage = shortage_of(conversion, code)
    if shortage is not None and shortage.gap > 0:
        for part in shortage.parts:
            yield from _more_hours(part.standing, shortage.gap)
    for key, standing in conversion.prepared.standings.outcomes.items():
        miss = nearest_miss(conversion.prepared, key, code)
        if miss is not None and len(miss.repairs) == 1:
            yield from _repaired(conversion.case, standing.outcome, miss.repairs[0])


def _more_hours(standing: OutcomeStanding, gap: Fraction) -> Iterator[Change]:
    """More hours of the same training, as many as close the gap in value."""
    row, outcome = standing.valuation.row, standing.outcome
    if row is None or row.measure != "hours" or row.per is None or row.times_share or outcome.hours is None:
        return
    more = Decimal(ceil(gap * Fraction(row.per)))
    yield _longer(outcome, MORE_OF.format(amount=amount_of("hours", Fraction(more))), hours=outcome.hours + more)


def _repaired(case: Case, outcome: HeldOutcome, repair: Repair) -> Iterator[Change]:
    """A higher level is a new certificate; more hours or months are added to what stands."""
    match repair:
        case Repair("level", _, Decimal() as wanted) if outcome.occupation:
            text = NEXT_LEVEL.format(title=outcome.title, level=level(wanted))
            yield Change(text, next_certificate(case, outcome.occupation, wanted, outcome.title))
        case Repair("hours", Decimal(), Decimal() as wanted, Decimal() as gap) if gap > 0:
            yield _longer(outcome, MORE_OF.format(amount=shown("hours", gap)), hours=wanted)
        case Repair("months", int(), int() as wanted_months, Decimal() as gap) if gap > 0:
            yield _longer(outcome, MORE_OF.format(amount=shown("months", gap)), months=wanted_months)


def _longer(outcome: HeldOutcome, text: Term, *, hours: Decimal | None = None, months: int | None = None) -> Change:
    """The outcome with more in it, in place of the one that stands; of a lot that is begun only what is new counts."""
    if outcome.balance in {None, outcome.standard_value}:
        longer = replace(outcome, hours=hours or outcome.hours, months=months or outcome.months)
        return Change(text, replace(longer, standard_value=None, balance=None), outcome.id)
    added = replace(
        outcome,
        id=HYPOTHETICAL,
        hours=None if hours is None else hours - (outcome.hours or 0),
        months=None if months is None else months - (outcome.months or 0),
        standard_value=None,
        balance=None,
    )
    return Change(text, added)
