"""The hash of everything that a conversion reads, for many learners of one book: equal to ``canonical.case_hash``.

The book stands first in a case's canonical form and the programme last, so that both are written once for all.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from niangjia.creditbank.batch.reading import FIELDS, OutcomeRow
from niangjia.creditbank.engine.books import Learner, Programme, RuleBook
from niangjia.creditbank.engine.canonical import book_to_text, programme_to_text

_encode: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class CaseHasher:
    """Hashes cases without history under one book on one day."""

    def __init__(self, book: RuleBook, programmes: Mapping[Any, Programme], on: date) -> None:
        self._start = sha256(f'{{"book":{book_to_text(book)},"learner":'.encode())
        self._on = f',"on":"{on.isoformat()}","outcomes":['
        self._ends = {key: f'],"programme":{programme_to_text(each)}}}'.encode() for key, each in programmes.items()}

    def digest(self, learner: Learner, programme: object, outcomes: Sequence[OutcomeRow]) -> str:
        """The hash of the case of this learner with these outcomes, in hexadecimal."""
        told = self._start.copy()
        middle = ",".join(map(_outcome_text, outcomes))
        told.update(f"{_learner_text(learner)}{self._on}{middle}".encode())
        told.update(self._ends[programme])
        return told.hexdigest()


def _learner_text(learner: Learner) -> str:
    age = "" if learner.age_years is None else f'"age_years":{learner.age_years},'
    since = "" if learner.enrolled_on is None else f'"enrolled_on":"{learner.enrolled_on.isoformat()}",'
    passed = _encode(sorted(learner.passed_courses)) if learner.passed_courses else "[]"
    enrolled = "true" if learner.is_enrolled else "false"
    return f'{{{age}{since}"id":"{learner.id}","is_enrolled":{enrolled},"passed_courses":{passed}}}'


def _outcome_text(row: OutcomeRow) -> str:
    """The canonical text of an outcome: what says nothing is left out."""
    return _encode(
        {name: _plain(value) for name, value in zip(FIELDS, row, strict=True) if value is not None and value != []}
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - facts are of several kinds
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


@lru_cache(maxsize=4096)
def _decimal_text(value: Decimal) -> str:
    """Without exponent, trailing zeros or negative zero."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
