"""Where SQL finds what a condition asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from niangjia.core.conditions.types import Value


@dataclass(frozen=True, slots=True)
class CollectionSource:
    """A collection as rows.

    ``rows`` is what stands after FROM, with its own condition on the subject, such as
    ``(SELECT o.* FROM outcome o WHERE o.person_id = person.id) AS o``; ``facts`` are expressions over such a row.
    ``known`` is a boolean expression of the subject; where it is not true, the collection is not known.
    """

    rows: str
    facts: Mapping[str, str]
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Trusted SQL, written in code, for each fact and collection; values for parameters and context.

    Expressions may hold no parameters of their own; a per cent sign is doubled. NULL means not known. ``trees`` gives,
    by the name of the fact, a boolean template with ``{value}``, ``{node}`` and ``{on}``, such as
    ``EXISTS (SELECT FROM closure c WHERE c.above = {node} AND c.below = {value} AND c.during @> {on})``.
    """

    facts: Mapping[str, str]
    collections: Mapping[str, CollectionSource] = field(default_factory=dict)
    trees: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, Value | None] = field(default_factory=dict)
    parameters: Mapping[str, Value | None] = field(default_factory=dict)
