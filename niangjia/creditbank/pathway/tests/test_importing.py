"""Workbooks of a college: a roster, offers with prerequisites, marks; all rows or none, each fault with its place."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from niangjia.creditbank.pathway.importing import import_marks, import_offers, import_roster
from niangjia.creditbank.pathway.queries import candidates_of, groups_of, marks_waiting, participations_of
from niangjia.creditbank.pathway.studying import take_groups
from niangjia.creditbank.pathway.tests.school import build_school
from niangjia.creditbank.pathway.ways import prerequisites_of
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.web.tests.college import build_college
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db
OFFER_HEAD = ("专业代码", "课程代码", "班名", "人数", "方式", "上课时间", "学时", "学费(元)")


@pytest.fixture
def school():
    return build_school(build_college(book=None), places=30)


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = BytesIO()
    book.save(made)
    return SourceFile("文件.xlsx", made.getvalue())


def roster(school, *rows):
    file = workbook(报名=[("姓名", "证件号码"), *rows])
    return school.act("jiaowu1", import_roster, file, cohort_id=school.cohort)


def test_people_of_a_roster_are_listed_once(school):
    rows = [("王工", worker_paper(7).number), ("李工", worker_paper(8).number)]
    assert roster(school, *rows) == (2, ())
    assert roster(school, *rows) == (0, ())
    names = [row.person.name for row in school.see("jiaowu1", candidates_of, school.cohort)]
    assert names == ["王工", "李工"]


def test_a_wrong_number_and_a_name_that_differs_are_told_with_their_rows(school):
    count, faults = roster(school, ("王工", "340811199001011234"), ("李工", worker_paper(8).number))
    assert (count, [(fault.code, fault.row) for fault in faults]) == (0, [("identity_invalid", 2)])
    count, faults = roster(school, ("李工", worker_paper(8).number), ("别人", worker_paper(0).number))
    assert (count, [(fault.code, fault.row) for fault in faults]) == (0, [("name_differs", 3)])
    assert school.see("jiaowu1", candidates_of, school.cohort) == []


def test_offers_and_prerequisites_stand_in_one_workbook(school):
    term = school.term()
    file = workbook(
        开课=[OFFER_HEAD, ("SK", "NC", "一班", 30, "送教进厂", "周二18:30-20:30、周四18:30-20:30", 64, 480)],
        先修=[("专业代码", "课程代码", "先修课程"), ("SK", "NC", "ZT、CG")],
    )
    assert school.act("jiaowu1", import_offers, file, semester_id=term) == (1, ())
    (row,) = school.see("jiaowu1", groups_of, term)
    assert (row.capacity, row.price, row.mode, [each.weekday for each in row.sittings.all()]) == (
        30, 48_000, "factory", [2, 4],
    )  # fmt: skip
    assert school.see("jiaowu1", prerequisites_of, school.programme) == (("NC", "CG"), ("NC", "ZT"))


def test_an_unknown_course_and_an_unreadable_time_are_told_together(school):
    rows = [("SK", "没有", "一班", 30, "", "", 64, 480), ("SK", "NC", "一班", 30, "", "周二晚上", 64, 480)]
    count, faults = school.act("jiaowu1", import_offers, workbook(开课=[OFFER_HEAD, *rows]), semester_id=school.term())
    assert (count, [(fault.code, fault.row) for fault in faults]) == (0, [("course_unknown", 2), ("no_sitting", 3)])


def test_marks_wait_for_a_second_person(school):
    group = school.group(school.term(), "NC")
    school.act("jiaowu1", take_groups, group, [school.made.enrolment])
    head = ("学号", "姓名", "成绩", "是否合格")
    good, stranger = ("2025001", "周晓岚", 82, "是"), ("2025002", "林静", 70, "是")
    count, faults = school.act("jiaowu1", import_marks, workbook(成绩=[head, good, stranger]), group_id=group)
    assert (count, [(fault.code, fault.row) for fault in faults]) == (0, [("not_in_group", 3)])
    assert school.act("jiaowu1", import_marks, workbook(成绩=[head, good]), group_id=group) == (1, ())
    assert [mark.mark for mark in school.see("jiaowu1", marks_waiting, school.made.college)] == ["82"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_list_costs_the_same_queries_for_one_row_and_for_more(school, django_assert_num_queries, count):
    group = school.group(school.term(), "NC")
    learners = [school.made.enrolment, school.made.other_enrolment][:count]
    school.act("jiaowu1", take_groups, group, learners)
    roster(school, *[(f"工友{n}", worker_paper(9 + n).number) for n in range(count)])

    def read():
        with django_assert_num_queries(2):
            rows = list(participations_of(group))
            assert all(row.enrolment.person.name for row in rows)
        with django_assert_num_queries(1):
            assert all(row.record.state for row in candidates_of(school.cohort))
        return len(rows)

    assert school.see("jiaowu1", read) == count
