"""Which address each bundled context answers for."""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from niangjia.core.proofs.documents import CREDENTIALS, Document, Json
from niangjia.core.proofs.errors import UnknownTermError

OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LEARNER_RECORD: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
FILES: Final = {
    CREDENTIALS: "credentials-v2",
    OPEN_BADGES: "open-badges-3.0.3",
    LEARNER_RECORD: "clr-2.0.1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "open-badges-3.0.1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "open-badges-3.0.2",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges-extensions",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": "clr-2.0.0",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2",
    "https://w3id.org/security/multikey/v1": "multikey-v1",
    "https://www.w3.org/ns/did/v1": "did-v1",
}


@cache
def context(address: str) -> Document:
    """The context document of an address. Raises UnknownTermError for one that is not bundled."""
    if address not in FILES:
        raise UnknownTermError(f"a context that is not known here: {address[:200]!r}")
    text = resources.files(__package__).joinpath(f"{FILES[address]}.json").read_text(encoding="utf-8")
    found: Document = json.loads(text)
    return found


@cache
def terms() -> dict[str, str]:
    """The term of every IRI that the bundled contexts name by one and the same term wherever they do."""
    found: dict[str, set[str]] = defaultdict(set)
    for address in FILES:
        for term, meaning in _definitions(context(address)["@context"]):
            found[meaning].add(term)
    return {meaning: names.pop() for meaning, names in found.items() if len(names) == 1}


@cache
def prefixes() -> tuple[str, ...]:
    """The beginnings of addresses that a bundled context abbreviates."""
    every = {meaning for address in FILES for _, meaning in _definitions(context(address)["@context"])}
    return tuple(sorted(meaning for meaning in every if meaning.endswith(("#", "/", ":"))))


@cache
def names() -> frozenset[str]:
    """Every term that a bundled context defines: what stands before a colon in an abbreviated address."""
    return frozenset(term for address in FILES for term, _ in _definitions(context(address)["@context"]))


def _definitions(defined: Json) -> Iterator[tuple[str, str]]:
    """Each term and its IRI, those of contexts within definitions included."""
    for term, definition in defined.items() if isinstance(defined, dict) else ():
        inner = definition if isinstance(definition, dict) else {"@id": definition}
        if isinstance(inner.get("@id"), str):
            yield term, str(inner["@id"])
        yield from _definitions(inner.get("@context"))
