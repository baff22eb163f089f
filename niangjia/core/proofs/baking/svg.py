"""A credential in an SVG: the element ``openbadges:credential`` below its root; a token stands in ``verify``.

Read with expat itself, which declares no entity here: a document type is refused before anything is expanded.
"""

import re
from typing import Final, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from niangjia.core.proofs.documents import BYTES
from niangjia.core.proofs.errors import UnreadableError

_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENT: Final = f"{_NAMESPACE} credential"
_ROOT: Final = "http://www.w3.org/2000/svg svg"
_LONGEST: Final = 1 << 22
_TAG: Final = re.compile(r"""<svg(?:[^>"']|"[^"]*"|'[^']*')*>""")
_OURS: Final = re.compile(
    r"""\s*<openbadges:credential(?:[^>"'/]|"[^"]*"|'[^']*')*(?:/>|>.*?</openbadges:credential>)""", re.DOTALL
)
_DECLARED: Final = re.compile(r"\s+xmlns:openbadges=(?:\"[^\"]*\"|'[^']*')")


def is_svg(content: bytes) -> bool:
    """Whether a file looks like an SVG: markup that has the word early."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in content[:4096]


def bake_svg(picture: str, credential: str) -> str:
    """The picture with a credential (JSON or a signed token), in place of one that it had. Raises UnreadableError."""
    plain = _OURS.sub("", picture)
    _check(_Reader(), plain.encode())
    tag = _TAG.search(plain)
    if tag is None or tag[0].endswith("/>"):
        raise UnreadableError("no SVG with anything in it")
    opened = _DECLARED.sub("", tag[0])[:-1] + f' xmlns:openbadges="{_NAMESPACE}">'
    return plain[: tag.start()] + opened + _element(credential) + plain[tag.end() :]


def unbake_svg(picture: bytes) -> str:
    """The credential in a picture. Raises UnreadableError where there is none, or two, or a document type."""
    reader = _Reader()
    _check(reader, picture)
    if len(reader.found) != 1:
        raise UnreadableError("a picture without exactly one credential")
    return reader.found[0].strip()


class _Reader:
    """Collects the text of our elements, or their token."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) == 1 and name != _ROOT:
            raise UnreadableError("no SVG")
        if name == _ELEMENT:
            self.found.append(attributes.get("verify", ""))

    def end(self, _name: str) -> None:
        self._path.pop()

    def text(self, text: str) -> None:
        if self._path[-1] == _ELEMENT:
            self.found[-1] += text
            if len(self.found[-1]) > BYTES:
                raise UnreadableError(f"a credential of more than {BYTES} characters")


def _check(reader: _Reader, picture: bytes) -> None:
    if len(picture) > _LONGEST:
        raise UnreadableError("an SVG of more than 4 MiB")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(picture, True)
    except expat.ExpatError as wrong:
        raise UnreadableError(f"no XML: {wrong}") from wrong


def _refuse(*_declared: object) -> NoReturn:
    raise UnreadableError("an SVG with a document type of its own")


def _element(credential: str) -> str:
    if not credential.lstrip().startswith("{"):
        return f"<openbadges:credential verify={quoteattr(credential)}/>"
    text = credential.replace("]]>", "]]\\u003e")  # the same to a reader of JSON
    return f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
