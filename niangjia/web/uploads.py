"""Files that people hand in, and workbooks that they take away."""

from datetime import date
from typing import Final
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.records.files import MOST_BYTES as EVIDENCE_BYTES

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES: Final = 30 * 1024 * 1024
NO_FILE: Final = Term(
    "还没有选文件。请先选一个 .xlsx 或 .csv 文件。", "No file is chosen: choose an .xlsx or .csv file first."
)
TOO_BIG: Final = Term(
    "文件有 {size} MB，超过 {most} MB。请分成几个文件，或删去图片再传。",
    "The file has {size} MB, more than {most} MB. Split it, or remove pictures.",
)


def uploaded(request: HttpRequest, name: str = "file") -> SourceFile:
    """The file that was handed in. Refuses ``file_missing`` and ``file_too_big``."""
    given = request.FILES.get(name)
    if not isinstance(given, UploadedFile) or given.size in {None, 0}:
        raise Refusal("file_missing", NO_FILE)
    if given.size is not None and given.size > MOST_BYTES:
        raise Refusal("file_too_big", TOO_BIG.format(size=given.size >> 20, most=MOST_BYTES >> 20))
    return SourceFile(given.name or "", given.read())


def workbook_response(content: bytes, *, name: str, on: date) -> HttpResponse:
    """A workbook to take away, under a Chinese name with its day."""
    response = HttpResponse(content, content_type=XLSX)
    file_name = quote(f"{name}_{on:%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def handed_in(request: HttpRequest, name: str) -> list[tuple[str, bytes]]:
    """Each file of a field that takes several, with its name; a field left empty gives none.

    What is too big is given with one byte more than evidence may have, never read whole into memory.
    """
    given = [each for each in request.FILES.getlist(name) if isinstance(each, UploadedFile) and each.name]
    return [(each.name or "", each.read(EVIDENCE_BYTES + 1)) for each in given]
