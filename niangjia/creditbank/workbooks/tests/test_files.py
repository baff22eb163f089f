from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from niangjia.creditbank.workbooks.reading.faults import UnreadableFile
from niangjia.creditbank.workbooks.reading.sheets import SourceFile, column_letter, open_sheets, sheets_of
from niangjia.creditbank.workbooks.tests.files import text_file, workbook

TEXT = "学号,姓名\n001,王梅\n002,李强\n"


def code_of(source: SourceFile) -> str:
    with pytest.raises(UnreadableFile) as refused:
        sheets_of(source)
    return refused.value.fault.code


def repacked(source: SourceFile, name: str, content: bytes) -> SourceFile:
    target = BytesIO()
    with ZipFile(BytesIO(source.content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return SourceFile(source.name, target.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_is_read_in_each_encoding(encoding):
    [sheet] = sheets_of(text_file("学员.csv", TEXT, encoding))
    assert sheet.name == "学员"
    assert sheet.rows == [["学号", "姓名"], ["001", "王梅"], ["002", "李强"]]


def test_rare_characters_survive_gb18030():
    [sheet] = sheets_of(text_file("a.csv", "姓名,学号\n㛃𬱖,1\n", "gb18030"))
    assert sheet.rows[1] == ["㛃𬱖", "1"]


def test_text_in_no_known_encoding_is_refused():
    assert code_of(SourceFile("a.csv", "学号,姓名".encode()[:-1] + b"\xff\xfe")) == "file_encoding"


def test_rows_and_letters_are_those_that_the_spreadsheet_shows():
    [sheet] = sheets_of(workbook(学员=[[None, None], [None, "学号"], [None, None], [None, "001"]]))
    assert [row for row in sheet.rows if any(row)] == [["学号"], ["001"]]
    assert (sheet.rows[3][0], column_letter(sheet.first_column)) == ("001", "B")
    assert [column_letter(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_is_old_xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "file_encrypted",
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "file_is_no_workbook"),
        (b"", "file_is_no_workbook"),
        (b"PK\x03\x04 not really", "file_is_no_workbook"),
        (b"\x00\x01\x02", "file_is_no_workbook"),
        ('"一,二\n三'.encode(), "file_is_no_csv"),
    ],
)
def test_what_is_no_workbook_is_refused_with_one_clear_fault(content, code):
    assert code_of(SourceFile("成果.xlsx", content)) == code


def test_an_archive_that_is_no_workbook_is_refused():
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert code_of(SourceFile("a.xlsx", target.getvalue())) == "file_is_no_workbook"


def test_a_workbook_cut_short_is_refused():
    source = workbook(学员=[["学号", "姓名"]])
    assert code_of(SourceFile("a.xlsx", source.content[:-300])) == "file_is_no_workbook"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("niangjia.creditbank.workbooks.reading.archive.MOST_UNPACKED", 1_000)
    assert code_of(workbook(学员=[["学号", "姓名"]])) == "file_unpacks_too_big"


def test_a_file_too_big_is_refused(monkeypatch):
    monkeypatch.setattr("niangjia.creditbank.workbooks.reading.archive.MOST_BYTES", 100)
    assert code_of(workbook(学员=[["学号", "姓名"]])) == "file_too_big"


@pytest.mark.parametrize("far", [b'r="XFD1048576"', b"r = 'XFD1048576'"])
def test_two_cells_at_opposite_corners_do_not_fill_the_memory(far):
    source = workbook(学员=[["学号", "姓名"]])
    with ZipFile(BytesIO(source.content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    row = b'<row r="1048576"><c ' + far + b"><v>1</v></c></row></sheetData>"
    bomb = repacked(source, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", row))
    assert code_of(bomb) == "sheet_too_big"


def test_a_damaged_part_is_refused():
    source = workbook(学员=[["学号", "姓名"]])
    assert code_of(repacked(source, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")) in {
        "file_is_damaged",
        "file_is_no_workbook",
    }


def test_every_file_that_can_not_be_read_is_told_and_the_others_are_read(tmp_path):
    sheets, faults = open_sheets(tmp_path / "missing.xlsx", text_file("学员.csv", TEXT), tmp_path)
    assert [sheet.name for sheet in sheets] == ["学员"]
    assert [fault.code for fault in faults] == ["file_missing", "file_unreadable"]
