"""Why a course is freed or not, and why an outcome counts or not: from the verdict down to each fact."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Course, Recognition, RecognitionRow
from niangjia.creditbank.engine.candidates import names_course
from niangjia.creditbank.engine.caps import limit_lines
from niangjia.creditbank.engine.conversion import Conversion
from niangjia.creditbank.engine.nearest import nearest_miss
from niangjia.creditbank.engine.plan import CourseResult, CourseVerdict, OutcomeResult, OutcomeUse, Plan
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.reasons import (
    NOT_COUNTED_TWICE,
    gate_lines,
    obstacle_line,
    related_line,
    row_lines,
    rule_of,
    served_line,
    validity_line,
    value_line,
    worth_line,
)
from niangjia.creditbank.engine.shortage import Part, Shortage, limit_reached, shortage_of, together_line
from niangjia.creditbank.engine.standing import Obstacle, OutcomeStanding
from niangjia.creditbank.engine.why import Answer, Strand, Why, WhyLine
from niangjia.creditbank.engine.wording import credits_of, spaced, title_of

FREED: Final = {
    Recognition.EXEMPTION: Term("可以免修", "exemption granted"),
    Recognition.CREDIT: Term("可以认定学分", "credit recognised"),
    Recognition.NO_ATTENDANCE: Term("可以免听", "no attendance needed"),
    Recognition.NO_EXAM: Term("可以免考", "no exam needed"),
}
PARTLY: Final = Term("可以认定一部分", "recognised in part")
ASK: Final = Term("要专家认定", "a panel decides")
NOT_FREED: Final = Term("暂不能免修", "not exempted yet")
RECORDED: Final = Term("已记入", "recorded")
PASSED: Final = Term("已修完", "passed")
NEVER_FREED: Final = Term("必须修读", "must be studied")
BY_PROGRAMME: Final = Term("培养方案规定这门课不能免", "the programme lets nothing free this course")
BY_DECISION: Final = Term("以前的认定已经记入", "an earlier decision recorded it")
BY_STUDY: Final = Term("您已经学完并通过", "you have passed it")
BY_NAMESAKE: Final = Term("同名的课程已经通过或记入", "a course of the same name is passed or recorded")
GATE_SHUT: Final = Term("您现在不符合认定的条件", "you do not meet the conditions for recognition now")
FILLED: Final = Term("用于这门课的成果已满额", "as many outcomes as it may take have been used for it")
NO_ROW: Final = Term("规则书没有写什么成果可以认定这门课", "no row of the rule book recognises this course")
NO_OUTCOME: Final = Term("您还没有登记可以用的成果", "no outcome of yours is on record that could be used")
NO_NEAR: Final = Term("您的成果都不对口", "none of your outcomes fits this course")
NOT_CHOSEN: Final = Term("用得上的课程已由别的成果认定", "the courses it fits are recognised by other outcomes")
NO_MORE: Final = Term("用上它也不会多认定学分", "using it would recognise no more")
TOO_LITTLE: Final = Term("分值还不够免任何一门课", "not worth enough yet for any course")
FITS_NOTHING: Final = Term("现在没有一门课用得上它", "no course can use it now")
GIVES_HERE: Final = Term("这门课用{amount}", "{amount} for this course")
GIVES_IN_ALL: Final = Term("{here}，各门课一共{all}", "{here}; in all its courses it {all}")
GIVES: Final = Term("用掉{amount}，还剩{left}", "uses {amount}, {left} left")
GIVES_AND_LOSES: Final = Term("用掉{amount}，其余{lost}作废", "uses {amount}, the other {lost} is lost")
ASKED: Final = Term("要求{bound}", "{bound} is asked")
AND_MORE: Final = Term("{titles}等 {n} 项成果", "{titles} and others, {n} in all")
BY_OUTCOME: Final = Term("凭{title}", "by {title}")
ASKED_OF_PANEL: Final = Term("这一条要由专家组认定，结果不一定", "this row is decided by a panel; the result is open")
_MOST_STRANDS: Final = 3
_MOST_TITLES: Final = 2


def why_course(conversion: Conversion, code: str) -> Why:
    """Why this course is freed, partly freed or not."""
    result = conversion.certain.courses[code]
    match result.verdict:
        case CourseVerdict.FREED | CourseVerdict.PARTLY:
            return _granted(conversion, result)
        case CourseVerdict.LEFT:
            return _left(conversion, result)
    return _settled(result)


def why_outcome(conversion: Conversion, key: str) -> Why:
    """Why this outcome is used, kept or kept out, with what it gives to which course."""
    result = conversion.certain.outcomes[key]
    prepared, standing = conversion.prepared, result.standing
    answer, title = _USES[result.use]
    barred = obstacle_line(prepared, standing)
    excluded = related_line(prepared, result.excluded_by, result.other) if result.use is OutcomeUse.EXCLUDED else None
    lines = (barred, excluded, worth_line(standing), validity_line(standing))
    conditions = tuple(dict.fromkeys(line for line in lines if line is not None))
    headline = next((_unmet(line) for line in conditions if line.verdict is not Truth.YES), None)
    limits: tuple[WhyLine, ...] = ()
    if headline is None:
        headline, limits = (_spent(result), ()) if result.lines else _idle(conversion, key)
    return Why(
        about=key,
        answer=answer,
        title=title,
        headline=headline,
        figure=credits_of(standing.value),
        strands=tuple(
            replace(strand, note=_spent_here(strand.amount or Fraction()))
            for strand in (_strand(prepared, conversion.certain, result, code) for code in _courses(result))
        ),
        conditions=(*gate_lines(prepared), *conditions, *limits),
    )


_USES: Final = {
    OutcomeUse.USED: (Answer.YES, Term("用上了", "used")),
    OutcomeUse.KEPT: (Answer.NO, Term("这次没有用上，仍然留着", "not used this time, and kept")),
    OutcomeUse.EXCLUDED: (Answer.NO, Term("这次没有用上，仍然留着", "not used this time, and kept")),
    OutcomeUse.BARRED: (Answer.NO, Term("不能用", "can't be used")),
}


def _granted(conversion: Conversion, result: CourseResult) -> Why:
    plan, prepared = conversion.certain, conversion.prepared
    is_whole = result.verdict is CourseVerdict.FREED
    keys = list(dict.fromkeys(line.outcome for line in sorted(result.lines, key=lambda line: -line.amount)))
    code = result.course.code
    strands = tuple(_strand(prepared, plan, plan.outcomes[key], code) for key in keys)
    return Why(
        about=code,
        answer=Answer.YES if is_whole else Answer.PARTLY,
        title=FREED[result.recognition or Recognition.CREDIT] if is_whole else PARTLY,
        headline=_by_outcomes(strands),
        figure=credits_of(result.credited),
        strands=strands,
        conditions=limit_lines(prepared, plan, code, frozenset(keys)),
    )


def _settled(result: CourseResult) -> Why:
    obstacle = result.standing.obstacle
    by_name = BY_NAMESAKE if obstacle is Obstacle.SAME_COURSE else BY_STUDY
    answer, title, headline = {
        CourseVerdict.RECORDED: (Answer.DONE, RECORDED, BY_DECISION),
        CourseVerdict.PASSED: (Answer.DONE, PASSED, by_name),
        CourseVerdict.NEVER: (Answer.NO, NEVER_FREED, BY_PROGRAMME),
    }[result.verdict]
    return Why(result.course.code, answer, title, headline, credits_of(result.course.credits))


def _left(conversion: Conversion, result: CourseResult) -> Why:
    """A course that stays to be studied: the first of gate, panel, value, cap, condition that says why."""
    prepared, course = conversion.prepared, result.course
    shut = gate_lines(prepared)
    if shut or result.standing.obstacle is Obstacle.COURSE_FULL:
        return _not_freed(course, GATE_SHUT if shut else FILLED, conditions=shut)
    if conversion.possible.courses[course.code].lines:
        return _asked_of_panel(conversion, course)
    shortage = shortage_of(conversion, course.code)
    if shortage is not None:
        return _short(conversion, course, shortage)
    named = [row for row in prepared.case.book.rows if names_course(row, course)]
    if not named and not any(course.code in package.gives for package in prepared.case.book.packages):
        return _not_freed(course, NO_ROW)
    strands = _nearest_strands(prepared, course)
    if not strands:
        return _not_freed(course, NO_NEAR if prepared.case.outcomes else NO_OUTCOME)
    return _not_freed(course, _first_failure(strands[0]) or NO_NEAR, strands=strands)


def _asked_of_panel(conversion: Conversion, course: Course) -> Why:
    plan = conversion.possible
    keys = dict.fromkeys(line.outcome for line in plan.courses[course.code].lines)
    strands = tuple(_strand(conversion.prepared, plan, plan.outcomes[key], course.code) for key in keys)
    return Why(course.code, Answer.ASK, ASK, ASKED_OF_PANEL, credits_of(course.credits), strands)


def _short(conversion: Conversion, course: Course, shortage: Shortage) -> Why:
    prepared = conversion.prepared
    strands = tuple(_short_part(prepared, each, course) for each in shortage.parts[:_MOST_STRANDS])
    together = (together_line(shortage.parts, shortage.gap),) if len(shortage.parts) > 1 and shortage.gap else ()
    return _not_freed(course, shortage.headline, strands=strands, conditions=(*together, *shortage.limits))


def _short_part(prepared: Prepared, part: Part, course: Course) -> Strand:
    need = Fraction(course.credits)
    instead = None
    if part.instead is not None:
        group = next(each for each in prepared.standings.relations.outcomes if part.instead in each.members)
        instead = related_line(prepared, group.row, part.instead)
    worth = worth_line(part.standing)
    if part.is_alone:
        worth = value_line(part.standing, used_elsewhere=part.used_elsewhere, need=need, gives=part.asked)
    lines = (*row_lines(part.row, part.standing, course), validity_line(part.standing), instead, worth)
    return Strand(
        outcome=part.standing.outcome.id,
        title=title_of(part.standing.outcome),
        rule=rule_of(prepared.case.book, part.row),
        conditions=tuple(line for line in lines if line is not None),
    )


def _nearest_strands(prepared: Prepared, course: Course) -> tuple[Strand, ...]:
    """The outcomes that come nearest to the course, nearest first: with the row that fails by least."""
    ranked = []
    for key, standing in prepared.standings.outcomes.items():
        miss = nearest_miss(prepared, key, course.code)
        matched = _matching_row(prepared, standing, course)
        row = matched or (None if miss is None else miss.row)
        if row is not None:
            count, *further = (0, 0, Fraction()) if matched is not None or miss is None else miss.distance
            ranked.append((((count + (standing.obstacle is not None)), *further, key), standing, row))
    ranked.sort(key=lambda each: each[0])
    return tuple(_missed(prepared, standing, row, course) for _, standing, row in ranked[:_MOST_STRANDS])


def _matching_row(prepared: Prepared, standing: OutcomeStanding, course: Course) -> RecognitionRow | None:
    """A row that would let the outcome free the course, were it not for what keeps the outcome out."""
    named = (row for row in prepared.case.book.rows if names_course(row, course))
    return next((row for row in named if _holds(row, standing, course)), None)


def _holds(row: RecognitionRow, standing: OutcomeStanding, course: Course) -> bool:
    return all(line.verdict is Truth.YES for line in row_lines(row, standing, course, with_kind=True))


def _missed(prepared: Prepared, standing: OutcomeStanding, row: RecognitionRow, course: Course) -> Strand:
    barred = obstacle_line(prepared, standing)
    lines = (*row_lines(row, standing, course), validity_line(standing), barred, _own_value_line(standing, row, course))
    conditions = tuple(dict.fromkeys(line for line in lines if line is not None))
    title, rule = title_of(standing.outcome), rule_of(prepared.case.book, row)
    return Strand(standing.outcome.id, title, rule, conditions)


def _own_value_line(standing: OutcomeStanding, row: RecognitionRow, course: Course) -> WhyLine | None:
    if not row.not_above_own_value or standing.value >= course.credits or standing.obstacle is not None:
        return None
    need = Fraction(course.credits)
    return value_line(standing, used_elsewhere=Fraction(), need=need, gives=need)


def _first_failure(strand: Strand) -> Term | None:
    """The first condition that fails; one that a number measures goes first."""
    failed = [line for line in strand.conditions if line.verdict is not Truth.YES]
    return next((_unmet(line) for line in sorted(failed, key=lambda line: line.gap is None)), None)


def _unmet(line: WhyLine) -> Term:
    """A condition that fails in a few words: what is missing, else what is asked."""
    failed = [_unmet(child) for child in line.children if child.verdict is not Truth.YES]
    if failed:
        return Term("，或".join(each.zh for each in failed[:2]), ", or ".join(each.en for each in failed[:2]))
    if line.gap is not None:
        return Term(f"{line.label.zh}：{line.gap.zh}", f"{line.label.en}: {line.gap.en}")
    told = line.held if line.label == NOT_COUNTED_TWICE else line.required
    if told is None:
        return line.label
    asked = told if line.label == NOT_COUNTED_TWICE else spaced(ASKED, bound=told)
    return Term(f"{line.label.zh}：{asked.zh}", f"{line.label.en}: {asked.en}")


def _strand(prepared: Prepared, plan: Plan, result: OutcomeResult, code: str) -> Strand:
    """One outcome's part in what a course is credited."""
    standing, course = result.standing, plan.courses[code].course
    own = [line for line in result.lines if line.course == code]
    amount = sum((line.amount for line in own), Fraction())
    row = prepared.row(own[0].row)
    position = prepared.history.served.get(standing.outcome.id, 0) + _courses(result).index(code) + 1
    elsewhere = min(standing.spendable, result.given - amount)
    is_package = own[0].is_package
    worth = None
    if not is_package:
        need = Fraction(course.credits)
        worth = value_line(standing, used_elsewhere=max(Fraction(), elsewhere), need=need, gives=amount)
    lines = (*row_lines(row, standing, course), validity_line(standing), worth, served_line(standing, position))
    return Strand(
        outcome=standing.outcome.id,
        title=title_of(standing.outcome),
        rule=rule_of(prepared.case.book, row),
        conditions=tuple(line for line in lines if line is not None),
        amount=amount,
        note=_spent(result) if amount == result.given else _spent_in_all(result, amount),
    )


