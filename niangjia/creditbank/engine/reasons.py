"""The conditions that a verdict on an outcome rests on: its row, validity, value, number of courses, in words."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Condition, Truth, explain
from niangjia.core.terms import Term
from niangjia.creditbank.engine.asking import lines_of_trace, source_of
from niangjia.creditbank.engine.books import (
    Course,
    PackageRow,
    RecognitionRow,
    RelationRow,
    RuleBook,
)
from niangjia.creditbank.engine.candidates import is_below_level, pair_facts
from niangjia.creditbank.engine.facts import learner_facts
from niangjia.creditbank.engine.levels import level_asked, modules_of
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.standing import Obstacle, OutcomeStanding
from niangjia.creditbank.engine.validity import Bound
from niangjia.creditbank.engine.valuation import measure_of
from niangjia.creditbank.engine.why import Rule, WhyLine
from niangjia.creditbank.engine.wording import (
    NOT_KNOWN,
    amount_of,
    bare,
    credits_of,
    day,
    label_of,
    same,
    shown,
    spaced,
    title_of,
)

VALID: Final = Term("没有过期", "not expired")
EXPIRED: Final = Term("已经过期", "expired")
NOT_YET: Final = Term("还没有取得", "not awarded yet")
ENOUGH: Final = Term("分值够用", "worth enough")
NOT_ENOUGH: Final = Term("分值不够", "not worth enough")
NOT_VALUED: Final = Term("规则书没有写明折多少学分", "the rule book does not say what it is worth")
NEVER: Final = Term("这类成果不予认定", "outcomes of this class are never recognised")
LEVEL_OF_COURSE: Final = Term("达到课程要求的等级", "reaches the level that the course asks")
COURSES_SERVED: Final = Term("一项成果用于几门课", "courses that one outcome serves")
USED_UP: Final = Term("已经用完", "used up")
NOT_COUNTED_TWICE: Final = Term("不重复计算", "nothing counts twice")
USED_INSTEAD: Final = Term("已经用了{other}", "{other} is used instead")
OTHER_PROGRAMME: Final = Term("成果来自本专业的课程，不能再折回来", "it was made from courses of this programme")
RECENT: Final = Term("时效", "how recent it must be")
_AT_LEAST: Final = Term("不低于{bound}", "{bound} or above")
_KIND: Final = label_of("kind")
_HELD_FOR: Final = Term("{date}取得", "awarded on {date}")
_UNTIL: Final = Term("有效期到 {date}", "valid until {date}")
_WITHIN: Final = Term("取得不超过 {time}，即到 {date}", "awarded within {time}, that is until {date}")
_YEARS: Final = Term("{n} 年", "{n} year(s)")
_MONTHS: Final = Term("{n} 个月", "{n} months")
_NO_END: Final = Term("不限期", "no time limit")
_VALUED: Final = Term("折算", "worth")
_MEASURED: Final = Term("{held} ÷ {per} = {value}", "{held} ÷ {per} = {value}")
_AT: Final = Term("{value}（{measured}）", "{value} ({measured})")
_USED: Final = Term("已用", "used")
_LEFT: Final = Term("还有", "left")
_NEEDED: Final = Term("本课", "this course")
_SHORT: Final = Term("还差{gap}", "{gap} short")
_MOST: Final = Term("最多 {n} 门", "{n} at most")
_NTH: Final = Term("第 {n} 门", "course {n}")


def rule_of(book: RuleBook, row: RecognitionRow | PackageRow) -> Rule:
    """A row of the book as a reference."""
    note = row.note if isinstance(row, RecognitionRow) else None
    return Rule(book.title, book.version, book.publisher, row.id, row.article, note)


def row_lines(
    row: RecognitionRow | PackageRow, standing: OutcomeStanding, course: Course, *, with_kind: bool = False
) -> Iterator[WhyLine]:
    """Each condition of the row, and the level that the course asks of a certificate."""
    source, facts = source_of(standing.outcome), pair_facts(standing, course)
    whens = [row.when] if isinstance(row, RecognitionRow) else _best_take(row, standing)
    for when in whens:
        for line in lines_of_trace(explain(when, facts), source):
            if with_kind or line.label != _KIND:
                yield line
    least = level_asked(standing.outcome, course, standing.book)
    if least is not None:
        verdict = Truth.NO if is_below_level(standing, course) else Truth.YES
        held, required = shown("level", standing.outcome.level), shown("level", least)
        slack = standing.book.level_slack or 0
        parents = [row for row in modules_of(course, standing.book) if row.level - slack == least]
        details = tuple((same(row.name), same(row.article)) for row in parents)
        yield WhyLine(LEVEL_OF_COURSE, verdict, held, spaced(_AT_LEAST, bound=required), source=source, details=details)


def _best_take(row: PackageRow, standing: OutcomeStanding) -> list[Condition]:
    traces = [(take, explain(take.when, standing.facts)) for take in row.takes]
    return [take.when for take, trace in traces if trace.verdict is Truth.YES][:1] or [row.takes[0].when]


def validity_line(standing: OutcomeStanding) -> WhyLine:
    """Whether the outcome is still valid, and who says how long."""
    validity, outcome = standing.validity, standing.outcome
    label = VALID if validity.is_valid else EXPIRED if validity.is_awarded else NOT_YET
    if validity.last_day is None:
        required = _NO_END
    elif validity.bound is Bound.AWARDER:
        required = _UNTIL.format(date=day(validity.last_day))
    else:
        required = _WITHIN.format(time=_time(validity.months or 0), date=day(validity.last_day))
    verdict = Truth.YES if validity.is_valid else Truth.NO
    details = () if validity.article is None else ((RECENT, same(validity.article)),)
    held = _HELD_FOR.format(date=day(outcome.awarded_on))
    return WhyLine(label, verdict, held, required, source=source_of(outcome), details=details)


def _time(months: int) -> Term:
    years, rest = divmod(months, 12)
    return _MONTHS.format(n=months) if rest or not years else _YEARS.format(n=years)


def worth_line(standing: OutcomeStanding) -> WhyLine:
    """What the book says that the outcome is worth."""
    valuation = standing.valuation
    if valuation.value is None:
        needs = [label_of(name) for name in valuation.needs]
        gap = None if not needs else Term("、".join(each.zh for each in needs), ", ".join(each.en for each in needs))
        return WhyLine(NOT_VALUED, Truth.UNKNOWN if needs else Truth.NO, NOT_KNOWN, gap=gap)
    return WhyLine(_VALUED, Truth.YES, measured(standing, valuation.value), source=_article(standing))


def measured(standing: OutcomeStanding, value: Fraction) -> Term:
    """A value with the hours or months that it was counted from: 45 学时 ÷ 18 = 2.5 学分."""
    row = standing.valuation.row
    amount = None if row is None else measure_of(row, standing.outcome)
    if row is None or row.per is None or row.measure is None or amount is None:
        return credits_of(value)
    return _MEASURED.format(held=amount_of(row.measure, amount), per=bare(row.per), value=credits_of(value))


def also_measured(standing: OutcomeStanding, value: Fraction) -> Term:
    """Credits with what they would be in the outcome's own measure: 0.5 学分（9 学时）."""
    row = standing.valuation.row
    if row is None or row.per is None or row.measure is None or row.measure == "credits" or row.times_share:
        return credits_of(value)
    return _AT.format(value=credits_of(value), measured=amount_of(row.measure, value * Fraction(row.per)))


