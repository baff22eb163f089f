"""No double counting (family 11): relations between two outcomes, or two courses, that may not both be used."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from niangjia.creditbank.engine.books import (
    Case,
    HeldOutcome,
    OutcomeKind,
    Programme,
    RelationKind,
    RelationRow,
    RuleBook,
)
from niangjia.creditbank.engine.facts import is_in_field
from niangjia.creditbank.engine.validity import add_months, setting_of

_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_CHINESE: Final = str.maketrans("一二三四五六七八九", "123456789")
_TAIL: Final = re.compile(r"(.*?)(vi|iv|v|i{1,3}|[一二三四五六七八九])$")


@dataclass(frozen=True, slots=True)
class Group:
    """At most one of these is used. ``used`` is the member that a posted decision used already, if any."""

    name: str
    row: RelationRow
    members: frozenset[str]
    used: str | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A training counts inside a certificate: what both give together is at most what the certificate is worth."""

    name: str
    row: RelationRow
    certificate: str
    training: str


@dataclass(frozen=True, slots=True)
class Swallowed:
    """The lower level is dropped from the start because the higher one is held."""

    row: RelationRow
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """An earlier course of the same name as one that was passed by study here: it counts already."""

    row: RelationRow
    outcome: str
    course: str


@dataclass(frozen=True, slots=True)
class Relations:
    """Every relation of the book that two of the learner's outcomes, or two courses, stand in."""

    outcomes: tuple[Group, ...] = ()
    courses: tuple[Group, ...] = ()
    shared: tuple[Shared, ...] = ()
    swallowed: tuple[Swallowed, ...] = ()
    repeated: tuple[Repeated, ...] = ()


def relations_of(case: Case, usable: Sequence[HeldOutcome], settled_courses: frozenset[str]) -> Relations:
    """The relations among usable outcomes and those that decisions already used; and among courses.

    ``settled_courses`` are codes that are passed or credited already.
    """
    used = frozenset(line.outcome for line in case.history) | {each.id for each in case.outcomes if _is_begun(each)}
    swallowed = tuple(each for row in case.book.relations for each in _swallowed(row, case.book, usable, used))
    gone = {each.outcome for each in swallowed}
    held = [outcome for outcome in case.outcomes if outcome in usable or outcome.id in used]
    left = [outcome for outcome in held if outcome.id not in gone]
    rows = case.book.relations
    return Relations(
        outcomes=tuple(group for row in rows for group in _groups(row, left, used)),
        courses=tuple(group for row in rows for group in _course_groups(row, case.programme, settled_courses)),
        shared=tuple(each for row in rows for each in _shared(row, left)),
        swallowed=swallowed,
        repeated=tuple(each for row in rows for each in _repeated(row, case, left)),
    )


def _is_begun(outcome: HeldOutcome) -> bool:
    """Something of its lot is spent, perhaps in another programme."""
    standard, balance = outcome.standard_value, outcome.balance
    return standard is not None and balance is not None and balance < standard


@lru_cache(maxsize=4096)
def normalised_course(name: str) -> str:
    """A course's name without spacing, punctuation, case, width and the way in which its part is numbered.

    高等数学（I）, 高等数学 一 and 高等数学1 are one course.
    """
    plain = normalised(name)
    found = _TAIL.fullmatch(plain)
    if found is None or not found[1]:
        return plain
    tail = found[2]
    return found[1] + _ROMAN.get(tail, tail.translate(_CHINESE))


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Letters and figures only, in lower case and half width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def _groups(row: RelationRow, held: Iterable[HeldOutcome], used: frozenset[str]) -> list[Group]:
    key = _OUTCOME_KEYS.get(row.kind)
    if key is None:
        return []
    by_key: dict[str, set[str]] = {}
    for outcome in held:
        found = key(outcome)
        if found:
            by_key.setdefault(found, set()).add(outcome.id)
    return [
        Group(f"{row.id}:{found}", row, frozenset(members), min(members & used, default=None))
        for found, members in sorted(by_key.items())
        if len(members) > 1
    ]


def _occupation(outcome: HeldOutcome) -> str | None:
    return outcome.occupation if outcome.kind is OutcomeKind.SKILL_CERTIFICATE else None