def _courses(result: OutcomeResult) -> list[str]:
    return list(dict.fromkeys(line.course for line in result.lines))


def _spent(result: OutcomeResult) -> Term:
    amount = credits_of(result.given)
    if result.lost > 0:
        return spaced(GIVES_AND_LOSES, amount=amount, lost=credits_of(result.lost))
    return spaced(GIVES, amount=amount, left=credits_of(result.left))


def _spent_here(amount: Fraction) -> Term:
    return spaced(GIVES_HERE, amount=credits_of(amount))


def _spent_in_all(result: OutcomeResult, amount: Fraction) -> Term:
    return GIVES_IN_ALL.format(here=_spent_here(amount), all=_spent(result))


def _idle(conversion: Conversion, key: str) -> tuple[Term, tuple[WhyLine, ...]]:
    """Why an outcome that nothing keeps out is not used, and the limits behind it."""
    problem, courses = conversion.certain.problem, conversion.certain.courses
    fits = sorted({pour.sink for pour in problem.pours if pour.outcome == key})
    if not fits and not any(key in dict(package.takes) for package in problem.packages):
        return FITS_NOTHING, ()
    found = [shortage for code in fits if not courses[code].lines and (shortage := shortage_of(conversion, code))]
    if not found:
        return NOT_CHOSEN, ()
    if len(found) == len(fits) and all(each.gap for each in found):
        return TOO_LITTLE, ()
    reached = ((limit_reached(each.limits), each.limits) for each in found)
    return next(((reason, limits) for reason, limits in reached if reason is not None), (NO_MORE, ()))


def _by_outcomes(strands: Sequence[Strand]) -> Term:
    titles = [strand.title for strand in strands[:_MOST_TITLES]]
    named = Term("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))
    if len(strands) > len(titles):
        named = AND_MORE.format(titles=named, n=len(strands))
    return BY_OUTCOME.format(title=named)


def _not_freed(
    course: Course, headline: Term, *, strands: tuple[Strand, ...] = (), conditions: tuple[WhyLine, ...] = ()
) -> Why:
    return Why(course.code, Answer.NO, NOT_FREED, headline, credits_of(course.credits), strands, conditions)
