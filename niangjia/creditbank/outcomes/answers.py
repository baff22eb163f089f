"""An outcome as a person types it into a form: which facts its kind needs, and what is wrong with what she typed.

The same readers and the same objections as for workbooks: one rule for all ways in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import HeldOutcome, OutcomeKind
from niangjia.creditbank.outcomes.importing import LONGEST, TOO_LONG
from niangjia.creditbank.workbooks.forms.outcomes import OUTCOME_FACTS
from niangjia.creditbank.workbooks.outcome_rows import FACT_NAMES, objections_to, outcome_of
from niangjia.creditbank.workbooks.reading.cells.occupations import classification
from niangjia.creditbank.workbooks.reading.faults import Unfit

FACTS_OF: Final[Mapping[OutcomeKind, tuple[str, ...]]] = {
    OutcomeKind.SKILL_CERTIFICATE: (
        "occupation", "level", "certificate_number", "issuer", "awarded_on", "expires_on",
    ),
    OutcomeKind.COMPETITION: (
        "event", "title", "tier", "prize", "rank", "is_team", "issuer", "certificate_number", "awarded_on",
    ),
    OutcomeKind.FIVE_SMALLS: ("title", "tier", "share", "issuer", "certificate_number", "awarded_on"),
    OutcomeKind.TRAINING: ("title", "subject", "hours", "issuer", "certificate_number", "awarded_on"),
    OutcomeKind.MENTORING: ("title", "months", "issuer", "awarded_on"),
    OutcomeKind.EARLIER_COURSE: ("title", "subject", "credits", "score", "issuer", "awarded_on"),
}  # fmt: skip
"""What is asked of each kind, in the order of its paper."""

MAY_BE_BLANK: Final = frozenset(
    {"certificate_number", "issuer", "expires_on", "prize", "rank", "is_team", "share", "subject", "score"}
)
_COLUMNS: Final = {column.name: column for column in OUTCOME_FACTS}
_LONGEST: Final = {name: most for name, _, most in LONGEST}
_MISSING: Final = Term("请填写“{label}”", "fill in “{label}”")
_NO_NUMBER: Final = Term(
    "请填写“{label}”：就是证书上印的那一串", "fill in “{label}”: the one printed on the certificate"
)
_NEEDS_NUMBER: Final = frozenset({OutcomeKind.SKILL_CERTIFICATE})


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed, read. ``held`` is there where ``wrong`` (by the name of the fact) is empty.

    ``values`` are those that could be read, each by itself.
    """

    held: HeldOutcome | None
    wrong: Mapping[str, Term]
    values: Mapping[str, Any]


def facts_asked(kind: OutcomeKind) -> tuple[tuple[str, Term, tuple[str, ...], bool], ...]:
    """For each fact of the kind: its name, what it is called, the words to choose from, and whether it is needed."""
    return tuple((name, _COLUMNS[name].label, _COLUMNS[name].choices, is_needed(kind, name)) for name in FACTS_OF[kind])


def is_needed(kind: OutcomeKind, name: str) -> bool:
    """Whether the kind can't do without the fact."""
    return name not in MAY_BE_BLANK or (name == "certificate_number" and kind in _NEEDS_NUMBER)


def read_answers(kind: OutcomeKind, typed: Mapping[str, str], *, on: date) -> Read:
    """The outcome that was typed, or what is wrong with each answer. ``on``: nothing may be awarded after it."""
    row: dict[str, Any] = dict.fromkeys(FACT_NAMES)
    row["kind"], wrong = kind, {}
    for name in FACTS_OF[kind]:
        try:
            row[name] = _read(kind, name, typed.get(name, "").strip())
        except Unfit as unfit:
            wrong[name] = unfit.expected
    values = {name: row[name] for name in FACTS_OF[kind] if row[name] is not None}
    _fill_in(row)
    wrong = wrong or {name: expected for name, _, expected in objections_to(row, on)}
    return Read(None, wrong, values) if wrong else Read(outcome_of(row), {}, values)


def _read(kind: OutcomeKind, name: str, text: str) -> object:
    label = _COLUMNS[name].label
    if not text:
        if is_needed(kind, name):
            form = _NO_NUMBER if name == "certificate_number" else _MISSING
            raise Unfit(f"{name}_missing", form.format(label=label))
        return None
    if len(text) > _LONGEST.get(name, 60):
        raise Unfit("text_too_long", TOO_LONG.format(most=_LONGEST.get(name, 60)))
    return _COLUMNS[name].read(text)


def _fill_in(row: dict[str, Any]) -> None:
    """What follows from the rest is not asked: a certificate is called by its occupation, a course is its subject."""
    if row["kind"] is OutcomeKind.SKILL_CERTIFICATE and row["occupation"]:
        row["title"] = classification()[row["occupation"]]
    if row["kind"] is OutcomeKind.EARLIER_COURSE:
        row["subject"] = row["subject"] or row["title"]
