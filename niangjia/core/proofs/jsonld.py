"""JSON-LD made quads, strictly: what makes no quad is not signed, so a document that has such a thing is refused.

PyLD expands and compacts; it knows the bundled contexts only. A document has to stand in the simple form that its own
contexts give it (nothing renamed, no keyword of JSON-LD in a name's place): two documents with the same quads then say
the same to a program that reads their members by name. Limits on size come first.
"""

from collections.abc import Iterator
from math import isfinite
from threading import Lock
from typing import Any, Final, NoReturn, TypeAlias

from pyld import jsonld

from niangjia.core.proofs.contexts.known import context, terms
from niangjia.core.proofs.documents import Document, Json, listed
from niangjia.core.proofs.errors import TooMuchWorkError, UnknownTermError, UnreadableError
from niangjia.core.proofs.expanded import check_expanded
from niangjia.core.proofs.quads import Quad, iri, literal

VALUES: Final = 5_000
ITEMS: Final = 1_000
BLANK_NODES: Final = 2_000
_KEYWORDS: Final = frozenset({"@context", "@value", "@language"})
_EXACT: Final = 1 << 53  # beyond it two programs read two numbers
_TEXT: Final = "http://www.w3.org/2001/XMLSchema#string"
_lock: Final = Lock()  # PyLD's caches are not made for threads

_Triple: TypeAlias = dict[str, dict[str, str]]


def document_quads(document: Document) -> list[Quad]:
    """The quads of a document. Raises UnreadableError: UnknownTermError for what no context defines, TooMuchWorkError.

    At most 5,000 values, 1,000 items in one list, 2,000 nodes without a name; contexts by their addresses alone.
    """
    _check_members(document)
    try:
        with _lock:
            dataset = _dataset(document)
    except (jsonld.JsonLdError, RecursionError, LookupError, TypeError, AttributeError) as wrong:
        raise _cause(wrong) from wrong
    quads = [_quad(triple, graph) for graph, triples in dataset.items() for triple in triples]
    if len({term for quad in quads for term in quad if term.startswith("_:")}) > BLANK_NODES:
        raise TooMuchWorkError(f"more than {BLANK_NODES} nodes without a name")
    return quads


def _dataset(document: Document) -> dict[str, list[_Triple]]:
    options = {"documentLoader": _loaded, "base": ""}
    expanded = jsonld.expand(document, options, on_property_dropped=_refuse_dropped)
    if len(expanded) != 1:
        raise UnreadableError("not one thing that something is stated about")
    check_expanded(expanded)
    compacted = jsonld.compact(expanded, document.get("@context", {}), {**options, "skipExpansion": True})
    if _simple(compacted) != _simple(document):
        raise UnknownTermError("the document is not in the simple form that its contexts give it")
    dataset: dict[str, list[_Triple]] = jsonld.to_rdf(expanded, options)
    return dataset


def _check_members(document: Document) -> None:
    """Size first, then names: what is not a plain term could hide a claim from a program that reads by name."""
    own = document.get("id")
    for number, value in enumerate(_values(document)):
        if number >= VALUES or (isinstance(value, list) and len(value) > ITEMS):
            raise TooMuchWorkError(f"more than {VALUES} values or {ITEMS} in one list")
        if isinstance(value, dict):
            _check_names(value)
            if own is not None and value is not document and value.get("id") == own and len(value) > 1:
                raise UnreadableError("claims about the document stand in another part of it")
        elif isinstance(value, int | float) and (not isfinite(value) or abs(value) >= _EXACT):
            raise UnreadableError("a number that not every program reads alike")


def _check_names(value: Document) -> None:
    odd = [name for name in value if ":" in name or (name.startswith("@") and name not in _KEYWORDS)]
    if odd:
        raise UnknownTermError(f"a member that is no plain term: {odd[0][:80]!r}")
    for address in listed(value.get("@context")) if "@context" in value else ():
        if not isinstance(address, str):
            raise UnknownTermError("a context that stands in the document itself")
        context(address)
    if "@context" in value and not value["@context"]:
        raise UnknownTermError("a context that is empty")


def _values(value: Json) -> Iterator[Json]:
    """A value and everything in it."""
    left = [value]
    while left:
        each = left.pop()
        yield each
        left.extend(each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())


def _simple(value: Json) -> Json:
    """Without what says nothing: null, empty lists, the list around one thing, contexts that were worked in.

    Of two members of CLR 2.0 PyLD gives the address, for the type that their context states is that of no value.
    """
    if isinstance(value, dict):
        members = {terms().get(name, name): _simple(inner) for name, inner in value.items() if name != "@context"}
        return {name: inner for name, inner in members.items() if inner not in (None, [])}
    if isinstance(value, list):
        items: list[Json] = [inner for inner in map(_simple, value) if inner not in (None, [])]
        return items[0] if len(items) == 1 else items
    return value


def _loaded(address: str, _options: dict[str, Any]) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
    }


def _refuse_dropped(term: str | None) -> NoReturn:
    raise UnknownTermError(f"a member that no context defines: {str(term)[:80]!r}")


def _cause(wrong: BaseException) -> UnreadableError:
    """PyLD wraps what our loader raised."""
    inner: BaseException | None = wrong
    while inner is not None:
        if isinstance(inner, UnreadableError):
            return inner
        inner = inner.__cause__
    return UnreadableError(f"no JSON-LD: {str(wrong)[:200]}")


def _quad(triple: _Triple, graph: str) -> Quad:
    named = "" if graph == "@default" else graph if graph.startswith("_:") else iri(graph)
    return _term(triple["subject"]), iri(triple["predicate"]["value"]), _term(triple["object"]), named


def _term(part: dict[str, str]) -> str:
    if part["type"] == "blank node":
        return part["value"]
    if part["type"] == "IRI":
        return iri(part["value"])
    if "language" in part:
        return f"{literal(part['value'])}@{part['language']}"
    return literal(part["value"], "" if part["datatype"] == _TEXT else part["datatype"])
