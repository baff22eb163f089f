import pytest

from niangjia.creditbank.workbooks.forms.outcomes import LEARNERS, OUTCOMES, RECORD_FORMS
from niangjia.creditbank.workbooks.forms.programme import PROGRAMME_FORMS
from niangjia.creditbank.workbooks.forms.rulebook import RULE_BOOK_FORMS
from niangjia.creditbank.workbooks.reading.headers import read_header
from niangjia.creditbank.workbooks.reading.sheets import Sheet

EVERY_COLUMN = [
    pytest.param(form, column, id=f"{form.label.en}-{column.name}")
    for form in (*RECORD_FORMS, *PROGRAMME_FORMS, *RULE_BOOK_FORMS)
    for column in form.columns
]


@pytest.mark.parametrize(("form", "column"), EVERY_COLUMN)
def test_a_column_is_known_by_each_of_its_names(form, column):
    other = next(each for each in form.columns if each is not column)
    for word in (column.label.zh, f" {column.label.zh}* ", f"{column.label.zh}（必填）", *column.synonyms):
        header = read_header(Sheet("s", [[word, other.label.zh]]), form, [])
        assert header is not None
        assert header.positions == {column.name: 0, other.name: 1}


def test_a_header_in_any_order_below_a_title_in_full_width_is_found():
    rows = [
        ["2025 级学员名单"],
        [],
        ["所在单位", "身份证号码", "专　业", "学员\n姓名", "学籍号"],
        ["厂", "1", "数控", "王", "1"],
    ]
    header = read_header(Sheet("s", rows), LEARNERS, [])
    assert header is not None
    assert header.row == 2
    assert header.positions == {"employer": 0, "identity": 1, "programme": 2, "name": 3, "number": 4}


def test_an_unknown_header_is_reported_with_the_one_that_is_close():
    faults = []
    read_header(Sheet("成果", [["学号", "成果类型", "名称", "取得曰期"]]), OUTCOMES, faults)
    assert [(fault.code, fault.column) for fault in faults] == [
        ("unknown_header", "D 取得曰期"),
        ("column_missing", "取得日期"),
    ]
    assert "取得日期" in faults[0].expected.zh


def test_a_header_that_stands_twice_is_reported():
    faults = []
    read_header(Sheet("学员", [["学号", "姓名", "专业", "学籍号"]]), LEARNERS, faults)
    assert [(fault.code, fault.column) for fault in faults] == [("header_twice", "D 学籍号")]


def test_columns_that_offices_always_have_are_passed_over():
    faults = []
    read_header(Sheet("学员", [["序号", "学号", "姓名", "性别", "专业", "备注"]]), LEARNERS, faults)
    assert faults == []


def test_a_sheet_without_a_header_says_what_it_should_have():
    faults = []
    assert read_header(Sheet("学员", [["甲", "乙"]]), LEARNERS, faults) is None
    assert "学号、姓名、专业" in faults[0].expected.zh
