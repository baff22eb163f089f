"""A body's file of outcomes: everything wrong is told at once, and a file with a fault changes nothing."""

import pytest

from niangjia.creditbank.outcomes.importing import import_outcomes
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Affiliation
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.types import AffiliationRole, NewPerson
from niangjia.web.tests.college import AT, LATHE, build_college
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db
HEADER = "证件号码,姓名,成果类型,名称,证书编号,取得日期,职业（工种）,等级,学时,主题"


def row(person=0, name="周晓岚", number="T-1", awarded="2025/11/20", level="三级", identity=None):
    paper = identity or worker_paper(person).number
    return f"{paper},{name},技能等级证书,车工,{number},{awarded},6-18-01-01,{level},,"


def brought_in(made, *rows, encoding="utf-8", **settings):
    file = SourceFile("成果.csv", "\n".join(["学习成果登记表", HEADER, *rows]).encode(encoding))
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        report = import_outcomes(file, body_id=made.body, actor=certifier, at=AT, **settings)
    with unit_of_work(certifier):
        return report, Outcome.objects.count()


def test_a_good_file_is_deposited_whole():
    report, count = brought_in(build_college(), row(), row(1, "林静", "T-2", "2025年11月"))
    assert (report.deposited, report.faults, count) == (2, (), 2)


def test_a_file_in_gb18030_is_read_too():
    report, count = brought_in(build_college(), row(), encoding="gb18030")
    assert (report.deposited, count) == (1, 1)


def test_every_fault_is_told_at_once_and_nothing_is_written():
    report, count = brought_in(
        build_college(LATHE),
        row(number="T-1", awarded="2025-13-40"),
        row(1, "林静", "T-2", level="九级"),
        row(number="T-3", identity="3.2E+17"),
        row(number=LATHE.certificate_number),
        row(identity="349999199001011230", number="T-5"),
    )
    assert report.deposited == 0
    assert count == 1  # the one that stood before
    told = {fault.row: fault.expected.zh for fault in report.faults}
    assert set(told) >= {3, 4, 5, 6, 7}
    assert "文本" in told[5]


def test_a_person_who_is_not_on_record_is_a_fault_of_her_row():
    report, count = brought_in(build_college(), row(identity=worker_paper(7).number, name="无人"))
    assert [(fault.code, fault.row, fault.stood) for fault in report.faults] == [("person_unknown", 3, "")]
    assert count == 0


def test_another_name_than_on_record_is_a_fault():
    report, count = brought_in(build_college(), row(name="周小岚"))
    assert [fault.code for fault in report.faults] == ["name_differs"]
    assert count == 0


def training(hours="32", person=0, name="周晓岚"):
    return f"{worker_paper(person).number},{name},培训学时,安全生产培训复训,,2026/5/1,,,{hours},安全生产"


def test_the_same_file_again_gives_the_same_answer_and_deposits_nothing_twice():
    made = build_college()
    first, _ = brought_in(made, row(), training())
    again, count = brought_in(made, row(), training())
    assert (again.outcome_ids, again.faults, again.replayed) == (first.outcome_ids, (), 2)
    assert count == 2


def test_the_same_file_again_takes_the_rows_that_were_mended_elsewhere_and_nothing_twice():
    made = build_college()
    rows = row(), training(), row(1, "林静", "T-2", level="九级")
    first, _ = brought_in(made, *rows, accept_good_rows=True)
    again, count = brought_in(made, *rows, accept_good_rows=True)
    assert (again.outcome_ids, [fault.row for fault in again.faults]) == (first.outcome_ids, [5])
    assert count == 2


def test_the_same_rows_in_another_file_are_refused_and_told_where_they_stand():
    made = build_college()
    brought_in(made, row(), training())
    report, count = brought_in(made, training("32.0"), row(), training("33"))
    assert [(fault.code, fault.row) for fault in report.faults] == [
        ("outcome_deposited_already", 3),
        ("certificate_deposited_already", 4),
    ]
    assert all("2026-05-08" in fault.expected.zh and "成果.csv" in fault.expected.zh for fault in report.faults)
    assert count == 2


