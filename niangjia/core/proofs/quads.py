"""N-Quads (RDF 1.1): read from text and written in canonical form, as RDF Dataset Canonicalization 1.0 states it.

A term is its canonical text: ``<iri>``, ``_:label`` or ``"literal"`` with its language or type. A quad is
(subject, predicate, object, graph); the default graph is the empty text.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from niangjia.core.proofs.errors import UnreadableError

Quad: TypeAlias = tuple[str, str, str, str]

_ESCAPED: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI: Final = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPED})*>'
_BLANK: Final = r"_:[\w:](?:[\w:.·-]*[\w:·-])?"
_LITERAL: Final = rf'"(?:[^"\\\n\r]|\\[tbnrf"\'\\]|{_ESCAPED})*"(?:\^\^{_IRI}|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?'
_LINE: Final = re.compile(
    rf"[ \t]*({_IRI}|{_BLANK})[ \t]*({_IRI})[ \t]*({_IRI}|{_BLANK}|{_LITERAL})[ \t]*({_IRI}|{_BLANK})?[ \t]*\."
    r"[ \t]*(?:#.*)?"
)
_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?")
_ESCAPES: Final = re.compile(rf"{_ESCAPED}|\\[tbnrf\"'\\]")
_ABSOLUTE: Final = re.compile(r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*>')
_PLAIN_TEXT: Final = "^^<http://www.w3.org/2001/XMLSchema#string>"
_SHORT: Final = {"\\t": "\t", "\\b": "\b", "\\n": "\n", "\\r": "\r", "\\f": "\f", '\\"': '"', "\\'": "'", "\\\\": "\\"}
_WRITTEN: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{ord(shown): escape for escape, shown in _SHORT.items() if shown != "'"},
}
_UNUSUAL: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_LAST_CODE_POINT: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


def read_quads(text: str) -> list[Quad]:
    """The quads of an N-Quads text, each once, in its order. Raises UnreadableError with the line that is none."""
    quads: dict[Quad, None] = {}
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        found = _LINE.fullmatch(line)
        if found:
            subject, predicate, value, graph = found.groups(default="")
            quads[_term(subject), _term(predicate), _term(value), _term(graph)] = None
        elif not _NOTHING.fullmatch(line):
            raise UnreadableError(f"line {number} is no N-Quad: {line[:80]!r}")
    return list(quads)


def quad_line(quad: Quad) -> str:
    """One quad as a line of canonical N-Quads, its line feed included."""
    subject, predicate, value, graph = quad
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


def write_quads(quads: Iterable[Quad]) -> str:
    """Canonical N-Quads: sorted by code point, each line once."""
    return "".join(sorted({quad_line(quad) for quad in quads}))


def literal(text: str, kind: str = "") -> str:
    """The term of a text; ``kind`` is the IRI of its type, none for plain text."""
    written = text.translate(_WRITTEN) if _UNUSUAL.search(text) else text
    return f'"{written}"' + (f"^^{iri(kind)}" if kind else "")


def iri(address: str) -> str:
    """The term of an absolute IRI. Raises UnreadableError for everything else."""
    term = f"<{address}>"
    if not _ABSOLUTE.fullmatch(term):
        raise UnreadableError(f"no absolute IRI: {term[:80]!r}")
    return term


def _term(text: str) -> str:
    if text.startswith("<"):
        return iri(_shown(text[1:-1]))
    if text.startswith('"'):
        end = text.rindex('"')
        return literal(_shown(text[1:end])) + _suffix(text[end + 1 :])
    return text


def _suffix(text: str) -> str:
    if not text.startswith("^^"):
        return text
    kind = f"^^{_term(text[2:])}"
    return "" if kind == _PLAIN_TEXT else kind


def _shown(text: str) -> str:
    return _ESCAPES.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    if escape[0] in _SHORT:
        return _SHORT[escape[0]]
    code = int(f"0x{escape[0][2:]}", 0)
    if code > _LAST_CODE_POINT or code in _SURROGATES:
        raise UnreadableError(f"no character: {escape[0]}")
    return chr(code)
