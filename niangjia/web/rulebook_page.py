"""A rule book as tables to read: what each row asks, frees and gives, with the findings under their rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import (
    DatedBy,
    DecidedBy,
    LimitKind,
    LimitRow,
    PackageRow,
    Period,
    RecognitionRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.findings import Finding
from niangjia.creditbank.engine.wording import RECOGNITIONS, credits_of, label_of, same
from niangjia.web.condition_words import NO_NAMES, Names, condition_words, joined
from niangjia.web.rule_tables import ARTICLE, ASKS, ROW, Flag, Flags, RuleTable, line_of
from niangjia.web.rulebook_settings import further_tables

CONFLICT: Final = Term("问题", "Problem")
REMARK: Final = Term("提示", "Remark")
PANEL: Final = Term("要专家认定", "panel decides")
AT_ONCE: Final = Term("按目录", "by catalogue")
PER: Final = Term("每 {per} {measure}折 1 学分", "1 credit for each {per} of {measure}")
TIMES_SHARE: Final = Term("，乘本人贡献", ", times own share")
EACH: Final = Term("{bound}（每个{each}分别算）", "{bound} (for each {each} by itself)")
AT_LEAST: Final = Term("不低于 {share}", "at least {share}")
PERIODS: Final = {
    (Period.TERM, DatedBy.DECISION): Term("学期（按认定日期）", "term, by the decision"),
    (Period.TERM, DatedBy.AWARD): Term("学期（按取得日期）", "term, by the award"),
    (Period.YEAR, DatedBy.DECISION): Term("学年（按认定日期）", "year, by the decision"),
    (Period.YEAR, DatedBy.AWARD): Term("学年（按取得日期）", "year, by the award"),
}
FEW_ROWS: Final = 3
RELATIONS: Final = {
    "same_occupation_lower_level": Term(
        "同一职业，低等级与高等级不重复算", "one occupation: a lower level beside a higher"
    ),
    "same_event": Term("同一竞赛的几个名次不重复算", "several ranks of one competition"),
    "same_certificate_number": Term("同一证书编号不重复算", "one certificate number"),
    "same_course_name": Term("同名课程不重复算", "one course under a normalised name"),
    "training_inside_certificate": Term("证书里已含的培训学时不重复算", "training hours inside a certificate"),
    "same_achievement": Term("同一成果多次获奖不重复算", "one work that won several awards"),
    "name_passed_here": Term("同名课程已在本校通过，不再算", "an earlier course whose name was passed here"),
}


def rule_book_tables(
    book: RuleBook, findings: Iterable[Finding] = (), names: Names = NO_NAMES
) -> tuple[RuleTable, ...]:
    """The book's tables in the order in which they are worked; empty ones are left out.

    ``names`` tells what the codes of courses and occupations stand for.
    """
    flags = flags_of(findings)
    tables = (
        _valuations(book, flags, names),
        _rows(book, flags, names),
        _packages(book, flags, names),
        _never(book, flags, names),
        *_rest(book, flags, names),
        *further_tables(book, flags, names),
    )
    return tuple(table for table in tables if table.rows)


def is_of_row(finding: Finding) -> bool:
    """It speaks of a row or two, not of the book."""
    return 0 < len(finding.rows) <= FEW_ROWS


def flags_of(findings: Iterable[Finding]) -> dict[str, tuple[Flag, ...]]:
    """Each finding under the first row that it names; one about many rows stands above the tables."""
    by_row: dict[str, list[Flag]] = defaultdict(list)
    for finding in findings:
        if is_of_row(finding):
            kind, mark, word = ("bad", "late", CONFLICT) if finding.is_error else ("warn", "due", REMARK)
            by_row[finding.rows[0]].append(Flag(kind, mark, word, finding.term))
    return {row: tuple(found) for row, found in by_row.items()}


def _valuations(book: RuleBook, flags: Flags, names: Names) -> RuleTable:
    rows = tuple(
        line_of(row.id, (condition_words(row.when, names), _worth(row), same(row.article)), flags)
        for row in book.valuations
    )
    note = Term("从上到下，先合上的一行算数。", "From the top: the first row that fits counts.")
    heads = (ROW, ASKS, Term("分值", "Worth"), ARTICLE)
    return RuleTable("valuations", Term("折算", "What outcomes are worth"), heads, rows, note)


def _worth(row: ValuationRow) -> Term:
    if row.credits is not None:
        worth = credits_of(row.credits)
    else:
        worth = PER.format(per=row.per, measure=label_of(row.measure or ""))
    return joined([worth, TIMES_SHARE], "", "") if row.times_share else worth


def _rows(book: RuleBook, flags: Flags, names: Names) -> RuleTable:
    rows = tuple(
        line_of(
            row.id,
            (
                condition_words(row.when, names),
                _targets(row, names),
                RECOGNITIONS[row.recognition],
                same(row.mark or "—"),
                _by(row),
                same(row.article),
            ),
            flags,
        )
        for row in book.rows
    )
    heads = (
        ROW,
        ASKS,
        Term("课程", "Courses"),
        Term("方式", "Kind"),
        Term("成绩", "Mark"),
        Term("办理", "Decided"),
        ARTICLE,
    )
    return RuleTable("recognition", Term("认定", "What they free"), heads, rows)


def _targets(row: RecognitionRow, names: Names) -> Term:
    return same("、".join((*(names.get(code, code) for code in row.courses), *row.categories)) or "—")


def _by(row: RecognitionRow | PackageRow) -> Term:
    return PANEL if row.decided_by is DecidedBy.PANEL else AT_ONCE


def _packages(book: RuleBook, flags: Flags, names: Names) -> RuleTable:
    rows = tuple(
        line_of(
            row.id,
            (
                joined([condition_words(take.when, names) for take in row.takes], "；加上 ", "; with "),
                same("、".join(names.get(code, code) for code in row.gives)),
                RECOGNITIONS[row.recognition],
                _by(row),
                same(row.article),
            ),
            flags,
        )
        for row in book.packages
    )
    heads = (
        ROW,
        Term("合在一起的成果", "Outcomes together"),
        Term("课程", "Courses"),
        Term("方式", "Kind"),
        Term("办理", "Decided"),
        ARTICLE,
    )
    return RuleTable("packages", Term("组合", "Together"), heads, rows)


def _never(book: RuleBook, flags: Flags, names: Names) -> RuleTable:
    rows = tuple(line_of(row.id, (condition_words(row.when, names), same(row.article)), flags) for row in book.never)
    return RuleTable("never", Term("不认定", "Never"), (ROW, ASKS, ARTICLE), rows)


def _rest(book: RuleBook, flags: Flags, names: Names) -> tuple[RuleTable, ...]:
    limits = tuple(
        line_of(row.id, (same(row.name), _counted(row, names), _bound(row), same(row.article)), flags)
        for row in book.limits
    )
    relations = tuple(line_of(row.id, (RELATIONS[row.kind], same(row.article)), flags) for row in book.relations)
    gates = tuple(
        line_of(row.id, (same(row.name), condition_words(row.when, names), same(row.article)), flags)
        for row in book.gates
    )
    return (
        RuleTable(
            "limits",
            Term("上限", "Caps"),
            (ROW, Term("名称", "Name"), Term("算哪些", "Counts"), Term("上限", "At most"), ARTICLE),
            limits,
        ),
        RuleTable(
            "relations", Term("不重复算", "No double counting"), (ROW, Term("关系", "Relation"), ARTICLE), relations
        ),
        RuleTable(
            "gates",
            Term("前提", "Preconditions"),
            (ROW, Term("名称", "Name"), Term("条件", "Condition"), ARTICLE),
            gates,
        ),
    )


def _counted(row: LimitRow, names: Names) -> Term:
    return Term("全部", "all") if row.when is None else condition_words(row.when, names)


def _bound(row: LimitRow) -> Term:
    """The figure, and for each of what it holds by itself."""
    figure = _figure(row)
    apart = [label_of(row.each_of)] if row.each_of is not None else []
    if row.period is not None:
        apart.append(PERIODS[row.period, row.dated_by or DatedBy.DECISION])
    each = joined(apart, "、", ", ")
    return EACH.format(each=each, bound=figure) if apart else figure


def _figure(row: LimitRow) -> Term:
    if row.credits is not None:
        return credits_of(row.credits)
    if row.count is not None:
        return same(str(row.count))
    share = same(f"{row.part}/{row.whole}")
    return AT_LEAST.format(share=share) if row.kind is LimitKind.LEAST_SHARE else share
