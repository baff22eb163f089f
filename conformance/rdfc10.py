"""The W3C's tests of RDF Dataset Canonicalization 1.0: canonical forms, names of blank nodes, the poisoned graph."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from conformance.checks import Check
from niangjia.core.proofs.errors import TooMuchWorkError
from niangjia.core.proofs.rdfc10 import Algorithm, canonical_quads

STANDARD = "RDFC-1.0"


def rdfc10_checks(folder: Path) -> Iterator[Check]:
    """One check for each entry of the manifest."""
    for entry in json.loads((folder / "manifest.jsonld").read_text())["entries"]:
        yield Check(STANDARD, f"{entry['id']} {entry['name']}", partial(_holds, folder, entry))


def _holds(folder: Path, entry: dict[str, str]) -> bool:
    algorithm: Algorithm = "sha384" if entry.get("hashAlgorithm") == "SHA384" else "sha256"
    given = (folder / entry["action"]).read_text()
    match entry["type"]:
        case "rdfc:RDFC10EvalTest":
            return canonical_quads(given, algorithm=algorithm).text == (folder / entry["result"]).read_text()
        case "rdfc:RDFC10MapTest":
            names: dict[str, str] = json.loads((folder / entry["result"]).read_text())
            return canonical_quads(given, algorithm=algorithm).names == names
        case "rdfc:RDFC10NegativeEvalTest":
            return _is_refused(given)
    raise ValueError(f"a test of an unknown kind: {entry['type']}")


def _is_refused(given: str) -> bool:
    try:
        canonical_quads(given)
    except TooMuchWorkError:
        return True
    return False