def value_line(standing: OutcomeStanding, *, used_elsewhere: Fraction, need: Fraction, gives: Fraction) -> WhyLine:
    """Whether what is left of the outcome is enough for its part of the course."""
    left = max(Fraction(), standing.spendable - used_elsewhere)
    is_enough = left >= gives
    details = [(_VALUED, measured(standing, standing.value))]
    if left < standing.value:
        details += [(_USED, credits_of(standing.value - left)), (_LEFT, credits_of(left))]
    details.append((_NEEDED, credits_of(need)))
    return WhyLine(
        label=ENOUGH if is_enough else NOT_ENOUGH,
        verdict=Truth.YES if is_enough else Truth.NO,
        held=measured(standing, left) if left == standing.value else credits_of(left),
        required=also_measured(standing, gives),
        gap=None if is_enough else spaced(_SHORT, gap=also_measured(standing, gives - left)),
        source=_article(standing),
        details=tuple(details),
        bar=(left, gives),
    )


def served_line(standing: OutcomeStanding, position: int) -> WhyLine | None:
    """How many courses one outcome may serve, where that is limited; ``position`` counts from 1."""
    most = standing.setting.fan_out
    if most is None:
        return None
    verdict = Truth.YES if position <= most else Truth.NO
    return WhyLine(COURSES_SERVED, verdict, _NTH.format(n=position), _MOST.format(n=most))


def obstacle_line(prepared: Prepared, standing: OutcomeStanding) -> WhyLine | None:
    """What keeps the outcome out; None where nothing does."""
    match standing.obstacle:
        case None:
            return None
        case Obstacle.SWALLOWED | Obstacle.COUNTED_ALREADY:
            return related_line(prepared, standing.because, standing.other)
        case Obstacle.EXPIRED | Obstacle.NOT_AWARDED:
            return validity_line(standing)
        case Obstacle.SPENT | Obstacle.FAN_OUT_USED:
            return _used_up_line(standing)
        case Obstacle.NEVER | Obstacle.MADE_FROM_HERE:
            label = NEVER if standing.obstacle is Obstacle.NEVER else OTHER_PROGRAMME
            return WhyLine(label, Truth.NO, source=None if standing.because is None else same(standing.because.article))
    return worth_line(standing)


def _used_up_line(standing: OutcomeStanding) -> WhyLine | None:
    if standing.obstacle is Obstacle.FAN_OUT_USED:
        return served_line(standing, (standing.setting.fan_out or 0) + 1)
    return WhyLine(USED_UP, Truth.NO, credits_of(Fraction()), details=((_VALUED, measured(standing, standing.value)),))


def related_line(prepared: Prepared, row: object, other: str | None) -> WhyLine:
    """A related outcome is used instead."""
    used, passed = prepared.standings.outcomes.get(other or ""), prepared.standings.courses.get(other or "")
    if used is not None:
        title = title_of(used.outcome)
    else:
        title = same(other or "") if passed is None else same(passed.course.name)
    article = same(row.article) if isinstance(row, RelationRow) else None
    return WhyLine(NOT_COUNTED_TWICE, Truth.NO, USED_INSTEAD.format(other=title), source=article)


def gate_lines(prepared: Prepared) -> tuple[WhyLine, ...]:
    """The gates that are shut."""
    facts = learner_facts(prepared.case.learner, prepared.case.on)
    return tuple(
        line
        for gate in prepared.standings.shut_gates
        for line in lines_of_trace(explain(gate.when, facts), same(gate.article))
    )


def _article(standing: OutcomeStanding) -> Term | None:
    row = standing.valuation.row
    return None if row is None else same(row.article)
