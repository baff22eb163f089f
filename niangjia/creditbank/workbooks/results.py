"""What the conversion of one learner comes to, as plain rows: decisions, courses, reasons, totals."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import DecidedBy, HeldOutcome
from niangjia.creditbank.engine.candidates import Beside
from niangjia.creditbank.engine.conversion import Conversion
from niangjia.creditbank.engine.explanation import why_course, why_outcome
from niangjia.creditbank.engine.fees import fees_of
from niangjia.creditbank.engine.lines import Line
from niangjia.creditbank.engine.marks import mark_of
from niangjia.creditbank.engine.plan import CourseResult, CourseVerdict, OutcomeUse, Plan
from niangjia.creditbank.engine.why import Why, WhyLine
from niangjia.creditbank.engine.wording import RECOGNITIONS
from niangjia.creditbank.workbooks.records import Enrolment

BY_CATALOGUE: Final = "可直接认定"
BY_PANEL: Final = "须专家评审"
BESIDE: Final = "不计学分"
VERDICTS: Final = {
    CourseVerdict.FREED: Term("免", "freed"),
    CourseVerdict.PARTLY: Term("部分认定", "in part"),
    CourseVerdict.LEFT: Term("须修读", "to study"),
    CourseVerdict.RECORDED: Term("已记入", "recorded"),
    CourseVerdict.PASSED: Term("已通过", "passed"),
    CourseVerdict.NEVER: Term("不得认定", "never"),
}
USES: Final = {
    OutcomeUse.USED: "用上了",
    OutcomeUse.KEPT: "没有用上",
    OutcomeUse.EXCLUDED: "没有用上",
    OutcomeUse.BARRED: "不能用",
}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One outcome gives to one course by one row of the book. ``amount`` None: a kind that gives no credit."""

    course: str
    recognition: str
    amount: Fraction | None
    mark: str | None
    outcome: HeldOutcome
    row: str
    article: str
    standing: str


@dataclass(frozen=True, slots=True)
class CourseRow:
    """What becomes of one course, and why. ``beside`` are kinds without credit that are granted for it."""

    code: str
    verdict: str
    recognition: str | None
    credited: Decimal
    left: Decimal
    mark: str | None
    beside: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class OutcomeUseRow:
    """What becomes of one outcome: book value, given and left in credits, and why."""

    outcome: HeldOutcome
    use: str
    value: Fraction
    given: Fraction
    left: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class LearnerResult:
    """All that the workbook says of one learner. Credits; ``greedy``: by taking outcomes as they come."""

    enrolment: Enrolment
    decisions: tuple[DecisionRow, ...]
    courses: tuple[CourseRow, ...]
    outcomes: tuple[OutcomeUseRow, ...]
    recognised: Decimal
    exempted: Decimal
    credited: Decimal
    with_panel: Decimal
    passed: Decimal
    to_study: Decimal
    greedy: Decimal
    shortfalls: tuple[tuple[str, Decimal], ...]
    optimal: bool
    by_rounding: Decimal = Decimal(0)  # credits that rounding the total up adds
    fees: Decimal = Decimal(0)  # yuan, of the certain plan

    @property
    def gain(self) -> Decimal:
        """What the exact answer recognises beyond taking outcomes as they come."""
        return self.recognised - self.greedy


def result_of(enrolment: Enrolment, conversion: Conversion, greedy: Decimal) -> LearnerResult:
    """Read one conversion into rows."""
    totals = conversion.certain.totals
    kinds = {kind.value: amount for kind, amount in totals.by_kind.items()}
    return LearnerResult(
        enrolment=enrolment,
        decisions=tuple(_decisions(conversion)),
        courses=tuple(_course_row(conversion, each) for each in conversion.certain.courses.values()),
        outcomes=tuple(_outcome_rows(conversion)),
        recognised=totals.recognised,
        exempted=kinds.get("exemption", Decimal(0)),
        credited=kinds.get("credit", Decimal(0)),
        with_panel=conversion.possible.totals.recognised,
        passed=totals.passed + totals.recorded,
        to_study=totals.to_study,
        greedy=greedy,
        shortfalls=totals.shortfalls,
        optimal=conversion.optimal,
        by_rounding=totals.by_rounding,
        fees=sum((fee.yuan for fee in fees_of(conversion.prepared, conversion.certain)), Decimal(0)),
    )


