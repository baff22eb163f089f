from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from niangjia.creditbank.workbooks.command import convert
from niangjia.creditbank.workbooks.tests.files import HOURS, LATHE, programme_file, record_file
from niangjia.creditbank.workbooks.tests.test_rulebooks import book_file


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, source in (("p", programme_file()), ("r", book_file()), ("o", record_file())):
        (tmp_path / f"{name}.xlsx").write_bytes(source.content)
    return tmp_path


def run(folder: Path, *more: str):
    app = typer.Typer()
    app.command()(convert)
    names = {"--programme": "p", "--rulebook": "r", "--outcomes": "o"}
    files = [word for option, name in names.items() for word in (option, str(folder / f"{name}.xlsx"))]
    return CliRunner().invoke(app, [*files, "--out", str(folder / "out"), "--on", "2026-03-02", *more])


def cells(folder: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(load_workbook(folder / "out" / "results.xlsx")[sheet].iter_rows(min_row=5, values_only=True))


def test_three_workbooks_become_a_workbook_of_results(folder):
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert load_workbook(folder / "out" / "results.xlsx").sheetnames == ["认定结果", "学员课程", "理由", "合计"]
    freed = [(row[0], row[6], row[8], row[9]) for row in cells(folder, "认定结果")]
    assert freed == [("001", "数控车削", "免修", 4), ("001", "安全生产", "免修", 2)]
    assert len(cells(folder, "学员课程")) == 8
    assert [row[:2] for row in cells(folder, "合计")] == [
        ("001", "王梅"),
        ("002", "李强"),
        ("小计", "2 人"),
        ("合计", "2 人"),
    ]


def test_a_fault_is_told_on_the_terminal_and_nothing_is_written(folder):
    (folder / "o.xlsx").write_bytes(record_file((*LATHE[:4], "某日", *LATHE[5:]), HOURS).content)
    result = run(folder)
    assert result.exit_code == 2
    assert "某日" in result.stderr
    assert not (folder / "out").exists()


def test_good_rows_are_converted_and_the_others_written_back(folder):
    (folder / "o.xlsx").write_bytes(record_file((*LATHE[:4], "某日", *LATHE[5:]), HOURS).content)
    assert run(folder, "--accept-good-rows").exit_code == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["results.xlsx", "to-mend.xlsx"]


def test_a_second_run_replaces_the_first_and_gives_the_same_bytes(folder):
    run(folder)
    first = (folder / "out" / "results.xlsx").read_bytes()
    run(folder)
    assert (folder / "out" / "results.xlsx").read_bytes() == first
    assert sorted(path.name for path in folder.iterdir()) == ["o.xlsx", "out", "p.xlsx", "r.xlsx"]


def test_a_folder_that_holds_something_else_is_left_alone(folder):
    (folder / "out").mkdir()
    (folder / "out" / "letter.txt").write_text("mine")
    result = run(folder)
    assert result.exit_code != 0
    assert result.exception.code == "folder_taken"
    assert (folder / "out" / "letter.txt").read_text() == "mine"


def test_a_rule_book_that_is_not_in_force_is_refused(folder):
    result = run(folder, "--on", "2025-01-01")
    assert result.exit_code != 0
    assert not (folder / "out").exists()