def _event(outcome: HeldOutcome) -> str | None:
    is_competition = outcome.kind is OutcomeKind.COMPETITION and outcome.event
    return normalised(outcome.event or "") if is_competition else None


def _number(outcome: HeldOutcome) -> str | None:
    return normalised(outcome.certificate_number or "")


def _achievement(outcome: HeldOutcome) -> str | None:
    return normalised(outcome.title) if outcome.kind is OutcomeKind.FIVE_SMALLS else None


def _course_name(outcome: HeldOutcome) -> str | None:
    is_course = outcome.kind is OutcomeKind.EARLIER_COURSE
    return normalised_course(outcome.subject or outcome.title) if is_course else None


_OUTCOME_KEYS: Final[dict[RelationKind, Callable[[HeldOutcome], str | None]]] = {
    RelationKind.SAME_OCCUPATION_LOWER_LEVEL: _occupation,
    RelationKind.SAME_EVENT: _event,
    RelationKind.SAME_CERTIFICATE_NUMBER: _number,
    RelationKind.SAME_COURSE_NAME: _course_name,
    RelationKind.SAME_ACHIEVEMENT: _achievement,
}


def _course_groups(row: RelationRow, programme: Programme, settled: frozenset[str]) -> list[Group]:
    if row.kind is not RelationKind.SAME_COURSE_NAME:
        return []
    by_name: dict[str, set[str]] = {}
    for course in programme.courses:
        by_name.setdefault(normalised_course(course.name), set()).add(course.code)
    return [
        Group(f"{row.id}:{name}", row, frozenset(codes), min(codes & settled, default=None))
        for name, codes in sorted(by_name.items())
        if len(codes) > 1
    ]


def _repeated(row: RelationRow, case: Case, held: Iterable[HeldOutcome]) -> Iterator[Repeated]:
    """Earlier courses that this programme's own course stands for already."""
    if row.kind is not RelationKind.NAME_PASSED_HERE:
        return
    passed = [course for course in case.programme.courses if course.code in case.learner.passed_courses]
    by_name = {normalised_course(course.name): course.code for course in passed}
    for outcome in held:
        name = _course_name(outcome)
        if name in by_name:
            yield Repeated(row, outcome.id, by_name[name])


def _swallowed(
    row: RelationRow, book: RuleBook, usable: Sequence[HeldOutcome], used: frozenset[str]
) -> list[Swallowed]:
    """The lower levels, where the book lets the higher one swallow them as soon as it is held."""
    if row.kind is not RelationKind.SAME_OCCUPATION_LOWER_LEVEL:
        return []
    if setting_of(book, OutcomeKind.SKILL_CERTIFICATE).swallow != "held":
        return []
    found = []
    for outcome in usable:
        higher = [other for other in usable if _is_higher(other, outcome)]
        if higher and outcome.id not in used:
            top = max(higher, key=lambda other: (other.level or 0, other.id))
            found.append(Swallowed(row, outcome.id, top.id))
    return found


def _is_higher(one: HeldOutcome, other: HeldOutcome) -> bool:
    same = _occupation(one) is not None and _occupation(one) == _occupation(other)
    return same and one.level is not None and other.level is not None and one.level > other.level


def _shared(row: RelationRow, held: Sequence[HeldOutcome]) -> list[Shared]:
    if row.kind is not RelationKind.TRAINING_INSIDE_CERTIFICATE:
        return []
    certificates = [outcome for outcome in held if _occupation(outcome) is not None]
    trainings = [outcome for outcome in held if outcome.kind is OutcomeKind.TRAINING and outcome.occupation]
    return [
        Shared(f"{row.id}:{certificate.id}+{training.id}", row, certificate.id, training.id)
        for certificate in certificates
        for training in trainings
        if _led_to(training, certificate, row)
    ]


def _led_to(training: HeldOutcome, certificate: HeldOutcome, row: RelationRow) -> bool:
    """The training was of the certificate's occupation, or of a group that it belongs to, and went before it."""
    of_it = is_in_field(certificate.occupation or "", (training.occupation or "",))
    before = training.awarded_on <= certificate.awarded_on
    if row.within_months is None:
        return of_it and before
    return of_it and before and add_months(training.awarded_on, row.within_months) >= certificate.awarded_on