def _decisions(conversion: Conversion) -> Iterator[DecisionRow]:
    """The certain lines; then, for courses that these leave, what a panel could grant; then what gives no credit."""
    outcomes = {outcome.id: outcome for outcome in conversion.case.outcomes}
    for line in conversion.certain.lines:
        yield _decision(line, outcomes[line.outcome], BY_CATALOGUE)
    for line in _asked_of_panel(conversion):
        yield _decision(line, outcomes[line.outcome], BY_PANEL)
    for each in sorted(conversion.beside, key=_beside_order):
        yield DecisionRow(
            course=each.course,
            recognition=RECOGNITIONS[each.row.recognition].zh,
            amount=None,
            mark=mark_of(each.row, conversion.prepared.standings.outcomes[each.outcome]),
            outcome=outcomes[each.outcome],
            row=each.row.id,
            article=each.row.article,
            standing=BY_PANEL if each.row.decided_by is DecidedBy.PANEL else BESIDE,
        )


def _asked_of_panel(conversion: Conversion) -> list[Line]:
    certain: Plan = conversion.certain
    return [line for line in conversion.possible.lines if not certain.courses[line.course].lines]


def _decision(line: Line, outcome: HeldOutcome, standing: str) -> DecisionRow:
    return DecisionRow(
        course=line.course,
        recognition=RECOGNITIONS[line.recognition].zh,
        amount=line.amount,
        mark=line.mark,
        outcome=outcome,
        row=line.row,
        article=line.article,
        standing=standing,
    )


def _beside_order(each: Beside) -> tuple[str, str, str]:
    return each.course, each.outcome, each.row.id


def _course_row(conversion: Conversion, result: CourseResult) -> CourseRow:
    why = why_course(conversion, result.course.code)
    beside = {RECOGNITIONS[each.row.recognition].zh for each in conversion.beside if each.course == result.course.code}
    is_asked = result.verdict is CourseVerdict.LEFT and bool(conversion.possible.courses[result.course.code].lines)
    return CourseRow(
        code=result.course.code,
        verdict=BY_PANEL if is_asked else _verdict(result),
        recognition=None if result.recognition is None else RECOGNITIONS[result.recognition].zh,
        credited=result.credited,
        left=result.left,
        mark=result.mark,
        beside="、".join(sorted(beside)),
        reason=_reason(why),
        rule="" if why.rule is None else f"{why.rule.row}（{why.rule.article}）",
    )


def _verdict(result: CourseResult) -> str:
    if result.verdict is CourseVerdict.FREED and result.recognition is not None:
        return RECOGNITIONS[result.recognition].zh
    return VERDICTS[result.verdict].zh


def _reason(why: Why) -> str:
    """The headline, and of the outcome that comes nearest each condition that does not hold."""
    failing = [] if not why.strands else [line for line in why.strands[0].conditions if line.verdict is not Truth.YES]
    missing = dict.fromkeys(_told(line) for line in failing)
    nearest = f"；最接近的成果：{why.strands[0].title.zh}（{'；'.join(missing)}）" if missing else ""
    return f"{why.headline.zh}{nearest}"


def _told(line: WhyLine) -> str:
    held = "" if line.held is None else f"，现有{line.held.zh}"
    required = "" if line.required is None else f"：要求{line.required.zh}{held}"
    return f"{line.label.zh}{required}"


def _outcome_rows(conversion: Conversion) -> Iterator[OutcomeUseRow]:
    for key, result in conversion.certain.outcomes.items():
        yield OutcomeUseRow(
            outcome=result.standing.outcome,
            use=USES[result.use],
            value=result.standing.value,
            given=result.given,
            left=result.left,
            reason=why_outcome(conversion, key).headline.zh,
        )
