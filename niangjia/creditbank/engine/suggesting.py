"""The certificates next in reach, and what each would bring."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Case, HeldOutcome, OutcomeKind
from niangjia.creditbank.engine.bringing import (
    HYPOTHETICAL,
    NEXT_LEVEL,
    Brings,
    next_certificate,
    with_outcome,
    would_bring,
)
from niangjia.creditbank.engine.conversion import TIME_LIMIT_SECONDS, Conversion, convert
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.problem import Problem
from niangjia.creditbank.engine.wording import level, same

EITHER: Final = Term("{names}或{last}", "{names} or {last}")
ONE_OF: Final = Term("考取{level}：{names}等 {n} 种职业之一", "{level} in one of {n} occupations, as {names}")
_HIGHEST: Final = Decimal(8)
_SENIOR: Final = Decimal(4)
_MOST_TRIED: Final = 4  # kinds of new certificate for which the case is solved again
_MOST_OCCUPATIONS: Final = 80  # of the programme's field that are looked at
_MOST_NAMES: Final = 3
_NO_OCCUPATIONS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A next certificate worth having. ``occupations`` are the names of those in which it brings just this."""

    text: Term
    brings: Brings
    occupations: tuple[str, ...] = ()


def suggestions(
    case: Case,
    *,
    occupations: Mapping[str, str] = _NO_OCCUPATIONS,
    before: Conversion | None = None,
    most: int = 5,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
) -> tuple[Suggestion, ...]:
    """The certificates next in reach that would bring credits, best first.

    The next level of each occupation held, and a senior certificate in an occupation of the programme's field.
    ``occupations`` are those of the field that have certificates, code to name; those of equal effect are joined.
    """
    now = before or convert(case, time_limit_seconds=time_limit_seconds)
    found = [
        Suggestion(text, would_bring(case, outcome, before=now, time_limit_seconds=time_limit_seconds), names)
        for text, outcome, names in (*_next_levels(case), *_new_occupations(case, occupations))
    ]
    worthwhile = [each for each in found if each.brings.gained > 0 or each.brings.gained_possible > 0]
    worthwhile.sort(key=lambda each: (-each.brings.gained, -each.brings.gained_possible, each.text))
    return tuple(worthwhile[:most])


def _held(case: Case) -> dict[str, HeldOutcome]:
    """The highest certificate of each occupation."""
    best: dict[str, HeldOutcome] = {}
    for outcome in case.outcomes:
        if outcome.kind is OutcomeKind.SKILL_CERTIFICATE and outcome.occupation and outcome.level is not None:
            held = best.get(outcome.occupation)
            if held is None or (held.level or 0) < outcome.level:
                best[outcome.occupation] = outcome
    return best


def _next_levels(case: Case) -> Iterator[tuple[Term, HeldOutcome, tuple[str, ...]]]:
    for occupation, held in sorted(_held(case).items()):
        following = Decimal(int(held.level or 0) + 1)
        if following <= _HIGHEST:
            text = NEXT_LEVEL.format(title=held.title, level=level(following))
            yield text, next_certificate(case, occupation, following, held.title), ()


def _new_occupations(case: Case, occupations: Mapping[str, str]) -> Iterator[tuple[Term, HeldOutcome, tuple[str, ...]]]:
    for codes in _alike(case, [code for code in sorted(occupations) if code not in _held(case)])[:_MOST_TRIED]:
        names = tuple(occupations[code] for code in codes)
        yield _text(names), next_certificate(case, codes[0], _SENIOR, names[0]), names


def _alike(case: Case, codes: list[str]) -> list[list[str]]:
    """Occupations in which a certificate makes one and the same problem, most first; not those that give nothing."""
    found: dict[tuple[Problem, Problem], list[str]] = {}
    for code in codes[:_MOST_OCCUPATIONS]:
        prepared = prepare(with_outcome(case, next_certificate(case, code, _SENIOR, code)))
        possible = prepared.possible
        gives = any(pour.outcome == HYPOTHETICAL for pour in possible.pours)
        if gives or any(HYPOTHETICAL in dict(package.takes) for package in possible.packages):
            found.setdefault((prepared.certain, possible), []).append(code)
    return sorted(found.values(), key=lambda alike: (-len(alike), alike))


def _text(names: tuple[str, ...]) -> Term:
    if len(names) > _MOST_NAMES:
        return ONE_OF.format(names=_names(names[:_MOST_NAMES]), n=len(names), level=level(_SENIOR))
    title = same(names[0]) if len(names) == 1 else EITHER.format(names=_names(names[:-1]), last=names[-1])
    return NEXT_LEVEL.format(title=title, level=level(_SENIOR))


def _names(names: tuple[str, ...]) -> Term:
    return Term("、".join(names), ", ".join(names))
