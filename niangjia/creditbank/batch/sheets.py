"""A replay as a workbook: totals of each programme, and every learner whose credits change."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from niangjia.core.clock import day_of
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.batch.models import Run
from niangjia.creditbank.batch.queries import ReplayTotals, every_change
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.workbooks.writing.office import COUNT, CREDITS, OutColumn, OutSheet, Row, workbook_bytes

TITLE: Final = "规则书试算结果"
TOTAL_COLUMNS: Final = (
    OutColumn("专业", 30),
    OutColumn("增加人数", 10, COUNT),
    OutColumn("减少人数", 10, COUNT),
    OutColumn("共增学分", 12, CREDITS),
    OutColumn("共减学分", 12, CREDITS),
)
CHANGE_COLUMNS: Final = (
    OutColumn("学号", 14),
    OutColumn("姓名", 12),
    OutColumn("专业", 30),
    OutColumn("班级", 14),
    OutColumn("现行可认定学分", 14, CREDITS),
    OutColumn("按草稿可认定学分", 16, CREDITS),
    OutColumn("增减", 10, CREDITS),
)


def replay_workbook(run: Run, totals: ReplayTotals, *, on: date) -> bytes:
    """Both sheets; rows are written as they are read."""
    remarks = _remarks(run, totals)
    sheets = [
        OutSheet("合计", TOTAL_COLUMNS, _total_rows(totals), title=TITLE, remarks=remarks),
        OutSheet("逐人", CHANGE_COLUMNS, _change_rows(run), title=TITLE, remarks=remarks, frozen_columns=2),
    ]
    return workbook_bytes(sheets, on=on, subject=TITLE)


def _remarks(run: Run, totals: ReplayTotals) -> tuple[str, ...]:
    compared = "" if run.compared_with is None else f"，对照{_named(run.compared_with)}"
    found = f"增加 {totals.gaining} 人、减少 {totals.losing} 人、不变 {totals.staying} 人"
    return (
        f"试算{_named(run.rule_book)}（试算时校验码 {run.content_hash}）{compared}",
        f"{day_of(run.started_at).isoformat()} 试算，学员 {totals.learners_count} 人：{found}",
    )


def _named(book: RuleBook) -> str:
    return f"《{book.title}》第 {book.version} 版"


def _total_rows(totals: ReplayTotals) -> Iterator[Row]:
    for each in totals.programmes:
        yield each.programme, each.gaining, each.losing, each.won, each.lost


def _change_rows(run: Run) -> Iterator[Row]:
    for each in every_change(run.id):
        amounts = (each.before_credits, each.after_credits, each.change)
        who = (each.enrolment.student_number, each.enrolment.person.name)
        where = (each.programme.title, each.enrolment.class_name)
        yield *who, *where, *(from_units(amount, Unit.COURSE_CREDIT) for amount in amounts)
