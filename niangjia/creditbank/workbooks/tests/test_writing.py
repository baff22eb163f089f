from io import BytesIO

import pytest
from openpyxl import load_workbook

from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.reading.sheets import SourceFile, sheets_of
from niangjia.creditbank.workbooks.records import read_record
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.creditbank.workbooks.tests.files import HOURS, LATHE, MEI, ON, QIANG, programmes, record_file
from niangjia.creditbank.workbooks.writing.forms import outcomes_template, programme_template, rule_book_template
from niangjia.creditbank.workbooks.writing.mending import rows_to_mend
from niangjia.creditbank.workbooks.writing.office import OutColumn, OutSheet, workbook_bytes


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@cmd", '=HYPERLINK("http://x")'])
def test_what_a_person_typed_is_never_a_formula(text):
    content = workbook_bytes([OutSheet("表", (OutColumn("列"),), [[text]])], on=ON)
    cell = load_workbook(BytesIO(content))["表"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert sheets_of(SourceFile("a.xlsx", content))[0].rows[1] == [text]


def test_signs_that_no_workbook_may_hold_are_left_out():
    content = workbook_bytes([OutSheet("表", (OutColumn("列"),), [["甲\x07乙"]])], on=ON)
    assert load_workbook(BytesIO(content))["表"]["A2"].value == "甲乙"


def test_a_sheet_has_a_header_that_stays_and_fits_the_page():
    sheet = OutSheet("表", (OutColumn("列", 30),), [["甲"]], title="表题", remarks=("注",))
    page = load_workbook(BytesIO(workbook_bytes([sheet], on=ON)))["表"]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("A4", "$3:$3", "A3:A4")
    assert (page.page_setup.orientation, page.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert page.column_dimensions["A"].width == 30


def test_the_same_content_gives_the_same_bytes():
    assert outcomes_template(ON) == outcomes_template(ON)


def test_a_template_opens_with_lists_and_columns_of_text_and_reads_as_an_empty_file():
    content = outcomes_template(ON)
    book = load_workbook(BytesIO(content))
    page = book["成果"]
    lists = {
        str(rule.sqref).split("2:")[0]: rule.formula1 for rule in page.data_validations.dataValidation if rule.type
    }
    header = {cell.value: cell.column_letter for cell in page[1]}
    assert lists[header["奖项"]] == '"一等奖,二等奖,三等奖,优秀奖"'
    assert page.column_dimensions[header["证件号码"]].number_format == "@"
    assert "说明" in book.sheetnames
    reading = read_record(SourceFile("t.xlsx", content), programmes=programmes(), on=ON)
    assert (reading.faults, reading.learners) == ((), ())
    assert read_programmes(SourceFile("t.xlsx", programme_template(ON))).content == ()


def test_an_empty_rule_book_says_which_settings_must_be_filled():
    reading = read_rule_book(SourceFile("t.xlsx", rule_book_template(ON)), programmes=programmes(), on=ON)
    assert [(fault.code, fault.row) for fault in reading.faults] == [("cell_empty", row) for row in (2, 3, 4, 5, 6)]


def test_rows_to_mend_come_back_without_faults_once_they_are_mended():
    bad_date = (*HOURS[:4], "某日", *HOURS[5:])
    bad_learner = ("003", "+赵", "340899197707080030", "数控技术", "")
    of_bad_learner = ("003", *HOURS[1:])
    file = record_file(LATHE, bad_date, of_bad_learner, learners=(MEI, QIANG, bad_learner))
    first = read_record(file, programmes=programmes(), on=ON, accept_good_rows=True)
    content = rows_to_mend(first.faults, first.tables, on=ON)
    book = load_workbook(BytesIO(content))
    assert [[cell.value for cell in row[1:3]] for row in book["学员"].iter_rows(min_row=4)] == [
        ["002", "李强"],
        ["003", "+赵"],
    ]
    outcomes = book["成果"]
    offending = [cell.coordinate for row in outcomes.iter_rows() for cell in row if cell.style == "有误"]
    assert offending == ["F4", "B5"]
    assert "应为日期" in outcomes["A4"].value
    outcomes["F4"] = "2025-03-04"
    book["学员"]["D5"] = "340899197707080039"
    mended = BytesIO()
    book.save(mended)
    second = read_record(SourceFile("m.xlsx", mended.getvalue()), programmes=programmes(), on=ON)
    assert second.faults == ()
    assert {row.number for row in second.outcomes} == {"002", "003"}
    assert {row.number for row in first.outcomes} == {"001"}
