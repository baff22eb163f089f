"""Proofread a rule book before it is published: faults, conflicts, gaps, and its worked examples worked again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Case, ExampleRow, Learner, Programme, RuleBook
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.coverage import coverage_of
from niangjia.creditbank.engine.findings import Finding, listed
from niangjia.creditbank.engine.soundness import faults_of

EXAMPLE_DIFFERS: Final = Term(
    "样例 {row}“{note}”应当{expected}，按规则算出{found}。请改规则或改样例。",
    "Example {row} “{note}” should be {expected} and comes out {found}. Mend the rules or the example.",
)
EXAMPLE_STRANGE: Final = Term(
    "样例 {row} 的专业 {programme} 或课程 {course} 找不到。请核对代码。",
    "Example {row}: programme {programme} or course {course} is not found. Check the codes.",
)
NO_EXAMPLES: Final = Term(
    "还没有样例。请至少写一个“给”和一个“不给”的样例。", "There are no worked examples. Add at least one yes and one no."
)
ROWS_UNTRIED: Final = Term(
    "这些行没有样例用到：{rows}。建议各补一个样例。",
    "No example uses these rows: {rows}. An example for each is advised.",
)
ACCEPTED: Final = Term("认定", "recognised")
NOT_ACCEPTED: Final = Term("不认定", "not recognised")


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """An example worked again: whether it comes out as it says, and by which rows. ``accepted`` None: not workable."""

    example: ExampleRow
    accepted: bool | None
    rows: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """It comes out as the book says."""
        return self.accepted is self.example.accepted


@dataclass(frozen=True, slots=True)
class Proofreading:
    """All that was found, and the examples worked again."""

    findings: tuple[Finding, ...]
    examples: tuple[WorkedExample, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended before the book can be published."""
        return tuple(finding for finding in self.findings if finding.is_error)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What may be left as it is."""
        return tuple(finding for finding in self.findings if not finding.is_error)

    @property
    def is_publishable(self) -> bool:
        """Nothing found is an error."""
        return not self.errors


def proofread(book: RuleBook, programmes: tuple[Programme, ...] = ()) -> Proofreading:
    """Look a book through against the programmes that it holds for.

    Conflicts, gaps and examples are looked for once every row is well formed.
    """
    faults = tuple(faults_of(book, programmes))
    if any(fault.is_error for fault in faults):
        return Proofreading(faults)
    examples = tuple(work(example, book, programmes) for example in book.examples)
    findings = (*faults, *coverage_of(book, programmes), *_example_findings(book, examples))
    return Proofreading(findings, examples)


def work(example: ExampleRow, book: RuleBook, programmes: tuple[Programme, ...]) -> WorkedExample:
    """Work one example: this outcome and that course alone, on the first day on which both stand."""
    programme = next((each for each in programmes if each.code == example.programme), None)
    course = next((each for each in programme.courses if each.code == example.course), None) if programme else None
    if programme is None or course is None:
        return WorkedExample(example, None)
    on = max(book.effective_from, example.outcome.awarded_on)
    alone = replace(programme, courses=(course,), floors=())
    # An example is about its row: gates ask about a person, caps about a whole record, and here is neither.
    rows_alone = replace(book, gates=(), limits=())
    try:
        conversion = convert(Case(Learner(example.id), alone, rows_alone, (example.outcome,), on=on))
    except Refusal:
        return WorkedExample(example, None)
    lines = conversion.possible.lines
    return WorkedExample(example, bool(lines), tuple(line.row for line in lines))


def _example_findings(book: RuleBook, examples: tuple[WorkedExample, ...]) -> Iterator[Finding]:
    for each in examples:
        row, example = each.example.id, each.example
        if each.accepted is None:
            term = EXAMPLE_STRANGE.format(row=row, programme=example.programme, course=example.course)
            yield Finding("example_strange", term, (row,))
        elif not each.agrees:
            expected, found = (ACCEPTED if yes else NOT_ACCEPTED for yes in (example.accepted, each.accepted))
            term = EXAMPLE_DIFFERS.format(row=row, note=example.note, expected=expected, found=found)
            yield Finding("example_differs", term, (row,))
    used = {row for each in examples for row in each.rows}
    untried = [row.id for row in book.rows if row.recognition in book.gives_credit and row.id not in used]
    if not examples and book.rows:
        yield Finding("no_examples", NO_EXAMPLES, is_error=False)
    elif untried:
        yield Finding("rows_untried", ROWS_UNTRIED.format(rows=listed(untried)), tuple(untried), is_error=False)
