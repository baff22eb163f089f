"""Make the three sample workbooks of this folder anew: always the same, byte for byte.

    python examples/anqing/generate.py [FOLDER]

Everything in them is made up and marked 示例: majors, courses, rules, enterprises and people. The identity numbers have
a correct check character, but the district 340899 has never been allotted, so that no living person has one of them.
Occupations are real ones of the national classification of 2022.
"""

import sys
from datetime import date
from pathlib import Path

import programme
import recognitions
import rules
import values
import workers

from niangjia.creditbank.workbooks.forms.outcomes import LEARNERS, OUTCOMES
from niangjia.creditbank.workbooks.forms.programme import COURSES, FLOORS, MAJORS
from niangjia.creditbank.workbooks.forms.rulebook import (
    EXAMPLES,
    GATES,
    KINDS,
    LIMITS,
    NEVER,
    PACKAGES,
    RECOGNITIONS,
    RELATIONS,
    SETTINGS,
    VALUATIONS,
)
from niangjia.creditbank.workbooks.writing.forms import filled_sheet
from niangjia.creditbank.workbooks.writing.office import workbook_bytes

MADE_ON = date(2026, 3, 2)
COLLEGE = "望溪工匠学院 2025 级成人专科"
SAMPLE = "示例：全部内容均为虚构，仅供试用，不作任何认定依据。"


def write_workbooks(folder: Path) -> None:
    """Write programme.xlsx, rulebook.xlsx and outcomes.xlsx."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programme.xlsx").write_bytes(programme_workbook())
    (folder / "rulebook.xlsx").write_bytes(rule_book_workbook())
    (folder / "outcomes.xlsx").write_bytes(outcomes_workbook())


def programme_workbook() -> bytes:
    """The eight majors, their courses and category minimums."""
    parts = ((MAJORS, programme.major_rows()), (COURSES, programme.course_rows()), (FLOORS, programme.floor_rows()))
    sheets = [_sheet(form, rows, f"{COLLEGE}{form.label.zh}（示例）") for form, rows in parts]
    return workbook_bytes(sheets, on=MADE_ON, subject=f"{COLLEGE}培养方案（示例）")


def rule_book_workbook() -> bytes:
    """The sample rule book."""
    parts = (
        (SETTINGS, rules.SETTINGS),
        (KINDS, rules.KINDS),
        (VALUATIONS, values.valuation_rows()),
        (RECOGNITIONS, recognitions.recognition_rows()),
        (PACKAGES, rules.package_rows()),
        (NEVER, rules.NEVER),
        (LIMITS, rules.LIMITS),
        (RELATIONS, rules.RELATIONS),
        (GATES, rules.GATES),
        (EXAMPLES, rules.EXAMPLES),
    )
    sheets = [_sheet(form, rows, f"职工学习成果认定与转换规则：{form.label.zh}（示例）") for form, rows in parts]
    return workbook_bytes(sheets, on=MADE_ON, subject="职工学习成果认定与转换规则（示例）")


def outcomes_workbook() -> bytes:
    """320 learners and their outcomes."""
    people = workers.workers()
    parts = (
        (LEARNERS, [worker.row for worker in people]),
        (OUTCOMES, [row for worker in people for row in worker.outcomes]),
    )
    sheets = [_sheet(form, rows, f"{COLLEGE}{form.label.zh}登记表（示例）") for form, rows in parts]
    return workbook_bytes(sheets, on=MADE_ON, subject=f"{COLLEGE}学员与学习成果（示例）")


def _sheet(form, rows, title):  # noqa: ANN001, ANN202 - a form, its rows, a sheet to write
    return filled_sheet(form, rows, title=title, remarks=(SAMPLE,))


if __name__ == "__main__":
    write_workbooks(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
