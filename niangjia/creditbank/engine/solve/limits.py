"""The rows (10) to (15) of the model: one function a kind of limit."""

from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Exclusion,
    Limit,
    Overlap,
    ShareCap,
    Side,
    UnrelatedCap,
)
from niangjia.creditbank.engine.solve.formulation import Formulation
from niangjia.creditbank.engine.solve.model import Linear, add


def add_limits(formulation: Formulation) -> None:
    """Add the rows of every limit of the problem."""
    for limit in formulation.problem.limits:
        _add_limit(formulation, limit)


def _add_limit(formulation: Formulation, limit: Limit) -> None:
    model = formulation.model
    match limit:
        case AmountCap():
            model.at_most(_counted(formulation, limit.side, limit.members), limit.room)
        case ShareCap():
            _add_share(formulation, limit)
        case CountCap():
            model.at_most(_used(formulation, limit.side, limit.members), limit.room)
        case UnrelatedCap():
            _add_unrelated(formulation, limit)
        case Exclusion():
            rest = limit.members - {limit.closed_by}
            model.at_most(_used(formulation, limit.side, rest), 1 if limit.closed_by is None else 0)
        case Overlap():
            both = (formulation.consumed.get(key, {}) for key in (limit.first, limit.second))
            model.at_most(add(*((1, consumed) for consumed in both)), limit.room)


def _counted(formulation: Formulation, side: Side, members: frozenset[str]) -> Linear:
    """What counts against an amount: what the sinks are credited, or what the outcomes pour and their packages give."""
    if side is Side.SINK:
        return add(*((1, credited) for key, credited in formulation.credited.items() if key in members))
    problem = formulation.problem
    counted = {
        amount: 1
        for pour, amount in zip(problem.pours, formulation.pour_amount, strict=True)
        if pour.outcome in members
    }
    for package, used in zip(problem.packages, formulation.package_used, strict=True):
        if any(key in members for key, _ in package.takes):
            counted[used] = sum(amount for _, amount in package.gives)
    return counted


def _add_share(formulation: Formulation, cap: ShareCap) -> None:
    """(11): whole times counted <= part times recognised, plus what history left over."""
    counted = _counted(formulation, cap.side, cap.members)
    recognised = add(*((1, credited) for credited in formulation.credited.values()))
    left_over = max(0, cap.part * cap.used_total - cap.whole * cap.used_counted)
    formulation.model.at_most(add((cap.whole, counted), (-cap.part, recognised)), left_over)


def _used(formulation: Formulation, side: Side, members: frozenset[str]) -> Linear:
    columns = formulation.touched if side is Side.SOURCE else formulation.freed
    # one candidate's column may stand for two members, so the sum is taken, not a set
    return add(*((1, {column: 1}) for key, column in columns.items() if key in members))


def _add_unrelated(formulation: Formulation, cap: UnrelatedCap) -> None:
    """(13): an outcome counts once, however many unrelated pours it serves."""
    marked: dict[str, list[int]] = {}
    for pour, used in zip(formulation.problem.pours, formulation.pour_used, strict=True):
        if pour.unrelated:
            marked.setdefault(pour.outcome, []).append(used)
    once = [columns[0] if len(columns) == 1 else _any_of(formulation, columns) for columns in marked.values()]
    formulation.model.at_most(dict.fromkeys(once, 1), cap.room)


def _any_of(formulation: Formulation, columns: list[int]) -> int:
    either = formulation.model.column(1)
    for column in columns:
        formulation.model.at_most({column: 1, either: -1}, 0)
    return either
