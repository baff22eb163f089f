"""What a cap counts: everything at once, or each institution, category, term or year by itself (family 8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import Case, DatedBy, LimitKind, LimitRow
from niangjia.creditbank.engine.facts import Facts, course_facts
from niangjia.creditbank.engine.history import History, history_of
from niangjia.creditbank.engine.periods import first_day
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.standing import Standings


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of what a row counts: whom, whom history counted, and the decisions that count.

    ``part`` names it where the row makes several: an institution, a category, the first day of a term.
    """

    members: frozenset[str]
    past: frozenset[str]
    history: History
    part: str | None = None


def slices_of(row: LimitRow, case: Case, standings: Standings, history: History) -> Iterator[Slice]:
    """Every part of what a row counts, by name. What is no longer on record counts in each of them."""
    counted, facts = _counted(row, standings), _facts(row, standings)
    current = _current(row, case, history)
    before = frozenset(current.served if row.side is Side.SOURCE else current.credited)
    strangers = before - facts.keys() if row.when is None or row.kind is LimitKind.LEAST_SHARE else frozenset()
    groups: dict[str | None, set[str]] = {}
    for key in counted:
        groups.setdefault(_part(row, key, facts[key], case, standings), set()).add(key)
    if not groups or not (row.each_of or _is_by_award(row)):
        yield Slice(counted, (counted & before) | strangers, current)
        return
    for part, keys in sorted(groups.items(), key=lambda item: item[0] or ""):
        members = frozenset(keys)
        yield Slice(members, (members & before) | strangers, current, part)


def _facts(row: LimitRow, standings: Standings) -> Mapping[str, Facts]:
    if row.side is Side.SOURCE:
        return {key: each.facts for key, each in standings.outcomes.items()}
    return {code: course_facts(each.course) for code, each in standings.courses.items()}


def _counted(row: LimitRow, standings: Standings) -> frozenset[str]:
    """Whom the row counts. A least share counts the rest, and in it what is not known to be of the kind."""
    verdicts = {
        key: Truth.YES if row.when is None else holds(row.when, facts) for key, facts in _facts(row, standings).items()
    }
    is_rest = row.kind is LimitKind.LEAST_SHARE
    return frozenset(key for key, verdict in verdicts.items() if (verdict is Truth.YES) is not is_rest)


def _is_by_award(row: LimitRow) -> bool:
    return row.period is not None and row.dated_by is DatedBy.AWARD


def _current(row: LimitRow, case: Case, history: History) -> History:
    """The decisions that count: all of them, or those of the term or year in which this one falls."""
    if row.period is None or _is_by_award(row):
        return history
    period, book, today = row.period, case.book, case.redeemed_on or case.on
    begun = first_day(period, today, book)
    lines = (line for line in case.history if first_day(period, line.decided_on or today, book) == begun)
    return history_of(replace(case, history=tuple(lines)))


def _part(row: LimitRow, key: str, facts: Facts, case: Case, standings: Standings) -> str | None:
    """The part that something falls into; what is not known is a part of its own."""
    told = [] if row.each_of is None else [str(facts.get(row.each_of) or "?")]
    if row.period is not None and _is_by_award(row) and key in standings.outcomes:
        awarded_on = standings.outcomes[key].outcome.awarded_on
        told.append(first_day(row.period, awarded_on, case.book).isoformat())
    return " ".join(told) or None
