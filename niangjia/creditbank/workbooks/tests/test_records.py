from datetime import date
from decimal import Decimal

import pytest

from niangjia.creditbank.engine.books import OutcomeKind, Prize
from niangjia.creditbank.workbooks.reading.faults import sentence_of
from niangjia.creditbank.workbooks.records import RecordReading, read_outcomes, read_record
from niangjia.creditbank.workbooks.tests.files import (
    HOURS,
    LATHE,
    LEARNER_HEADER,
    MEI,
    ON,
    OUTCOME_HEADER,
    QIANG,
    programmes,
    record_file,
    text_file,
    workbook,
)


def read(*outcomes, learners=(MEI, QIANG), **settings) -> RecordReading:
    return read_record(record_file(*outcomes, learners=learners), programmes=programmes(), on=ON, **settings)


def told(reading: RecordReading) -> list[tuple[str, str, int | None, str | None]]:
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in reading.faults]


def test_a_good_file_is_taken_whole():
    mei, qiang = read().enrolments()
    assert (mei.person.name, mei.person.programme, mei.person.learner.age_years) == ("王梅", "SK", 36)
    [lathe] = mei.outcomes
    assert (lathe.kind, lathe.occupation, lathe.level) == (OutcomeKind.SKILL_CERTIFICATE, "6-18-01-01", Decimal(4))
    assert (lathe.awarded_on, lathe.certificate_number) == (date(2024, 5, 1), "S2024001")
    assert qiang.outcomes[0].hours == Decimal(36)


def test_the_order_of_rows_and_columns_changes_nothing():
    turned = workbook(
        成果=[OUTCOME_HEADER[::-1], HOURS[::-1], [None], LATHE[::-1]],
        学员=[["名单"], LEARNER_HEADER[::-1], QIANG[::-1], MEI[::-1], ["制表人：某某"]],
    )
    plain = [(each.person.learner, each.outcomes) for each in read().enrolments()]
    reading = read_record(turned, programmes=programmes(), on=ON)
    assert [(each.person.learner, each.outcomes) for each in reading.enrolments()] == plain


def test_text_files_are_known_by_their_headers():
    learners = "\n".join(",".join(row) for row in (LEARNER_HEADER, MEI))
    outcomes = "学号,成果类型,名称,取得时间,级别,奖项,个人/团体\n001,技能竞赛,车工技能大赛,2024年5月,国赛,金奖,个人\n"
    reading = read_record(
        text_file("2025级名单.csv", learners, "gb18030"),
        text_file("获奖情况.csv", outcomes, "gb18030"),
        programmes=programmes(),
        on=ON,
    )
    assert reading.faults == ()
    [[prize]] = [each.outcomes for each in reading.enrolments()]
    assert (prize.tier, prize.prize, prize.is_team, prize.event) == (5, Prize.FIRST, False, "车工技能大赛（2024年）")


def test_every_fault_is_told_at_once_with_its_place():
    reading = read(
        ("001", "技能等级证书", "车工", "S1", "2024-13-01", "车工", "三级", None),
        ("009", "培训学时", "培训", None, "2025-01-01", None, None, 36),
        ("002", "技能等级证书", "铣工", "S2", "2024-05-01", "铣工", None, None),
        ("002", "培训学时", "培训", None, "2025-01-01", None, None, -8),
        ("002", "培训学时", "培训", None, "2027-01-01", None, None, 8),
        ("002", "诗歌", "培训", None, "2025-01-01", None, None, 8),
        (None, "培训学时", "培训", None, "2025-01-01", None, None, 8),
        learners=(MEI, QIANG, ("003", "赵", 3.40899199707080039e17, "数控技术", ""), ("004", "钱", None, "绘画", "")),
    )
    assert told(reading) == [
        ("figures_lost", "学员", 4, "C 证件号码"),
        ("major_unknown", "学员", 5, "D 专业"),
        ("no_such_day", "成果", 2, "E 取得日期"),
        ("learner_unknown", "成果", 3, "A 学号"),
        ("level_missing", "成果", 4, "G 等级"),
        ("negative", "成果", 5, "H 学时"),
        ("awarded_in_future", "成果", 6, "E 取得日期"),
        ("not_a_choice", "成果", 7, "B 成果类型"),
        ("learner_missing", "成果", 8, "A 学号"),
    ]
    assert (reading.learners, reading.outcomes, reading.is_taken) == ((), (), False)
    assert sentence_of(reading.faults[5]).zh == "《成果》第 5 行 H 学时 列：写的是“-8”，不能为负数，应为 0 或更大的数"


def test_a_certificate_that_is_used_twice_is_told_at_both_rows():
    other = ("002", *LATHE[1:])
    assert told(read(LATHE, HOURS, other)) == [
        ("certificate_twice", "成果", 2, "D 证书编号"),
        ("certificate_twice", "成果", 4, "D 证书编号"),
    ]


