"""The settings and further rows of a rule book as tables: parents, recency, marks, fees, jurisdictions, days."""

from typing import Final

from niangjia.core.terms import Term
from niangjia.core.workdays import PeriodUnit
from niangjia.creditbank.engine.books import FeePer, FeeRow, ModuleRow, RuleBook, SeveralMarks
from niangjia.creditbank.engine.wording import bare, level, same
from niangjia.web.condition_words import Names, condition_words
from niangjia.web.rule_tables import ARTICLE, ASKS, ROW, Flags, RowLine, RuleTable, line_of

_NAME: Final = Term("名称", "Name")
_MONTHS: Final = Term("{n} 个月", "{n} months")
_DAYS: Final = Term("{n} {unit}", "{n} {unit}")
_OWN_SCORE: Final = Term("成果本身的成绩", "its own score")
_EVERYONE: Final = Term("所有人", "everyone")
_FEE: Final = Term("{yuan} 元，{per}", "{yuan} yuan {per}")
_STEPS: Final = Term("{n} 级", "{n} steps")
_PER: Final = {
    FeePer.DECISION: Term("每次认定", "a decision"),
    FeePer.OUTCOME: Term("每项成果", "an outcome"),
    FeePer.COURSE: Term("每门课程", "a course"),
    FeePer.CREDIT: Term("每学分", "a credit"),
}
_MARKS: Final = {
    SeveralMarks.LEAST: Term("取最低", "the least"),
    SeveralMarks.WEIGHTED_MEAN: Term("按学分加权平均", "the mean, weighted by credits"),
}


def further_tables(book: RuleBook, flags: Flags, names: Names) -> tuple[RuleTable, ...]:
    """The tables in the order in which they act; empty ones are the caller's to leave out."""
    return (
        _table(
            "jurisdictions", Term("颁发地区", "Jurisdictions"), Term("发证单位", "Issuers"), _jurisdictions(book, flags)
        ),
        _table(
            "modules",
            Term("上级模块", "Parents of courses"),
            Term("等级与课程", "Level and courses"),
            _modules(book, flags, names),
        ),
        RuleTable(
            "recencies",
            Term("时效", "Recency"),
            (ROW, ASKS, Term("最长", "At most"), ARTICLE),
            tuple(
                line_of(
                    row.id, (condition_words(row.when, names), _MONTHS.format(n=row.months), same(row.article)), flags
                )
                for row in book.recencies
            ),
        ),
        RuleTable(
            "marks",
            Term("成绩换算", "Marks"),
            (ROW, ASKS, Term("成绩", "Mark"), ARTICLE),
            tuple(
                line_of(row.id, (condition_words(row.when, names), _mark(row.mark), same(row.article)), flags)
                for row in book.marks
            ),
        ),
        RuleTable(
            "fees",
            Term("费用", "Fees"),
            (ROW, _NAME, Term("谁付", "Who pays"), Term("多少", "How much"), ARTICLE),
            tuple(line_of(row.id, _fee(row, names), flags) for row in book.fees),
        ),
        RuleTable(
            "settings", Term("设置", "Settings"), (Term("项目", "Item"), Term("内容", "Content")), _settings(book)
        ),
    )


def _table(key: str, title: Term, told: Term, rows: tuple[RowLine, ...]) -> RuleTable:
    return RuleTable(key, title, (ROW, _NAME, told, ARTICLE), rows)


def _jurisdictions(book: RuleBook, flags: Flags) -> tuple[RowLine, ...]:
    return tuple(
        line_of(row.id, (same(row.name), same("、".join(row.issuers)), same(row.article)), flags)
        for row in book.jurisdictions
    )


def _modules(book: RuleBook, flags: Flags, names: Names) -> tuple[RowLine, ...]:
    return tuple(
        line_of(row.id, (same(row.name), _parent(row, names), same(row.article)), flags) for row in book.modules
    )


def _parent(row: ModuleRow, names: Names) -> Term:
    courses = "、".join((*(names.get(code, code) for code in row.courses), *row.categories))
    asked = level(row.level)
    return Term(f"{asked.zh}：{courses}", f"{asked.en}: {courses}")


def _mark(mark: str | None) -> Term:
    return _OWN_SCORE if mark is None else same(mark)


def _fee(row: FeeRow, names: Names) -> tuple[Term, ...]:
    who = _EVERYONE if row.when is None else condition_words(row.when, names)
    return same(row.name), who, _FEE.format(yuan=bare(row.yuan), per=_PER[row.per]), same(row.article)


def _settings(book: RuleBook) -> tuple[RowLine, ...]:
    """Only what the book sets."""
    unit = (book.days_in or PeriodUnit.CALENDAR_DAYS).term
    days = ((name, None if n is None else _DAYS.format(n=n, unit=unit)) for name, n in _periods(book))
    told: list[tuple[Term, Term | None]] = [
        (Term("允许低于课程等级", "Levels below the course"), _figure(book.level_slack, _STEPS)),
        (Term("学期起始日", "Terms begin"), same("、".join(book.term_starts)) if book.term_starts else None),
        (Term("学年起始日", "The year begins"), None if book.year_start is None else same(book.year_start)),
        (Term("多项成果的成绩", "Several marks"), None if book.several_marks is None else _MARKS[book.several_marks]),
        (Term("成绩取整单位", "Step of marks"), _figure(book.mark_step, Term("{n} 分", "{n}"))),
        (Term("发布所需同意数", "Quorum"), _figure(book.quorum, Term("{n} 人", "{n}"))),
        (Term("评审人数", "People on a panel"), _figure(book.panel_size, Term("{n} 人", "{n}"))),
        *days,
        (Term("申诉受理", "Appeals to"), None if book.appeal_to is None else same(book.appeal_to)),
    ]
    return tuple(RowLine(name.en.lower().replace(" ", "-"), (name, value)) for name, value in told if value is not None)


def _periods(book: RuleBook) -> tuple[tuple[Term, int | None], ...]:
    return (
        (Term("审定期限", "Days to decide"), book.decide_days),
        (Term("公示天数", "Days of notice"), book.notice_days),
        (Term("申诉期限", "Days to appeal"), book.appeal_days),
        (Term("规则公示天数", "Days a draft is shown"), book.consult_days),
        (Term("申诉办理期限", "Days to decide an appeal"), book.hear_days),
    )


def _figure(value: object, form: Term) -> Term | None:
    return None if value is None else form.format(n=value)
