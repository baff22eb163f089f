"""A credential in a PNG: one iTXt chunk, not compressed, with the keyword ``openbadgecredential``."""

from collections.abc import Iterator
from typing import Final
from zlib import crc32

from niangjia.core.proofs.errors import UnreadableError

PNG: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORD: Final = b"openbadgecredential"
_HEAD: Final = _KEYWORD + b"\0\0\0\0\0"  # not compressed, its method, no language, no translated keyword
_LONGEST: Final = 1 << 24
_FRAME: Final = 12  # length, kind and checksum around a chunk's content


def bake_png(picture: bytes, credential: str) -> bytes:
    """The picture with a credential (JSON or a signed token), in place of one that it had. Raises UnreadableError."""
    first, *others = _chunks(picture)
    kept = [chunk for chunk in others if not _is_ours(chunk)]
    return PNG + b"".join([first, _chunk(b"iTXt", _HEAD + credential.encode()), *kept])


def unbake_png(picture: bytes) -> str:
    """The credential in a picture. Raises UnreadableError where there is none, or two, or it is compressed."""
    found = [_content(chunk) for chunk in _chunks(picture) if _is_ours(chunk)]
    if len(found) != 1 or not found[0].startswith(_HEAD[: len(_KEYWORD) + 2]):
        raise UnreadableError("a picture without exactly one credential that is not compressed")
    _, _, text = found[0][len(_KEYWORD) + 3 :].split(b"\0", 2)
    try:
        return text.decode()
    except UnicodeDecodeError as wrong:
        raise UnreadableError("a credential that is no UTF-8") from wrong


def _chunks(picture: bytes) -> Iterator[bytes]:
    if not picture.startswith(PNG) or len(picture) > _LONGEST:
        raise UnreadableError("no PNG, or one of more than 16 MiB")
    place = len(PNG)
    while place < len(picture):
        end = place + _FRAME + int.from_bytes(picture[place : place + 4])
        chunk = picture[place:end]
        if len(chunk) < _FRAME or len(chunk) != end - place or crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise UnreadableError("a PNG that is damaged")
        yield chunk
        place = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + crc32(kind + content).to_bytes(4)


def _content(chunk: bytes) -> bytes:
    return chunk[8:-4]


def _is_ours(chunk: bytes) -> bool:
    return chunk[4:8] == b"iTXt" and _content(chunk).startswith(_KEYWORD + b"\0")
