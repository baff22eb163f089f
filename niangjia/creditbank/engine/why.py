"""The explanation of a verdict as plain values: verdict, rule, each condition, what would change it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term


class Answer(StrEnum):
    """The verdict at the root of an explanation."""

    YES = "yes"
    PARTLY = "partly"
    ASK = "ask"  # a panel decides
    NO = "no"
    DONE = "done"  # recorded or passed already


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One condition: what is held, what is asked, what is missing, where it is written.

    ``details`` are further pairs of label and value; ``bar`` is (have, need) where both are amounts; ``children`` are
    the parts of a condition that joins several.
    """

    label: Term
    verdict: Truth
    held: Term | None = None
    required: Term | None = None
    gap: Term | None = None
    source: Term | None = None
    details: tuple[tuple[Term, Term], ...] = ()
    bar: tuple[Fraction, Fraction] | None = None
    children: tuple["WhyLine", ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """The row that was applied, or that comes nearest."""

    title: str
    version: int
    publisher: str
    row: str
    article: str
    note: str | None = None

    @property
    def term(self) -> Term:
        """The rule in one line."""
        return Term(
            f"《{self.title}》第 {self.version} 版第 {self.row} 行，{self.article}",
            f"{self.title}, version {self.version}, row {self.row}, {self.article}",
        )


@dataclass(frozen=True, slots=True)
class Strand:
    """One outcome's part in a verdict: the row, its conditions, and what the outcome gives by it (credits)."""

    outcome: str
    title: Term
    rule: Rule | None
    conditions: tuple[WhyLine, ...]
    amount: Fraction | None = None
    note: Term | None = None  # what is left of the outcome afterwards


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that would change the verdict, tried by solving again: does it free the course, what does it bring."""

    text: Term
    frees: bool
    gained: Decimal
    asks_panel: bool = False
    extends: bool = False  # more of what is held already, not a new certificate


@dataclass(frozen=True, slots=True)
class Why:
    """Why a course is freed or not, or why an outcome counts or not.

    ``headline`` is the reason in a few words; ``figure`` the credits at stake; ``strands`` the outcomes, the decisive
    one first; ``conditions`` what holds of the whole: gates, the course itself, caps.
    """

    about: str
    answer: Answer
    title: Term
    headline: Term
    figure: Term
    strands: tuple[Strand, ...] = ()
    conditions: tuple[WhyLine, ...] = ()
    ways: tuple[Way, ...] = ()

    @property
    def rule(self) -> Rule | None:
        """The rule of the decisive outcome."""
        return self.strands[0].rule if self.strands else None

    @property
    def lines(self) -> tuple[WhyLine, ...]:
        """The conditions of the decisive outcome, then those of the whole."""
        return (*(self.strands[0].conditions if self.strands else ()), *self.conditions)
