"""Files that people hand in as evidence: what they are is read from their content, never from their name."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.records.blobs import store_blob
from niangjia.kernel.records.scanning import Scan, scan

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_FILES: Final = 10  # of one record, or of one draft
NAME_SIGNS: Final = 120
CREDENTIAL: Final = "application/vc"
_SUFFIXES: Final = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/ofd": ".ofd",
    CREDENTIAL: ".json",
}
_MOST_MEMBERS: Final = 5000
_EMPTY: Final = Term("《{name}》是空的。请重新选一个文件。", "{name} is empty: choose another file.")
_TOO_BIG: Final = Term(
    "《{name}》有 {size} MB，超过 {most} MB。请把照片拍小一些，或分成几个文件。",
    "{name} has {size} MB, more than {most} MB. Take a smaller picture, or split it.",
)
_UNKNOWN: Final = Term(
    "《{name}》不是 PDF、JPG、PNG 或 OFD（看内容，不看文件名）。请拍照，或另存为 PDF 再传。",
    "{name} is no PDF, JPG, PNG or OFD by its content, whatever its name says. Take a picture or save it as PDF.",
)
_INFECTED: Final = Term(
    "《{name}》被查出带有病毒，没有存。请换一份干净的文件。", "A virus was found in {name}; it was not kept."
)
_TOO_MANY: Final = Term(
    "一次最多 {most} 个文件。请删去不要的，或合成一个 PDF。",
    "At most {most} files: remove some, or join them.",
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A content that was looked at and kept: its name made harmless, its type by content, its SHA-256."""

    name: str
    media_type: str
    size_bytes: int
    content_hash: str
    scan: Scan


def store_file(content: bytes, *, name: str, kept_count: int = 0, known_as: str | None = None) -> StoredFile:
    """Look at a content and keep it; ``kept_count`` files stand beside it already.

    ``known_as``: its type, where the caller has read it whole and it is none of the pictures and papers.

    Refuses ``too_many_files``, ``file_empty``, ``file_too_big``, ``file_type_unknown``, ``file_infected`` and
    ``scanner_silent``.
    """
    if kept_count >= MOST_FILES:
        raise Refusal("too_many_files", _TOO_MANY.format(most=MOST_FILES))
    told = plain_name(name)
    if not content:
        raise Refusal("file_empty", _EMPTY.format(name=told))
    if len(content) > MOST_BYTES:
        raise Refusal("file_too_big", _TOO_BIG.format(name=told, size=-(-len(content) >> 20), most=MOST_BYTES >> 20))
    media_type = known_as or media_type_of(content)
    if media_type is None:
        raise Refusal("file_type_unknown", _UNKNOWN.format(name=told))
    found = scan(content)
    if found is Scan.INFECTED:
        raise Refusal("file_infected", _INFECTED.format(name=told))
    named = f"{PurePosixPath(told).stem[: NAME_SIGNS - 4]}{_SUFFIXES[media_type]}"
    return StoredFile(named, media_type, len(content), store_blob(content), found)


def media_type_of(content: bytes) -> str | None:
    """PDF, JPEG, PNG or OFD by how the content begins; None for anything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "application/ofd" if content.startswith(b"PK\x03\x04") and _is_ofd(content) else None


def plain_name(name: str) -> str:
    """A file's name without folders and signs that a page or a disk could take amiss."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(". ")
    return kept[:NAME_SIGNS] or "文件"


def _is_ofd(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return len(names) <= _MOST_MEMBERS and "OFD.xml" in names