def test_a_row_that_stands_twice_is_told_with_the_row_of_the_first():
    [fault] = read(LATHE, HOURS, HOURS).faults
    assert (fault.code, fault.row, fault.expected.zh) == ("row_twice", 4, "与第 3 行完全相同，只能保留一行")


def test_a_prize_of_a_team_may_stand_with_each_of_its_members():
    header = ("学号", "成果类型", "名称", "证书编号", "取得日期", "级别", "奖项", "个人/团体", "名次")
    prize = ("技能竞赛", "团体赛", "J1", "2024-05-01", "市级", "一等奖", "团体", 1)
    file = workbook(学员=[LEARNER_HEADER, MEI, QIANG], 成果=[header, ("001", *prize), ("002", *prize)])
    reading = read_record(file, programmes=programmes(), on=ON)
    assert reading.faults == ()
    assert len(reading.outcomes) == 2


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        (MEI, [("learner_twice", "学员", 3, "A 学号")]),
        (
            ("001", "王莓", None, "数控技术", ""),
            [("learner_twice", "学员", 2, "A 学号"), ("learner_twice", "学员", 3, "A 学号")],
        ),
        (
            ("007", *MEI[1:]),
            [("learner_twice", "学员", 2, "C 证件号码"), ("learner_twice", "学员", 3, "C 证件号码")],
        ),
    ],
)
def test_a_learner_who_stands_twice_is_told(second, faults):
    assert [each for each in told(read(LATHE, learners=(MEI, second))) if each[1] == "学员"] == faults


def test_a_wrong_identity_number_is_told_with_the_reason():
    [fault] = read(LATHE, learners=(("001", "王梅", "340899199001010012", "数控技术", ""),)).faults
    assert (fault.code, fault.expected.zh) == ("identity_invalid", "身份证号码不对：校验码不对，请核对各位")


def test_a_name_or_number_of_someone_else_is_told():
    header = ("学号", "证件号码", "姓名", *OUTCOME_HEADER[1:])
    rows = [("001", QIANG[2], None, *LATHE[1:]), ("002", None, "李墙", *HOURS[1:])]
    file = workbook(学员=[LEARNER_HEADER, MEI, QIANG], 成果=[header, *rows])
    assert told(read_record(file, programmes=programmes(), on=ON)) == [
        ("two_people", "成果", 2, "B 证件号码"),
        ("name_differs", "成果", 3, "C 姓名"),
    ]


def test_an_expiry_before_the_award_is_told():
    file = workbook(学员=[LEARNER_HEADER, MEI], 成果=[(*OUTCOME_HEADER, "有效期至"), (*LATHE, "2023年5月")])
    [fault] = read_record(file, programmes=programmes(), on=ON).faults
    assert fault.code == "expires_before_award"


def test_a_missing_sheet_a_strange_sheet_and_a_broken_file_are_told():
    reading = read_record(
        workbook(学员=[LEARNER_HEADER, MEI], 其他=[["甲", "乙"], [1, 2]]), programmes=programmes(), on=ON
    )
    assert {fault.code for fault in reading.faults} == {"sheet_missing", "unknown_sheet"}
    reading = read_record(text_file("a.xlsx", "<html>"), programmes=programmes(), on=ON)
    assert [fault.code for fault in reading.faults] == ["file_is_no_workbook"]


def test_good_rows_are_taken_when_asked_and_what_hangs_on_a_bad_row_is_held_back():
    bad_learner = ("003", "赵", "1", "数控技术", "")
    reading = read(
        LATHE,
        (*HOURS[:4], "某日", *HOURS[5:]),
        ("003", *HOURS[1:]),
        learners=(MEI, QIANG, bad_learner),
        accept_good_rows=True,
    )
    assert reading.is_taken
    assert [(learner.number, [held.title for held in each]) for learner, each in _held(reading)] == [
        ("001", ["车工"]),
        ("002", []),
    ]
    assert told(reading) == [
        ("identity_invalid", "学员", 4, "C 证件号码"),
        ("no_date", "成果", 3, "E 取得日期"),
        ("learner_has_faults", "成果", 4, "A 学号"),
    ]


def test_a_missing_column_forbids_even_the_good_rows():
    file = workbook(学员=[LEARNER_HEADER, MEI], 成果=[OUTCOME_HEADER[:4], LATHE[:4]])
    reading = read_record(file, programmes=programmes(), on=ON, accept_good_rows=True)
    assert (reading.is_taken, told(reading)) == (False, [("column_missing", "成果", 1, "取得日期")])


def test_outcomes_alone_are_read_for_people_who_are_on_record_elsewhere():
    reading = read_outcomes(workbook(成果=[OUTCOME_HEADER, LATHE, HOURS]), on=ON)
    assert [(row.number, row.held.title, row.row) for row in reading.outcomes] == [
        ("001", "车工", 2),
        ("002", "安全生产培训", 3),
    ]


def _held(reading):
    return [(each.person, each.outcomes) for each in reading.enrolments()]
