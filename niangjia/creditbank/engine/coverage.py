"""Conflicts and gaps of a rule book, exact over the cells that its own breakpoints cut."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from niangjia.core.conditions import Condition, fact
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import (
    DecidedBy,
    NeverRow,
    OutcomeKind,
    Programme,
    RecognitionRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.candidates import targets_of
from niangjia.creditbank.engine.cells import Axis, Grid, Region, meeting, meets, merged, rest_of
from niangjia.creditbank.engine.describing import ALL_CASES, case_of, example_of, listed_cases
from niangjia.creditbank.engine.findings import Finding, listed
from niangjia.creditbank.engine.soundness import is_readable
from niangjia.creditbank.engine.wording import KINDS

_APPLICABLE: Final[Mapping[OutcomeKind, frozenset[str]]] = {
    OutcomeKind.SKILL_CERTIFICATE: frozenset({"level", "certificate_class"}),
    OutcomeKind.COMPETITION: frozenset({"tier", "prize", "rank", "is_team", "share"}),
    OutcomeKind.FIVE_SMALLS: frozenset({"tier", "prize", "rank", "is_team", "share"}),
    OutcomeKind.TRAINING: frozenset({"hours", "score"}),
    OutcomeKind.MENTORING: frozenset({"months"}),
    OutcomeKind.EARLIER_COURSE: frozenset({"credits", "score", "hours"}),
}
_SPECIFIC: Final = frozenset().union(*_APPLICABLE.values())

NEVER_HOLDS: Final = Term(
    "第 {row} 行的条件自相矛盾，永远不成立。请改条件。", "The condition of row {row} contradicts itself. Mend it."
)
UNREACHABLE: Final = Term(
    "第 {row} 行永远用不上：前面的第 {earlier} 行已经包含它，而且学分不同。例如：{case}。请改条件、调顺序或删去一行。",
    "Row {row} is never reached: row {earlier} above covers it, with other credits. For example: {case}. "
    "Narrow, move or drop one.",
)
REDUNDANT: Final = Term(
    "第 {row} 行多余：前面的第 {earlier} 行已经包含它，学分相同。例如：{case}。可以删去。",
    "Row {row} is not needed: row {earlier} above covers it with the same credits. For example: {case}. "
    "It may be dropped.",
)
CROSSING: Final = Term(
    "第 {row} 行与前面的第 {earlier} 行有重叠，学分不同；重叠处按第 {earlier} 行算。例如：{case}。请确认顺序。",
    "Row {row} overlaps row {earlier} above with other credits; row {earlier} holds there. For example: {case}. "
    "Confirm the order.",
)
ROWS_DIFFER: Final = Term(
    "第 {row} 行与第 {earlier} 行：同一成果、同一课程（{courses}），认定方式或成绩不同。例如：{case}。"
    "请改一行或删一行。",
    "Rows {row} and {earlier}: the same outcome and course ({courses}), but another kind or mark. "
    "For example: {case}. Mend or drop one.",
)
GAP: Final = Term(
    "{kind}有没写到的情形：{cases}。请补一行，或写明不认定。",
    "{kind}: nothing is said of {cases}. Add a row, or say that it is not recognised.",
)
UNREACHED: Final = Term(
    "《{programme}》里没有任何一行能认定的课程：{courses}。如果是有意的，不用改。",
    "No row recognises these courses of {programme}: {courses}. If that is meant, nothing need be done.",
)


def coverage_of(book: RuleBook, programmes: tuple[Programme, ...]) -> Iterator[Finding]:
    """Rows that contradict themselves or each other, rows never reached, and what no row speaks of."""
    valuations = tuple(row for row in book.valuations if is_readable(row.when))
    rows = tuple(row for row in book.rows if is_readable(row.when))
    yield from _valuation_findings(valuations)
    yield from _row_findings(book, rows, programmes)
    yield from _gaps(valuations, tuple(row for row in book.never if is_readable(row.when)))
    yield from _unreached(book, programmes)


def _valuation_findings(rows: Sequence[ValuationRow]) -> Iterator[Finding]:
    grid = Grid(row.when for row in rows)
    regions = [grid.regions(row.when) for row in rows]
    for position, row in enumerate(rows):
        earlier = [
            other for other in range(position) if any(meets(a, b) for a in regions[other] for b in regions[position])
        ]
        if not regions[position]:
            yield _finding("never_holds", NEVER_HOLDS, row.id)
        elif _covered(regions[position], [each for other in earlier for each in regions[other]], grid):
            yield _covered_row(row, [rows[other] for other in earlier], example_of(regions[position][0], grid.axes))
        else:
            yield from _crossings(row, regions[position], [(rows[other], regions[other]) for other in earlier], grid)


def _covered_row(row: ValuationRow, earlier: list[ValuationRow], case: Term) -> Finding:
    differing = [other.id for other in earlier if _worth(other) != _worth(row)]
    if differing:
        return _finding("row_unreachable", UNREACHABLE, row.id, *differing, case=case)
    return _finding("row_redundant", REDUNDANT, row.id, *(other.id for other in earlier), case=case, is_error=False)


def _crossings(
    row: ValuationRow, regions: list[Region], earlier: list[tuple[ValuationRow, list[Region]]], grid: Grid
) -> Iterator[Finding]:
    """Overlaps where neither row contains the other: a special case above the general one is how tables are written."""
    for other, above in earlier:
        if _worth(other) != _worth(row) and not _covered(above, regions, grid):
            shared = next(meeting(one, two) for one in above for two in regions if meets(one, two))
            case = example_of(shared, grid.axes)
            yield _finding("rows_overlap", CROSSING, row.id, other.id, case=case, is_error=False)


def _worth(row: ValuationRow) -> tuple[object, ...]:
    return row.credits, row.measure, row.per, row.times_share


def _covered(regions: list[Region], covers: list[Region], grid: Grid) -> bool:
    return not any(rest_of(region, covers, grid.axes) for region in regions)


def _row_findings(
    book: RuleBook, rows: Sequence[RecognitionRow], programmes: tuple[Programme, ...]
) -> Iterator[Finding]:
    grid = Grid(row.when for row in rows)
    regions = {row.id: grid.regions(row.when) for row in rows}
    yield from (_finding("never_holds", NEVER_HOLDS, row.id) for row in rows if not regions[row.id])
    deciding = [row for row in rows if row.recognition in book.gives_credit and row.decided_by is DecidedBy.CATALOGUE]
    for one, other in combinations(deciding, 2):
        if (one.recognition, one.mark) == (other.recognition, other.mark):
            continue
        shared = _shared_courses(one, other, programmes)
        common = [meeting(a, b) for a in regions[one.id] for b in regions[other.id] if meets(a, b)]
        if shared and common:
            case = example_of(common[0], grid.axes)
            term = ROWS_DIFFER.format(row=one.id, earlier=other.id, courses=listed(shared), case=case)
            yield Finding("rows_differ", term, (one.id, other.id))


def _shared_courses(one: RecognitionRow, other: RecognitionRow, programmes: tuple[Programme, ...]) -> list[str]:
    shared = set(one.courses) & set(other.courses)
    for programme in programmes:
        codes = ({course.code for course in targets_of(row, programme.courses)} for row in (one, other))
        shared |= set.intersection(*codes)
    return sorted(shared)


def _gaps(valuations: Sequence[ValuationRow], never: Sequence[NeverRow]) -> Iterator[Finding]:
    whole: dict[OutcomeKind, Condition] = {kind: fact("kind").equals(kind.value) for kind in OutcomeKind}
    said = [*(row.when for row in never), *(row.when for row in valuations)]
    grid = Grid([*said, *whole.values()])
    barred = [region for row in never for region in grid.regions(row.when)]
    spoken = [region for when in said for region in grid.regions(when)]
    for kind, when in whole.items():
        start = _allowed({**_possible(kind, grid.axes), **grid.regions(when)[0]}, barred)
        left = merged(rest_of(start, spoken, grid.axes))
        if left:
            cases = listed_cases([case_of(region, start, grid.axes) for region in left])
            yield Finding("gap", GAP.format(kind=KINDS[kind], cases=cases), is_error=False)


def _possible(kind: OutcomeKind, axes: Mapping[str, Axis]) -> Region:
    """What an outcome of this kind can be: what applies to it is recorded, what belongs to other kinds is not."""
    specific = _SPECIFIC - _APPLICABLE[kind]
    return {name: axis.unrecorded if name in specific else axis.known for name, axis in axes.items()}


def _allowed(start: Region, barred: list[Region]) -> Region:
    """Without the values that are never recognised whatever else holds: they need not be told."""
    left = dict(start)
    for region in barred:
        narrowing = [name for name, cells in region.items() if start[name] & ~cells]
        if len(narrowing) == 1 and meets(region, left):
            left[narrowing[0]] &= ~region[narrowing[0]]
    return left


def _unreached(book: RuleBook, programmes: tuple[Programme, ...]) -> Iterator[Finding]:
    for programme in programmes:
        reached = {course.code for row in book.rows for course in targets_of(row, programme.courses)}
        reached |= {code for package in book.packages for code in package.gives}
        left = [course.name for course in programme.courses if not course.never and course.code not in reached]
        if left:
            term = UNREACHED.format(programme=programme.title, courses=listed(left))
            yield Finding("courses_unreached", term, is_error=False)


def _finding(code: str, term: Term, row: str, *earlier: str, case: Term = ALL_CASES, is_error: bool = True) -> Finding:
    return Finding(code, term.format(row=row, earlier=listed(earlier), case=case), (row, *earlier), is_error)
