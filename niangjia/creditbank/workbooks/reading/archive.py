"""Whether a file is a workbook at all, and stays of bearable size once it is unpacked.

Nothing of a file is trusted: sizes are counted while unpacking, and the extent of a sheet is measured in its own
text, because two cells at opposite corners of an empty sheet would fill the memory of the machine.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import UnreadableFile

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_UNPACKED: Final = 600 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_CELLS: Final = 12_000_000
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 256
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SHEET_PART: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW: Final = re.compile(rb"row\s[^>]{0,200}?\br\s*=\s*[\"'](\d{1,9})")
_FAR_CELL: Final = re.compile(rb"\br\s*=\s*[\"']([A-Z]{2,3})\d")
_ONE_LETTER: Final = 26

_TOO_BIG: Final = Term(
    "文件过大（最多 {most} MB）；请分成几个文件", "it is too big (at most {most} MB): split it into several files"
)
_BOMB: Final = Term(
    "解压后过大（最多 {most} MB），不像办公用的表格；请重新另存为 .xlsx",
    "unpacked it is too big (at most {most} MB) for an office workbook: save it anew as .xlsx",
)
_TOO_WIDE: Final = Term(
    "工作表占用的范围过大（{cells} 格）；请删去数据下方和右方的空行空列后再存",
    "the sheet reaches over {cells} cells: delete the empty rows and columns below and beside the content",
)
_ENCRYPTED_TERM: Final = Term(
    "文件设有打开密码；请先取消密码再提交", "it is protected by a password: remove the password first"
)
_OLD: Final = Term(
    "这是旧版 .xls 文件（改后缀没有用）；请用 Excel 或 WPS 另存为 .xlsx",
    "it is an old .xls file, whatever its name says: save it as .xlsx",
)
_NO_WORKBOOK: Final = Term(
    "不是 .xlsx 工作簿，或文件已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx",
    "it is no .xlsx workbook, or it is damaged: open it and save it as .xlsx",
)


def is_archive(content: bytes) -> bool:
    """It begins as a workbook does; or as an old or protected one."""
    return content.startswith((_ZIP, _OLE))


def refuse_too_big(name: str, size: int) -> None:
    """Refuse a file of more bytes than any office workbook has."""
    if size > MOST_BYTES:
        expected = _TOO_BIG.format(most=MOST_BYTES // 1024 // 1024)
        raise UnreadableFile("file_too_big", name, f"{size / 1024 / 1024:.0f} MB", expected)


def check_archive(name: str, content: bytes) -> None:
    """Raise ``UnreadableFile`` unless the content is a workbook that can be unpacked without harm."""
    if content.startswith(_OLE):
        is_encrypted = _ENCRYPTED in content
        code, term = ("file_encrypted", _ENCRYPTED_TERM) if is_encrypted else ("file_is_old_xls", _OLD)
        raise UnreadableFile(code, name, name, term)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_parts(name, archive)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error):
        raise UnreadableFile("file_is_no_workbook", name, name, _NO_WORKBOOK) from None


def _check_parts(name: str, archive: ZipFile) -> None:
    parts = archive.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableFile("file_is_no_workbook", name, name, _NO_WORKBOOK)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _bomb(name)
    for part in parts:
        if _SHEET_PART.fullmatch(part.filename):
            _check_extent(name, archive, part)
        else:
            for _ in _chunks(archive, part):
                pass  # reading to the end compares the size and check sum with what the directory claims


def _check_extent(name: str, archive: ZipFile, part: ZipInfo) -> None:
    """Refuse a sheet that would span too many cells, by the farthest row and column named in it."""
    last_row, last_column, tail = 1, _ONE_LETTER, b""
    for chunk in _chunks(archive, part):
        text = tail + chunk
        last_row = max(last_row, max(map(int, _ROW.findall(text)), default=1))
        last_column = max(last_column, max(map(_column_number, set(_FAR_CELL.findall(text))), default=1))
        tail = text[-_OVERLAP:]
    if last_row * last_column > MOST_CELLS:
        expected = _TOO_WIDE.format(cells=last_row * last_column)
        raise UnreadableFile("sheet_too_big", name, f"{last_row} × {last_column}", expected)


def _chunks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _ONE_LETTER + letter - 64
    return number


def _bomb(name: str) -> UnreadableFile:
    return UnreadableFile("file_unpacks_too_big", name, name, _BOMB.format(most=MOST_UNPACKED // 1024 // 1024))
