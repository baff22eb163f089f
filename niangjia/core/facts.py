"""The catalogue of facts: every fact that a condition or a form may use, with its type, unit, label and source.

Apps register their facts when they start (``AppConfig.ready``); a fact has one definition for the whole program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from niangjia.core.terms import Term


class FactKind(StrEnum):
    """The type of a fact's value; a level or an amount that may have parts is a decimal."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    CODE = "code"  # a text out of a closed list or classification
    DATE = "date"
    KEY = "key"
    COLLECTION = "collection"


class Privacy(StrEnum):
    """Who may be shown a fact at all: anyone, whoever works with the record, or only by special right."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class FactType:
    """One fact of the catalogue. ``source`` names the table, form or authority that it comes from."""

    name: str
    kind: FactKind
    label: Term
    source: str
    unit: Term | None = None
    privacy: Privacy = Privacy.PERSONAL
    values: tuple[tuple[str, Term], ...] = ()  # of a code: each with its word

    def word(self, code: str) -> Term:
        """What a value of a code is called; the code itself if it has no word."""
        return dict(self.values).get(code, Term(code, code))


_catalogue: dict[str, FactType] = {}


def register(*facts: FactType) -> None:
    """Add facts to the catalogue. The same definition twice is harmless; two of one name raise ValueError."""
    for each in facts:
        if _catalogue.setdefault(each.name, each) != each:
            raise ValueError(f"the fact {each.name} is defined twice")


def fact_type(name: str) -> FactType:
    """The definition of a fact. KeyError if no app has registered it."""
    return _catalogue[name]


def label(name: str) -> Term:
    """The label of a fact; its bare name if it is not in the catalogue."""
    found = _catalogue.get(name)
    return found.label if found else Term(name, name)


def catalogue() -> Mapping[str, FactType]:
    """All facts registered so far, by name."""
    return MappingProxyType(_catalogue)
