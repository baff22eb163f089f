"""Expanded JSON-LD: whether everything in it is going to be a quad, or something would fall away."""

import re
from typing import Any, Final

from niangjia.core.proofs.errors import UnknownTermError

_ABSOLUTE: Final = re.compile(r'(?:[A-Za-z][A-Za-z0-9+.-]*|_):[^\x00-\x20<>"{}|^`\\]*')
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_HOLDS_NODES: Final = frozenset({"@graph", "@list", "@set"})
_HOLDS_VALUE: Final = frozenset({"@type", "@value", "@language"})


def check_expanded(value: Any) -> None:  # noqa: ANN401 - whatever PyLD returns
    """Raises UnknownTermError for a name, type or member that RDF has no place for. ``value`` is expanded JSON-LD."""
    if isinstance(value, list):
        for each in value:
            check_expanded(each)
    elif isinstance(value, dict):
        check_value(value) if "@value" in value else check_node(value)


def check_value(value: dict[str, Any]) -> None:
    """A literal: of a type that has an address, or in a language."""
    kind, language = value.get("@type", "@json"), value.get("@language", "en")
    if not value.keys() <= _HOLDS_VALUE or not (kind == "@json" or _is_absolute(kind)):
        raise UnknownTermError(f"a value that RDF has no place for: {str(value)[:80]}")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise UnknownTermError(f"no language: {str(language)[:80]!r}")


def check_node(node: dict[str, Any]) -> None:
    """A thing: its name and types are addresses, and so is what each of its members means."""
    for name, inner in node.items():
        if name in {"@id", "@type"}:
            _check_addresses([inner] if name == "@id" else inner)
            continue
        if name not in _HOLDS_NODES and not (_is_absolute(name) and not name.startswith("_:")):
            raise UnknownTermError(f"a member that RDF has no place for: {name[:80]!r}")
        check_expanded(inner)


def _check_addresses(names: list[Any]) -> None:
    unknown = next((name for name in names if not _is_absolute(name)), None)
    if unknown is not None:
        raise UnknownTermError(f"a type or name that no context defines and that is no address: {str(unknown)[:80]!r}")


def _is_absolute(name: object) -> bool:
    return isinstance(name, str) and bool(_ABSOLUTE.fullmatch(name))