def test_a_trial_of_a_file_that_stands_offers_nothing():
    made = build_college()
    brought_in(made, row(), training())
    report, _ = brought_in(made, row(), training(), is_trial=True)
    assert (report.good_count, len(report.faults)) == (0, 2)


def test_good_rows_can_be_taken_alone():
    report, count = brought_in(build_college(), row(), row(1, "林静", "T-2", level="九级"), accept_good_rows=True)
    assert (report.deposited, count) == (1, 1)
    assert [fault.row for fault in report.faults] == [4]


def test_a_trial_writes_nothing():
    report, count = brought_in(build_college(), row(), is_trial=True)
    assert (report.deposited, report.good_count, count) == (0, 1, 0)


def test_a_file_that_is_refused_for_a_name_leaves_no_trace_of_the_others():
    made = build_college()
    stranger = worker_paper(5)
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        new = [NewPerson("欧阳静", stranger)]
        register_persons(new, organisation_id=made.federation, role=AffiliationRole.UNION_MEMBER, actor=clerk, at=AT)
    with unit_of_work(made.actor("renzheng")):
        before = Affiliation.objects.count()
    report, count = brought_in(made, row(), row(name="欧阳婧", identity=stranger.number, number="T-9"))
    assert [fault.code for fault in report.faults] == ["name_differs"]
    with unit_of_work(made.actor("renzheng")):
        assert (count, Affiliation.objects.count()) == (0, before)


def test_a_text_that_no_table_can_hold_is_a_fault_of_its_cell():
    report, count = brought_in(build_college(), row(number="9" * 3000))
    assert [(fault.code, fault.row, fault.column) for fault in report.faults] == [("text_too_long", 3, "证书编号")]
    assert count == 0


def test_one_number_under_two_names_is_a_fault_of_both_rows():
    made = build_college()
    paper = worker_paper(5)
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        new = [NewPerson("欧阳静", paper)]
        register_persons(new, organisation_id=made.federation, role=AffiliationRole.UNION_MEMBER, actor=clerk, at=AT)
    rows = (row(name=name, identity=paper.number, number=f"T-{name}") for name in ("欧阳静", "欧阳婧"))
    report, count = brought_in(made, *rows, row(), accept_good_rows=True)
    assert [(fault.code, fault.row) for fault in report.faults] == [("name_differs", 3), ("name_differs", 4)]
    assert count == 1


def test_every_row_under_a_wrong_name_is_left_out_when_good_rows_are_taken():
    made = build_college()
    paper = worker_paper(5)
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        new = [NewPerson("欧阳静", paper)]
        register_persons(new, organisation_id=made.federation, role=AffiliationRole.UNION_MEMBER, actor=clerk, at=AT)
    rows = [row(name="欧阳婧", identity=paper.number, number=f"T-{number}") for number in (8, 9)]
    report, count = brought_in(made, *rows, row(), accept_good_rows=True)
    assert [(fault.code, fault.row) for fault in report.faults] == [("name_differs", 3), ("name_differs", 4)]
    assert (report.deposited, count) == (1, 1)


def test_a_certificate_written_otherwise_is_the_same_one():
    made = build_college()
    brought_in(made, row(number="JN-2025-01"))
    report, count = brought_in(made, row(1, "林静", "ｊｎ２０２５０１"))
    assert [fault.code for fault in report.faults] == ["certificate_deposited_already"]
    assert count == 1


def test_a_message_never_repeats_an_identity_number():
    report, _ = brought_in(build_college(), row(identity=worker_paper(7).number, name="无人"), row(name="周小岚"))
    told = " ".join(f"{fault.stood} {fault.expected.zh} {fault.expected.en}" for fault in report.faults)
    assert not any(worker_paper(person).number in told for person in (0, 7))


@pytest.mark.parametrize(("hours", "code"), [("0", "not_positive"), ("-3", "negative"), ("1.005", "too_fine")])
def test_hours_that_are_none_are_a_fault_of_their_cell(hours, code):
    training = f"{worker_paper(0).number},周晓岚,培训学时,夹具培训,,2025-11-20,,,{hours},夹具"
    report, count = brought_in(build_college(), row(), training)
    assert [(fault.code, fault.row) for fault in report.faults] == [(code, 4)]
    assert count == 0
