"""Cases as rows, for tests that need no database."""

from niangjia.creditbank.batch.reading import FIELDS
from niangjia.creditbank.engine.books import HeldOutcome

ENUMS = ("kind", "prize", "certificate_class")


def row_of(outcome: HeldOutcome) -> tuple:
    facts = {name: getattr(outcome, name) for name in FIELDS}
    for name in ENUMS:
        facts[name] = None if facts[name] is None else facts[name].value
    facts["made_from"] = list(facts["made_from"])
    return tuple(facts.values())
