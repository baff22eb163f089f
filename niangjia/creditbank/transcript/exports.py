"""Posted results as the college's own system takes them: its columns, under its headers, as .xlsx or .csv."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import Decision, DecisionCourse
from niangjia.creditbank.engine.wording import RECOGNITIONS
from niangjia.creditbank.transcript.models import ExportColumn
from niangjia.creditbank.transcript.papers import printed_decisions
from niangjia.creditbank.workbooks.writing.office import OutColumn, OutSheet, workbook_bytes
from niangjia.kernel.access.queries import require

Cell = str | Decimal | date
FIELDS: Final[dict[str, tuple[Term, Callable[[Decision, DecisionCourse], Cell]]]] = {
    "student_number": (Term("学号", "student number"), lambda made, row: made.enrolment.student_number),  # noqa: ARG005
    "name": (Term("姓名", "name"), lambda made, row: made.enrolment.person.name),  # noqa: ARG005
    "class_name": (Term("班级", "class"), lambda made, row: made.enrolment.class_name),  # noqa: ARG005
    "programme": (Term("专业", "programme"), lambda made, row: made.enrolment.programme.title),  # noqa: ARG005
    "course_code": (Term("课程代码", "course code"), lambda made, row: row.course.code),  # noqa: ARG005
    "course_name": (Term("课程名称", "course"), lambda made, row: row.course.name),  # noqa: ARG005
    "course_credits": (
        Term("课程学分", "credits of the course"),
        lambda made, row: from_units(row.course.credits, Unit.COURSE_CREDIT),  # noqa: ARG005
    ),
    "credited": (
        Term("认定学分", "credits recognised"),
        lambda made, row: from_units(row.credited, Unit.COURSE_CREDIT),  # noqa: ARG005
    ),
    "recognition": (Term("方式", "kind"), lambda made, row: RECOGNITIONS[row.recognition].zh),  # noqa: ARG005
    "mark": (Term("成绩记载", "mark"), lambda made, row: row.mark_now),  # noqa: ARG005
    "number": (Term("文号", "number"), lambda made, row: made.record.number or ""),  # noqa: ARG005
    "posted_on": (Term("入账日期", "posted on"), lambda made, row: day_of(made.record.state_at)),  # noqa: ARG005
}
USUAL: Final = ("student_number", "name", "course_code", "course_name", "credited", "recognition", "mark", "number")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
NO_COLUMNS: Final = Term("至少要留一列。没有保存。", "At least one column must stay; nothing was saved.")
UNKNOWN: Final = Term("没有“{field}”这一项。没有保存。", "There is no field {field}; nothing was saved.")


def columns_of(college_id: UUID) -> tuple[tuple[str, str], ...]:
    """A college's columns in order, as header and field; the usual ones under our own words until it sets its own."""
    own = ExportColumn.objects.filter(college_id=college_id).order_by("position").values_list("header", "field")
    return tuple(own) or tuple((FIELDS[field][0].zh, field) for field in USUAL)


def set_columns(college_id: UUID, columns: Sequence[tuple[str, str]], *, actor: Actor, at: datetime) -> None:
    """Set the columns anew: header, field. Refuses ``act_not_allowed``, ``no_columns`` and ``field_unknown``."""
    require(actor, "conversion.post", on=college_id, at=day_of(at))
    if not columns:
        raise Refusal("no_columns", NO_COLUMNS)
    for _, field in columns:
        if field not in FIELDS:
            raise Refusal("field_unknown", UNKNOWN.format(field=field))
    rows = [
        ExportColumn(college_id=college_id, position=place, header=header.strip(), field=field)
        for place, (header, field) in enumerate(columns)
    ]
    refuse_too_long(rows)
    ExportColumn.objects.filter(college_id=college_id).delete()
    ExportColumn.objects.bulk_create(rows)
    log(actor=actor, act="export.set", about=college_id, at=at, detail={"columns": str(len(rows))})


def export_workbook(college_id: UUID, *, on: date, class_name: str = "") -> bytes:
    """The posted results of a class, or of all, one row a course. Refuses ``nothing_posted``."""
    columns = columns_of(college_id)
    outs = tuple(OutColumn(header, 16, is_text=True) for header, _ in columns)
    sheet = OutSheet(name="认定结果", columns=outs, rows=list(_rows(college_id, columns, class_name)))
    return workbook_bytes([sheet], on=on, subject="认定结果")


def export_csv(college_id: UUID, *, class_name: str = "") -> bytes:
    """The same as CSV in UTF-8 with a mark, as Excel reads it; what looks like a formula is kept as text."""
    columns, target = columns_of(college_id), StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_plain(header) for header, _ in columns])
    writer.writerows([_plain(cell) for cell in row] for row in _rows(college_id, columns, class_name))
    return target.getvalue().encode("utf-8-sig")


def _rows(college_id: UUID, columns: Sequence[tuple[str, str]], class_name: str) -> Iterator[list[Cell]]:
    for decision in printed_decisions(college_id, class_name=class_name):
        for row in decision.courses.all():
            yield [FIELDS[field][1](decision, row) for _, field in columns]


def _plain(cell: Cell) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
