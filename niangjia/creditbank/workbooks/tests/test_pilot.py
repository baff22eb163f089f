"""The sample of examples/anqing: 320 workers of 8 majors, under a sample rule book of more than a hundred rows."""

import random
import runpy
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.records import read_record
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.creditbank.workbooks.runs import Basis, convert_all
from niangjia.creditbank.workbooks.writing.results import results_workbook

EXAMPLE = Path(__file__).parents[4] / "examples" / "anqing"
ON = date(2026, 3, 2)


@pytest.fixture(scope="module")
def basis() -> Basis:
    programmes = read_programmes(EXAMPLE / "programme.xlsx")
    assert programmes.faults == ()
    book = read_rule_book(EXAMPLE / "rulebook.xlsx", programmes=programmes.content, on=ON)
    assert book.faults == ()
    return Basis(programmes.content, book.content, ON)


@pytest.fixture(scope="module")
def record(basis):
    reading = read_record(EXAMPLE / "outcomes.xlsx", programmes=basis.programmes, on=ON)
    assert reading.faults == ()
    return reading


@pytest.fixture(scope="module")
def results(basis, record):
    return convert_all(record.enrolments(), basis)


def shuffled(name: str) -> SourceFile:
    """The workbook with the rows of every sheet in another order."""
    book = load_workbook(EXAMPLE / name)
    for sheet in book.worksheets:
        first = 4  # below title, remark and header
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
        random.Random(7).shuffle(rows)
        sheet.delete_rows(first, sheet.max_row)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    book.save(target)
    return SourceFile(name, target.getvalue())


def test_the_sample_has_what_it_says(basis, record):
    assert [len(programme.courses) >= 24 for programme in basis.programmes] == [True] * 8
    assert all(programme.is_sample and programme.total_credits == 80 for programme in basis.programmes)
    book = basis.book
    assert book.is_sample
    assert len(book.valuations) + len(book.rows) + len(book.packages) + len(book.limits) >= 40
    enrolments = record.enrolments()
    counts = [len(enrolment.outcomes) for enrolment in enrolments]
    assert (len(enrolments), min(counts), max(counts)) == (320, 0, 20)
    assert sum(1 <= count <= 6 for count in counts) > 200
    assert {outcome.kind for enrolment in enrolments for outcome in enrolment.outcomes} == set(OutcomeKind)


def test_the_sample_rule_book_contradicts_neither_itself_nor_its_examples(basis):
    assert proofread(basis.book, basis.programmes).errors == ()


def test_every_one_of_the_320_is_proven_optimal(basis, results):
    assert (len(results), sum(result.optimal for result in results)) == (320, 320)
    assert all(result.recognised <= 32 for result in results)  # 40 % of 80
    assert sum(result.recognised for result in results) > 1_000
    assert any(result.with_panel > result.recognised for result in results)
    assert sum(result.gain for result in results) > 0
    assert all(result.gain >= 0 for result in results)
    some = results[:8]
    content = results_workbook(some, basis)
    assert content == results_workbook(some, basis)
    book = load_workbook(BytesIO(content), read_only=True)
    assert [book[name]["A1"].value for name in book.sheetnames] == [
        f"学习成果转换：{name}（示例）" for name in ("认定结果", "学员课程", "理由", "合计")
    ]


def test_the_same_comes_out_a_second_time_and_from_rows_in_any_order(basis, record, results):
    again = read_record(shuffled("outcomes.xlsx"), programmes=basis.programmes, on=ON)
    assert again.faults == ()
    places = {"sheet": "", "row": 0}
    people = [replace(each.person, **places) for each in again.enrolments()]
    assert people == [replace(each.person, **places) for each in record.enrolments()]
    assert [each.outcomes for each in again.enrolments()] == [each.outcomes for each in record.enrolments()]
    some = again.enrolments()[::20]
    expected = [replace(result, enrolment=each) for result, each in zip(results[::20], some, strict=True)]
    assert convert_all(some, basis) == expected


def test_the_generator_makes_the_same_files_again(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["generate.py", str(tmp_path)])
    monkeypatch.syspath_prepend(str(EXAMPLE))
    runpy.run_path(str(EXAMPLE / "generate.py"), run_name="__main__")
    for name in ("programme.xlsx", "rulebook.xlsx", "outcomes.xlsx"):
        assert (tmp_path / name).read_bytes() == (EXAMPLE / name).read_bytes()
