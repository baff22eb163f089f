"""Files become sheets: rows of cells as they stand, with the numbers and letters that a spreadsheet shows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.archive import check_archive, is_archive, refuse_too_big
from niangjia.creditbank.workbooks.reading.faults import Cell, UnreadableFile

_MISSING: Final = Term("找不到这个文件；请核对文件名和位置", "there is no such file: check its name and folder")
_UNREADABLE: Final = Term("无法打开；请确认有权读取", "it can't be opened: check that you may read it")
_NO_ENCODING: Final = Term(
    "文字编码既不是 UTF-8 也不是 GB18030；请另存为“CSV UTF-8”或 .xlsx",
    "its text is neither UTF-8 nor GB18030: save it as “CSV UTF-8” or as .xlsx",
)
_NO_CSV: Final = Term(
    "不是 .xlsx，也不是用逗号分隔的 .csv；请另存为 .xlsx", "it is neither .xlsx nor .csv: save it as .xlsx"
)
_DAMAGED: Final = Term(
    "工作簿已损坏，无法读出；请用 Excel 或 WPS 打开后另存为 .xlsx",
    "the workbook is damaged: open it and save it as .xlsx",
)
_NOT_TEXT: Final = (b"\x00", b"<html", b"<HTML", b"<!DOCTYPE", b"<table", b"<?xml", b"{\\rtf", b"%PDF")
_HEAD: Final = 2_048
_LAST_LETTER: Final = 26


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: uploaded, or read from a folder."""

    name: str
    content: bytes

    @classmethod
    def at(cls, path: Path) -> "SourceFile":
        """The file at a path. Raises ``UnreadableFile`` if there is none, it can't be read or is too big."""
        try:
            refuse_too_big(path.name, path.stat().st_size)
            return cls(path.name, path.read_bytes())
        except FileNotFoundError:
            raise UnreadableFile("file_missing", path.name, str(path), _MISSING) from None
        except OSError:
            raise UnreadableFile("file_unreadable", path.name, str(path), _UNREADABLE) from None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[0]`` is the row that a spreadsheet shows as 1; the first cell stands in ``first_column``."""

    name: str
    rows: list[list[Cell]]
    first_column: int = 0
    is_csv: bool = False


def column_letter(position: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, _LAST_LETTER)
        letters = chr(65 + rest) + letters
    return letters


def open_sheets(*files: Path | SourceFile) -> tuple[list[Sheet], list[Fault]]:
    """All visible sheets of all files, and one fault for each file that can't be read."""
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    for file in files:
        try:
            source = SourceFile.at(file) if isinstance(file, Path) else file
            sheets.extend(sheets_of(source))
        except UnreadableFile as verdict:
            faults.append(verdict.fault)
    return sheets, faults


def sheets_of(source: SourceFile) -> list[Sheet]:
    """The visible sheets of one file. Raises ``UnreadableFile``."""
    refuse_too_big(source.name, len(source.content))
    if is_archive(source.content):
        check_archive(source.name, source.content)
        return list(_workbook_sheets(source))
    return [_csv_sheet(source)]


def _workbook_sheets(source: SourceFile) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(source.content)) as workbook:
            for about in workbook.sheets_metadata:
                if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible:
                    sheet = workbook.get_sheet_by_name(about.name)
                    start = sheet.start
                    rows: list[list[Cell]] = [list(row) for row in sheet.iter_rows()]
                    yield Sheet(about.name, rows, 0 if start is None else start[1])
    except (CalamineError, ValueError, OSError):
        raise UnreadableFile("file_is_damaged", source.name, source.name, _DAMAGED) from None


def _csv_sheet(source: SourceFile) -> Sheet:
    head = source.content[:_HEAD].lstrip()
    if not head or any(mark in head for mark in _NOT_TEXT):
        raise UnreadableFile("file_is_no_workbook", source.name, source.name, _NO_CSV)
    text = _decoded(source)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(StringIO(text, newline=""), strict=True)]
    except csv.Error:
        raise UnreadableFile("file_is_no_csv", source.name, source.name, _NO_CSV) from None
    return Sheet(Path(source.name).stem, rows, is_csv=True)


def _decoded(source: SourceFile) -> str:
    """UTF-8 with or without mark, else GB18030; both strictly, so that nothing is read as something else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return source.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("file_encoding", source.name, source.name, _NO_ENCODING)
