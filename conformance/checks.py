"""One published vector asked, and the table of all answers."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A vector of a standard: ``holds`` computes it and compares."""

    standard: str
    name: str
    holds: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a check; ``fault`` is empty where it passed."""

    standard: str
    name: str
    fault: str


def ask(check: Check) -> Answer:
    """Run one check. An error of any kind is a failure with its sentence."""
    try:
        fault = "" if check.holds() else "another result than published"
    except Exception as error:  # noqa: BLE001 - one vector that breaks must not hide the others
        fault = f"{type(error).__name__}: {error}"
    return Answer(check.standard, check.name, fault)


def table(answers: Iterable[Answer]) -> str:
    """The failures by name, then passed and failed by standard."""
    answers = list(answers)
    passed = Counter(answer.standard for answer in answers if not answer.fault)
    failed = Counter(answer.standard for answer in answers if answer.fault)
    lines = [f"failed: {answer.standard}: {answer.name}: {answer.fault}" for answer in answers if answer.fault]
    lines.append(f"{'standard':<28}{'passed':>8}{'failed':>8}")
    standards = dict.fromkeys(answer.standard for answer in answers)
    lines += [f"{standard:<28}{passed[standard]:>8}{failed[standard]:>8}" for standard in standards]
    lines.append(f"{'all':<28}{passed.total():>8}{failed.total():>8}")
    return "\n".join(lines)
