"""Settings of a rule book that can't work as they are written: periods, parents, marks, fees, days, jurisdictions."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from niangjia.core.conditions import Condition
from niangjia.core.terms import Term
from niangjia.core.workdays import PeriodUnit
from niangjia.creditbank.engine.atoms import TooManyAlternativesError, alternatives
from niangjia.creditbank.engine.books import DatedBy, LimitKind, LimitRow, Period, RuleBook
from niangjia.creditbank.engine.facts import CATALOGUE, About
from niangjia.creditbank.engine.findings import Finding, listed
from niangjia.creditbank.engine.periods import month_and_day
from niangjia.creditbank.engine.problem import Side

EACH_OF_WRONG: Final = Term(
    "第 {row} 行的上限要按“{name}”分别计算，但计算对象没有这一项。请改分别计算的项目。",
    "The limit in row {row} counts each {name} by itself, which what it counts does not have. Choose another fact.",
)
PERIOD_WRONG: Final = Term(
    "第 {row} 行的上限不能按学期或学年计算：只有成果才按取得日期分期，非对口个数不分期。请改正。",
    "The limit in row {row} can't count by term or year: only outcomes have an award date, and what is unrelated is"
    " counted once for all. Mend it.",
)
NO_TERMS: Final = Term(
    "第 {row} 行的上限按学期计算，但没有写学期从哪天开始。请在设置里补“学期起始日”。",
    "The limit in row {row} counts by term, and no term's first day is given. Add them to the settings.",
)
START_WRONG: Final = Term(
    "学期或学年的起始日 {day} 不对或者重复。请写成月-日，如 03-01。",
    "The first day {day} of a term or year is wrong or stands twice. Write month and day, as 03-01.",
)
ISSUER_TWICE: Final = Term(
    "第 {row} 行的颁发单位 {name} 已经属于另一个颁发地区。请只留一处。",
    "Issuer {name} in row {row} belongs to another jurisdiction already. Keep one.",
)
NO_JURISDICTION: Final = Term(
    "第 {row} 行问到颁发地区 {name}，书里没有这个地区的颁发单位。请补上。",
    "Row {row} asks for jurisdiction {name}, of which the book names no issuer. Add it.",
)
ROW_EMPTY: Final = Term(
    "第 {row} 行没有写完整：要写明对象，数字要大于 0。请补上。",
    "Row {row} is incomplete: name what it is about, with figures above 0. Add them.",
)
FIGURE_WRONG: Final = Term("“{name}”的数字 {value} 不对。请改正。", "{name} can't be {value}. Mend it.")
NOBODY_HEARS: Final = Term(
    "写了申诉期限，没有写向谁申诉。请补上。", "There is a time to appeal and nobody to appeal to. Add who hears it."
)
SAME_HEARS: Final = Term(
    "申诉由发布单位 {name} 自己受理。建议由其他人受理。",
    "Appeals go to the publisher {name} itself. Other people should hear them.",
)
_SLACK: Final = Term("允许低于课程等级", "The slack of levels")
_MARK_STEP: Final = Term("成绩取整单位", "The step of marks")
_QUORUM: Final = Term("发布所需同意数", "The quorum")
_PANEL: Final = Term("评审人数", "The size of a panel")
_DAYS_IN: Final = Term("期限单位", "The unit of days")
_DAYS: Final = {
    "decide_days": Term("审定期限", "The time to decide"),
    "notice_days": Term("公示天数", "The time of public notice"),
    "appeal_days": Term("申诉期限", "The time to appeal"),
    "consult_days": Term("规则公示天数", "The public notice of drafts"),
    "hear_days": Term("申诉办理期限", "The time to decide an appeal"),
}


def setting_faults(book: RuleBook, whens: Iterable[tuple[str, Condition]]) -> Iterator[Finding]:
    """Everything that is wrong in the settings; ``whens`` are the conditions of all rows, to see what they ask."""
    for row in book.limits:
        yield from _limit_faults(row, book)
    yield from _start_faults(book)
    yield from _jurisdiction_faults(book, whens)
    yield from (_of_row("row_incomplete", ROW_EMPTY, row) for row in _incomplete(book))
    yield from _figure_faults(book)
    yield from _appeal_faults(book)


def _of_row(code: str, term: Term, row: str, **values: object) -> Finding:
    return Finding(code, term.format(row=row, **values), (row,))


def _limit_faults(row: LimitRow, book: RuleBook) -> Iterator[Finding]:
    is_unrelated = row.kind is LimitKind.UNRELATED_COUNT
    if row.each_of is not None:
        wanted = About.OUTCOME if row.side is Side.SOURCE else About.COURSE
        entry = CATALOGUE.get(row.each_of)
        if entry is None or entry.about is not wanted or is_unrelated:
            name = row.each_of if entry is None else entry.label
            yield _of_row("each_of_wrong", EACH_OF_WRONG, row.id, name=name)
    is_by_award_of_course = row.dated_by is DatedBy.AWARD and row.side is Side.SINK
    if (row.period is not None and (is_unrelated or is_by_award_of_course)) or (row.period is None and row.dated_by):
        yield _of_row("period_wrong", PERIOD_WRONG, row.id)
    if row.period is Period.TERM and not book.term_starts:
        yield _of_row("no_terms", NO_TERMS, row.id)


def _start_faults(book: RuleBook) -> Iterator[Finding]:
    counts = Counter(book.term_starts)
    for day in (*counts, *(() if book.year_start is None else (book.year_start,))):
        if counts[day] > 1 or not _is_day(day):
            yield Finding("start_wrong", START_WRONG.format(day=day))


def _is_day(text: str) -> bool:
    try:
        month_and_day(text)
    except ValueError:
        return False
    return True


def _jurisdiction_faults(book: RuleBook, whens: Iterable[tuple[str, Condition]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for row in book.jurisdictions:
        for issuer in row.issuers:
            if seen.setdefault(issuer, row.name) != row.name:
                yield _of_row("issuer_twice", ISSUER_TWICE, row.id, name=issuer)
    names = {row.name for row in book.jurisdictions}
    for key, when in whens:
        missing = sorted(_jurisdictions_asked(when) - names)
        if missing:
            yield _of_row("no_jurisdiction", NO_JURISDICTION, key, name=listed(missing))


def _jurisdictions_asked(when: Condition) -> set[str]:
    try:
        atoms = {atom for alternative in alternatives(when) for atom in alternative if atom.fact == "jurisdiction"}
    except TooManyAlternativesError:
        return set()
    return {str(constant) for atom in atoms for constant in atom.constants}


def _incomplete(book: RuleBook) -> Iterator[str]:
    yield from (row.id for row in book.jurisdictions if not row.issuers or not row.name)
    yield from (row.id for row in book.modules if row.level <= 0 or not (row.courses or row.categories))
    yield from (row.id for row in book.recencies if row.months < 1)
    yield from (row.id for row in book.fees if row.yuan <= 0)
    yield from (row.id for row in book.marks if row.mark is not None and not row.mark.strip())


def _figure_faults(book: RuleBook) -> Iterator[Finding]:
    figures: list[tuple[Term, Decimal | int | None, bool]] = [
        (_SLACK, book.level_slack, book.level_slack is not None and book.level_slack < 0),
        (_MARK_STEP, book.mark_step, book.mark_step is not None and book.mark_step <= 0),
        (_QUORUM, book.quorum, book.quorum is not None and book.quorum < 1),
        (_PANEL, book.panel_size, book.panel_size is not None and book.panel_size < 1),
    ]
    if book.days_in not in {None, PeriodUnit.WORKING_DAYS, PeriodUnit.CALENDAR_DAYS}:
        yield Finding("figure_wrong", FIGURE_WRONG.format(name=_DAYS_IN, value=book.days_in))
    for field, name in _DAYS.items():
        days: int | None = getattr(book, field)
        figures.append((name, days, days is not None and days < 1))
    yield from (
        Finding("figure_wrong", FIGURE_WRONG.format(name=name, value=value))
        for name, value, is_bad in figures
        if is_bad
    )


def _appeal_faults(book: RuleBook) -> Iterator[Finding]:
    if book.appeal_days is not None and not book.appeal_to:
        yield Finding("nobody_hears", NOBODY_HEARS)
    if book.appeal_to is not None and book.appeal_to == book.publisher:
        yield Finding("same_hears", SAME_HEARS.format(name=book.publisher), is_error=False)
