"""Columns of the results that only some books need: what rounding the total adds, and fees."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from niangjia.creditbank.engine.books import FeePer, FeeRow, RoundingPlace, RuleBook
from niangjia.creditbank.engine.problem import Rounding
from niangjia.creditbank.workbooks.records import read_record
from niangjia.creditbank.workbooks.runs import Basis, convert_all
from niangjia.creditbank.workbooks.tests.files import HOURS, ON, programmes, record_file
from niangjia.creditbank.workbooks.tests.test_rulebooks import read
from niangjia.creditbank.workbooks.writing.results import results_workbook

POOL = [("编号", "依据", "认定课程"), ("R1", "第七条", "安全生产")]
FEE = FeeRow("F", "十", "工本费", Decimal(20), FeePer.COURSE)


def totals(**settings: object) -> list[tuple[object, ...]]:
    """The last two columns of the sheet of totals: header and the row of each learner, then the sums."""
    book: RuleBook = replace(read(认定=POOL).content, **settings)
    basis = Basis(programmes(), book, ON)
    record = read_record(record_file((*HOURS[:7], 36)), programmes=basis.programmes, on=ON)
    content = results_workbook(convert_all(record.enrolments(), basis, processes=1), basis)
    rows = load_workbook(BytesIO(content))["合计"].iter_rows(min_row=4, values_only=True)
    return [row[-2:] for row in rows]


def test_a_plain_book_has_the_plain_columns():
    assert totals()[0] == ("类别尚缺", "已证明最优")


def test_fees_stand_where_the_book_asks_them():
    assert [row[1] for row in totals(fees=(FEE,))] == ["费用（元）", 0, 20, 20, 20]


def test_what_rounding_adds_stands_where_the_book_rounds_the_total_up():
    found = totals(step=Decimal("1.5"), rounding=Rounding.CEIL, rounding_place=RoundingPlace.TOTAL, fees=(FEE,))
    assert found == [("取整所加", "费用（元）"), (0, 0), (1, 20), (1, 20), (1, 20)]
