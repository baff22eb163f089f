"""Results leave in the college's own columns, with corrected marks, and never as a formula."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.transcript.exports import columns_of, export_csv, export_workbook, set_columns
from niangjia.creditbank.transcript.models import ExportColumn
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, LATHE, build_college

pytestmark = pytest.mark.django_db


def posted():
    made = build_college(LATHE)
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return made


def test_results_leave_in_the_columns_that_the_college_set():
    made = posted()
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        assert [field for _, field in columns_of(made.college)][:2] == ["student_number", "name"]
        set_columns(
            made.college,
            [("XH", "student_number"), ("=KCH", "course_code"), ("CJ", "mark"), ("XF", "credited")],
            actor=registrar,
            at=clock.now(),
        )
        lines = list(csv.reader(StringIO(export_csv(made.college).decode("utf-8-sig"))))
        sheet = load_workbook(BytesIO(export_workbook(made.college, on=AT.date()))).active
    assert lines == [
        ["XH", "'=KCH", "CJ", "XF"],
        ["2025001", "NC", "合格", "4"],
        ["2025001", "CG", "合格", "3"],
    ]
    assert [cell.value for cell in sheet[2]][:3] == ["2025001", "NC", "合格"]


def test_columns_are_the_registrars_to_set_and_no_other_colleges_to_see():
    made = posted()
    registrar, certifier = made.actor("jiaowu1"), made.actor("renzheng")
    with unit_of_work(registrar):
        set_columns(made.college, [("XH", "student_number")], actor=registrar, at=clock.now())
    with unit_of_work(registrar), pytest.raises(Refusal, match="field_unknown"):
        set_columns(made.college, [("X", "identity_number")], actor=registrar, at=clock.now())
    with unit_of_work(certifier):
        assert not ExportColumn.objects.exists()
        with pytest.raises(Refusal, match="act_not_allowed"):
            set_columns(made.college, [("XH", "student_number")], actor=certifier, at=clock.now())
