"""Learners: enrolled once, found again by number, never mixed up; seen by herself and her college."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.programmes.changes import change_class, end_enrolment
from niangjia.creditbank.programmes.importing import import_learners
from niangjia.creditbank.programmes.models import Enrolment, PassedCourse
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol, note_passed, publish_programmes
from niangjia.creditbank.programmes.queries import enrolments_of, learners_of
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.web.tests.college import AT, PROGRAMME, build_college
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db
HEADER = "学号,姓名,证件号码,专业,班级,入学日期,学籍状态,已通过课程"


def learner(person, number="2025001", code="SK", class_name="数控一班"):
    return NewEnrolment(person, code, number, class_name, date(2025, 9, 1))


def enrolled(made, *learners):
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        return enrol(learners, college_id=made.college, actor=registrar, at=AT)


def imported(made, *rows):
    registrar = made.actor("jiaowu1")
    file = SourceFile("学员.csv", "\n".join([HEADER, *rows]).encode())
    with unit_of_work(registrar):
        return import_learners(file, college_id=made.college, actor=registrar, at=AT)


def count(made):
    with unit_of_work(made.actor("jiaowu1")):
        return Enrolment.objects.count()


def refusal_of(made, *learners):
    before = count(made)
    with pytest.raises(Refusal) as refused:
        enrolled(made, *learners)
    assert count(made) == before
    return refused.value.code


def test_enrolling_again_gives_the_same_enrolment():
    made = build_college(book=None)
    assert enrolled(made, learner(made.person)) == [made.enrolment]
    assert count(made) == 2


def test_a_student_number_of_somebody_else_is_refused():
    made = build_college(book=None)
    assert refusal_of(made, learner(made.other, "2025001")) == "student_number_taken"


def test_two_people_under_one_number_in_one_list_are_refused():
    made = build_college(book=None)
    publish_electrics(made)
    wanted = [learner(made.person, "2025009", "DQ"), learner(made.other, "2025009", "DQ")]
    assert refusal_of(made, *wanted) == "student_number_taken"


def test_a_second_number_in_the_same_programme_is_refused():
    made = build_college(book=None)
    assert refusal_of(made, learner(made.person, "2025099")) == "enrolled_under_another_number"


def test_another_programme_under_the_same_number_is_refused():
    made = build_college(book=None)
    publish_electrics(made)
    assert refusal_of(made, learner(made.person, "2025001", "DQ")) == "enrolled_in_another_programme"


def test_a_second_programme_under_its_own_number_is_an_enrolment_of_its_own():
    made = build_college(book=None)
    publish_electrics(made)
    enrolled(made, learner(made.person, "2025009", "DQ"))
    with unit_of_work(made.actor("jiaowu1")):
        assert {row.programme.code for row in enrolments_of(made.person)} == {"SK", "DQ"}


def test_an_unknown_programme_is_refused_with_the_row():
    made = build_college(book=None)
    with pytest.raises(Refusal, match="row 2") as refused:
        enrolled(made, learner(made.person), learner(made.other, "2025002", "没有"))
    assert refused.value.code == "unknown_programme"


def test_a_class_name_that_no_table_can_hold_is_refused_with_a_sentence():
    made = build_college(book=None)
    publish_electrics(made)
    assert refusal_of(made, learner(made.person, "2025009", "DQ", "班" * 61)) == "text_too_long"


def test_a_course_passed_is_noted_once_and_an_unknown_one_refused():
    made = build_college(book=None)
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        note_passed({made.enrolment: ["ZT", "TY"]}, actor=registrar, on=AT.date())
        assert PassedCourse.objects.filter(enrolment_id=made.enrolment).count() == 2
        with pytest.raises(Refusal, match="没有|no course"):
            note_passed({made.enrolment: ["没有"]}, actor=registrar, on=AT.date())


def test_learners_of_a_file_are_enrolled_with_what_they_passed():
    made = build_college(book=None)
    report = imported(made, f"2025003,欧阳静,{worker_paper(5).number},SK,数控一班,2025-09-01,在籍,机械制图")
    assert report.faults == ()
    with unit_of_work(made.actor("jiaowu1")):
        (row,) = learners_of(made.college).filter(student_number="2025003")
        assert (row.person.name, row.class_name) == ("欧阳静", "数控一班")
        assert [passed.course.code for passed in row.passed.all()] == ["ZT"]
    again = imported(made, f"2025003,欧阳静,{worker_paper(5).number},SK,数控一班,2025-09-01,在籍,机械制图")
    assert again.enrolled == report.enrolled


def test_learner_without_an_identity_number_is_a_fault_of_her_row():
    made = build_college(book=None)
    report = imported(made, "2025004,单雄文,,SK,数控一班,2025-09-01,在籍,")
    assert {(fault.code, fault.row) for fault in report.faults} == {("identity_missing", 2)}
    assert count(made) == 2


def test_learner_on_leave_is_enrolled_and_the_book_is_told_that_she_does_not_attend():
    made = build_college()
    report = imported(made, f"2025003,欧阳静,{worker_paper(5).number},SK,数控一班,2025-09-01,休学,")
    assert report.faults == ()
    with unit_of_work(made.actor("jiaowu1")):
        book = RuleBook.objects.get(publisher_id=made.college)
        cases = learner_cases([*report.enrolled, made.enrolment], rule_book=book, on=AT.date())
        assert [case.case.learner.is_enrolled for case in cases] == [True, False]


def listed(person, number, name="周晓岚", group="数控一班", state="在籍", major="SK"):
    return f"{number},{name},{worker_paper(person).number},{major},{group},2025-09-01,{state},"


def test_every_contradiction_of_a_list_is_told_at_once_with_its_cell_and_nothing_is_written():
    made = build_college(book=None)
    publish_electrics(made)
    report = imported(
        made,
        listed(0, "2025099"),
        listed(1, "2025002", "林静", major="DQ"),
        listed(5, "2025009", "欧阳静", state="退学"),
        listed(6, "2025010", "新来的"),
    )
    assert [(fault.code, fault.row, fault.column) for fault in report.faults] == [
        ("enrolled_under_another_number", 2, "学号"),
        ("enrolled_in_another_programme", 3, "专业"),
        ("learner_left", 4, "学籍状态"),
    ]
    assert count(made) == 2


def test_a_list_says_how_many_are_new_changed_and_as_before():
    made = build_college(book=None)
    rows = listed(0, "2025001", group="数控二班"), listed(1, "2025002", "林静"), listed(5, "2025003", "欧阳静")
    report = imported(made, *rows)
    assert (report.new_count, report.changed_count, report.unchanged_count) == (1, 1, 1)
    again = imported(made, *rows)
    assert (again.new_count, again.changed_count, again.unchanged_count) == (0, 0, 3)
    with unit_of_work(made.actor("jiaowu1")):
        assert Enrolment.objects.get(id=made.enrolment).class_name == "数控二班"


def test_leave_return_and_end_are_taken_from_a_list():
    made = build_college(book=None)
    for state, attends in (("休学", False), ("在籍", True)):
        assert imported(made, listed(0, "2025001", state=state)).changed_count == 1
        with unit_of_work(made.actor("jiaowu1")):
            assert Enrolment.objects.get(id=made.enrolment).is_attending is attends
    assert imported(made, listed(0, "2025001", state="退学")).changed_count == 1
    with unit_of_work(made.actor("jiaowu1")):
        assert Enrolment.objects.get(id=made.enrolment).ended_on == AT.date()
        assert not enrolments_of(made.person).exists()
    assert imported(made, listed(0, "2025001", state="退学")).changed_count == 0
    assert [fault.code for fault in imported(made, listed(0, "2025001")).faults] == ["enrolment_ended"]


def test_ended_enrolment_changes_no_more_and_only_her_college_ends_it():
    made = build_college(book=None)
    registrar, worker = made.actor("jiaowu1"), made.actor("zhou")
    with pytest.raises(Refusal, match="act_not_allowed"), unit_of_work(worker):
        end_enrolment(made.enrolment, on=AT.date(), reason="退学", actor=worker, at=AT)
    with pytest.raises(Refusal, match="enrolment_ends_before_it_began"), unit_of_work(registrar):
        end_enrolment(made.enrolment, on=date(2024, 1, 1), reason="退学", actor=registrar, at=AT)
    with unit_of_work(registrar):
        change_class(made.enrolment, "数控三班", actor=registrar, at=AT)
        end_enrolment(made.enrolment, on=AT.date(), reason="退学", actor=registrar, at=AT)
    with pytest.raises(Refusal, match="enrolment_ended"), unit_of_work(registrar):
        change_class(made.enrolment, "数控二班", actor=registrar, at=AT)


def test_a_sheet_of_outcomes_with_faults_does_not_keep_learners_out():
    made = build_college(book=None)
    book = Workbook()
    learners = book.active
    learners.title = "学员"
    learners.append(HEADER.split(","))
    learners.append(listed(5, "2025003", "欧阳静").split(","))
    outcomes = book.create_sheet("成果")
    outcomes.append(["学号", "成果类型", "名称", "取得日期", "学时"])
    outcomes.append(["2025003", "奖状", "三好", "2026-13-45", "三十二"])
    kept = BytesIO()
    book.save(kept)
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        report = import_learners(
            SourceFile("学员.xlsx", kept.getvalue()), college_id=made.college, actor=registrar, at=AT
        )
    assert (report.faults, report.new_count) == ((), 1)


def test_another_college_sees_no_learner_and_a_worker_herself_alone():
    made = build_college(book=None)
    stranger = registrar_of_another_college()
    assert seen_by(made.actor("jiaowu1")) == {made.enrolment, made.other_enrolment}
    assert seen_by(made.actor("zhou")) == {made.enrolment}
    assert seen_by(made.actor("lin")) == {made.other_enrolment}
    assert seen_by(stranger) == set()
    with unit_of_work(made.actor("lin")):
        assert PassedCourse.objects.count() == 0


@pytest.mark.parametrize("length", [1, 2])
def test_the_list_of_learners_takes_one_query_however_long(django_assert_num_queries, length):
    made = build_college(book=None)
    with unit_of_work(made.actor("jiaowu1")), django_assert_num_queries(1):
        rows = learners_of(made.college)[:length]
        assert len([(row.person.name, row.programme.title) for row in rows]) == length


def publish_electrics(made):
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        other = replace(PROGRAMME, code="DQ", title="电气自动化技术（示例）")
        publish_programmes([other], college_id=made.college, actor=registrar, at=AT)


def registrar_of_another_college():
    with unit_of_work(SYSTEM):
        college = register_organisation(NewOrganisation("别处工匠学院", OrganisationKind.COLLEGE), actor=SYSTEM, at=AT)
        account = create_account("jiaowu9", label="别处教务", password="wangxi-2026", actor=SYSTEM, at=AT)
        give_role(account.id, Role.REGISTRAR, organisation_id=college, since=date(2026, 1, 1), actor=SYSTEM, at=AT)
        return actor_of(account, at=AT)


def seen_by(actor):
    with unit_of_work(actor):
        return set(Enrolment.objects.values_list("id", flat=True))
