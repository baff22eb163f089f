"""The canonical quads of documents whose shape was seen before: compiled once, then filled in.

A shape is a document without its texts: names, order, types, contexts, numbers. What JSON-LD makes of a document
follows from its shape, as long as no text in an address's place begins like something that a context abbreviates. So a
document with marks for texts is expanded once; its quads, with holes where the marks came out, serve all of its shape.
What does not fit (or has nodes that look alike) goes the whole way. A property test holds both ways equal.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final, TypeAlias

from niangjia.core.proofs.contexts.known import prefixes, terms
from niangjia.core.proofs.documents import Document, Json
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.integrity import Suite, rdfc_suite
from niangjia.core.proofs.jsonld import document_quads
from niangjia.core.proofs.quads import Quad, iri, literal

Shape: TypeAlias = tuple[object, ...]

_OPEN, _CLOSE, _LIST, _END, _HOLE = range(5)
_CONSTANT: Final = frozenset({"type", "@type", "@context"})
_SCHEMES: Final = ("https://", "http://", "urn:", "did:", "ni:")  # none is a term of a context; a test says so
_MARK: Final = re.compile(r'(?:<urn:x-hole:(?P<name>\d+)>|"urn:x-hole:(?P<text>\d+)"(?P<kind>\^\^<[^>]*>)?)')
_MARKED: Final = "urn:x-hole:"
_DOUBLE: Final = "^^<http://www.w3.org/2001/XMLSchema#double>"  # whose text JSON-LD may write differently
_TERMS: Final = frozenset(terms())
_PREFIXES: Final = prefixes()
_MOST_SHAPES: Final = 500
_MOST_TEXTS: Final = 300
_shapes: Final[dict[Shape, "Template | None"]] = {}


@dataclass(frozen=True, slots=True)
class _Lines:
    """Some lines with ``%s`` for terms, and which terms come there."""

    text: str
    take: Callable[[Sequence[str]], Any]

    def filled(self, found: Sequence[str]) -> str:
        """The lines sorted, each once, each with its line feed."""
        lines = set((self.text % self.take(found)).split("\n"))  # texts hold none: it is escaped
        return "\n".join(sorted(lines)) + "\n"


@dataclass(frozen=True, slots=True)
class Template:
    """The quads of a shape. ``kinds`` has for each text whether it is an address, else the suffix of its literal."""

    kinds: tuple[str | None, ...]
    lines: _Lines
    blanks: tuple[_Lines, ...]
    own: int | None
    names: frozenset[int]

    def canonical(self, texts: Sequence[str]) -> str | None:
        """The canonical quads with these texts; none where they take the whole way."""
        found: list[str] = []
        for text, kind in zip(texts, self.kinds, strict=True):
            if kind is not None:
                found.append(literal(text) + kind)
            elif _is_plain(text):
                found.append(iri(text))
            else:
                return None
        if self.own is not None and any(texts[name] == texts[self.own] for name in self.names):
            return None
        names = self._names(found)
        return None if names is None else self.lines.filled([*found, *names])

    def _names(self, found: Sequence[str]) -> list[str] | None:
        digests = [sha256(lines.filled(found).encode()).hexdigest() for lines in self.blanks]
        ranks = {digest: rank for rank, digest in enumerate(sorted(digests))}
        return None if len(ranks) < len(digests) else [f"_:c14n{ranks[digest]}" for digest in digests]


def canonical_document(document: Document) -> bytes:
    """The canonical quads of a document. Raises what ``document_quads`` raises, and TooMuchWorkError."""
    shape: list[object] = []
    texts: list[str] = []
    _take_apart(document, "", shape, texts)
    template = _template(tuple(shape), document) if len(texts) <= _MOST_TEXTS else None
    text = template and template.canonical(texts)
    return text.encode() if text else _WHOLE.document_bytes(document)


_WHOLE: Final = rdfc_suite(document_quads)
RDFC: Final = Suite(_WHOLE.name, canonical_document, _WHOLE.proof_bytes)


def _take_apart(value: Json, name: str, shape: list[object], texts: list[str]) -> None:
    if isinstance(value, str) and name not in _CONSTANT:
        shape.append(_HOLE)
        texts.append(value)
    elif isinstance(value, dict):
        shape.append(_OPEN)
        for member, inner in value.items():
            shape.append(member)
            _take_apart(inner, member, shape, texts)
        shape.append(_CLOSE)
    elif isinstance(value, list):
        shape.append(_LIST)
        for inner in value:
            _take_apart(inner, name, shape, texts)
        shape.append(_END)
    else:
        shape.append((type(value).__name__, value))


def _template(shape: Shape, document: Document) -> Template | None:
    if shape not in _shapes:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        _shapes[shape] = _compiled(document)
    return _shapes[shape]


def _compiled(document: Document) -> Template | None:
    numbers = iter(range(_MOST_TEXTS))
    marked = _marked(document, "", numbers)
    count = next(numbers)
    try:
        quads = document_quads(marked) if isinstance(marked, dict) else []
    except UnreadableError:
        return None
    return _template_of(quads, count, marked) if isinstance(marked, dict) else None


def _marked(value: Json, name: str, numbers: Iterator[int]) -> Json:
    """The value with a mark for each text, in the order in which they are taken apart."""
    if isinstance(value, str) and name not in _CONSTANT:
        return f"{_MARKED}{next(numbers)}"
    if isinstance(value, dict):
        return {member: _marked(inner, member, numbers) for member, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner, name, numbers) for inner in value]
    return value


def _written(quads: Sequence[Quad], place_of: Callable[[str], int | str]) -> _Lines:
    """Quads as lines; ``place_of`` gives the place of a term that is filled in, else the term itself."""
    lines, places = [], []
    for quad in quads:
        parts = []
        for term in filter(None, quad):
            place = place_of(term)
            if isinstance(place, int):
                places.append(place)
            parts.append("%s" if isinstance(place, int) else place.replace("%", "%%"))
        lines.append(" ".join([*parts, "."]))
    return _Lines("\n".join(lines), itemgetter(*places) if places else lambda _: ())


def _template_of(quads: Sequence[Quad], count: int, marked: Document) -> Template | None:
    """None where a text came out as anything else than an address or a literal by itself, or not at all."""
    kinds: dict[int, str | None] = {}
    for term in {term for quad in quads for term in quad}:
        found = _MARK.fullmatch(term)
        if found and found["name"]:
            kinds[int(found["name"])] = None
        elif found and found["kind"] != _DOUBLE:
            kinds[int(found["text"])] = found["kind"] or ""
        elif _MARKED in term:
            return None
    blanks = sorted({term for quad in quads for term in quad if term.startswith("_:")})
    if len(kinds) != count:
        return None

    def place(term: str) -> int | str:
        found = _MARK.fullmatch(term)
        if found:
            return int(found["name"] or found["text"])
        return count + blanks.index(term) if term.startswith("_:") else term

    own, names = _names_in(marked)
    return Template(
        kinds=tuple(kinds[number] for number in range(count)),
        lines=_written(quads, place),
        blanks=tuple(
            _written([quad for quad in quads if blank in quad], partial(_masked, blank, place)) for blank in blanks
        ),
        own=own,
        names=names,
    )


def _masked(blank: str, place: Callable[[str], int | str], term: str) -> int | str:
    """As RDFC-1.0 hashes the lines about a node without a name."""
    return place(term) if not term.startswith("_:") else "_:a" if term == blank else "_:z"


def _names_in(marked: Document) -> tuple[int | None, frozenset[int]]:
    """The place of the document's own name, and those of the names of other things with claims in it."""
    own = _number(marked.get("id"))
    left: list[Json] = list(marked.values())
    names: set[int] = set()
    while left:
        value = left.pop()
        if isinstance(value, dict):
            number = _number(value.get("id"))
            if number is not None and len(value) > 1:
                names.add(number)
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
    return own, frozenset(names)


def _number(mark: Json) -> int | None:
    return int(mark.removeprefix(_MARKED)) if isinstance(mark, str) and mark.startswith(_MARKED) else None


def _is_plain(address: str) -> bool:
    """Whether no context abbreviates an address, neither when it is read nor when it is written."""
    return address.startswith(_SCHEMES) and address not in _TERMS and not address.startswith(_PREFIXES)
