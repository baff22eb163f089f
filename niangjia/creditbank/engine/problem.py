"""The allocation problem as plain values: what one learner has, what a programme still needs, what limits both.

Every amount is an integer in *grain*: 1/``Problem.grain`` of a credit. Everything here is what the decisions already
posted leave over: history is data, never a variable, so that doing nothing is always allowed.
"""

from dataclasses import dataclass
from enum import StrEnum


class Remainder(StrEnum):
    """What becomes of the part of a touched outcome that no course took."""

    LOST = "lost"
    KEPT = "kept"


class Cover(StrEnum):
    """Whether a sink must be filled to its full need or may be filled in part."""

    FULL = "full"
    PART = "part"


class Rounding(StrEnum):
    """How the inflow of a sink becomes credited amounts of its smallest unit."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEIL = "ceil"


class SinkKind(StrEnum):
    """A course of the programme, or a pool of electives."""

    COURSE = "course"
    POOL = "pool"


class Side(StrEnum):
    """Which side of a pour a limit counts: what outcomes gave, or what sinks were credited."""

    SOURCE = "source"
    SINK = "sink"


class Aim(StrEnum):
    """What comes first: as many credits as possible, or the programme's requirements."""

    CREDITS = "credits"
    REQUIREMENTS = "requirements"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker may spend. ``amount`` is spendable now, ``book_value`` is what the rule book gave it in whole.

    An outcome is *touched* when any pour or package uses it. It then consumes what it gave, or all of ``amount`` where
    the remainder is lost.
    """

    id: str
    amount: int
    book_value: int
    fan_out: int | None = None  # how many candidates it may still serve; None is without limit
    remainder: Remainder = Remainder.KEPT
    life_months: int = 120  # 0..120; 120 if it never expires
    used_before: bool = False  # a decision already posted touched it


@dataclass(frozen=True, slots=True)
class Sink:
    """Where credits go. ``need`` is still to be credited, ``full`` is the whole of the course or pool.

    The inflow is rounded to a multiple of ``step``; the result is 0 (then nothing may flow in at all), or exactly
    ``need`` (full cover), or from ``least`` to ``need`` (part cover, and every pool). A sink of need 0 takes nothing.
    """

    id: str
    need: int
    full: int
    kind: SinkKind = SinkKind.COURSE
    cover: Cover = Cover.FULL
    least: int = 1  # the least part, where part cover is allowed
    contributors: int | None = None  # how many candidates may fill it together; None is without limit
    step: int = 1  # smallest unit of the credited amount
    rounding: Rounding = Rounding.FLOOR
    category: str = ""


@dataclass(frozen=True, slots=True)
class Pour:
    """A rule row lets one outcome give an amount to one sink: nothing, or ``least`` (at least 1) and more."""

    outcome: str
    sink: str
    row: str
    least: int = 1
    spill: bool = False  # a remainder: only beside another use of the same outcome
    unrelated: bool = False  # counts against the number of outcomes outside the field


@dataclass(frozen=True, slots=True)
class Package:
    """A rule row exchanges fixed amounts of some outcomes for fixed amounts of some sinks, all or nothing."""

    row: str
    takes: tuple[tuple[str, int], ...]  # (outcome, amount)
    gives: tuple[tuple[str, int], ...]  # (sink, amount), each a multiple of the sink's step


@dataclass(frozen=True, slots=True)
class AmountCap:
    """At most ``room`` in all, counted on one side.

    A package counts on the source side, with all it gives, when any of its outcomes is a member.
    """

    name: str
    side: Side
    members: frozenset[str]
    room: int


@dataclass(frozen=True, slots=True)
class ShareCap:
    """The counted part is at most ``part``/``whole`` of everything recognised, history included.

    Where history has already passed the share, what is added must keep it by itself: doing nothing stays allowed.
    """

    name: str
    side: Side
    members: frozenset[str]
    part: int
    whole: int
    used_counted: int = 0  # grain counted by decisions already posted
    used_total: int = 0  # grain recognised by decisions already posted


@dataclass(frozen=True, slots=True)
class CountCap:
    """At most ``room`` members are touched (outcomes) or freed (sinks)."""

    name: str
    side: Side
    members: frozenset[str]
    room: int


@dataclass(frozen=True, slots=True)
class UnrelatedCap:
    """At most ``room`` outcomes are used outside their field."""

    name: str
    room: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """At most one of the members is used. ``closed_by`` names the member that a posted decision used, if any.

    Then none of the others may be used, and that member itself is free; it need not be part of the problem any more.
    """

    name: str
    side: Side
    members: frozenset[str]
    closed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two outcomes partly prove the same learning: together they consume at most ``room``."""

    name: str
    first: str
    second: str
    room: int


Limit = AmountCap | ShareCap | CountCap | UnrelatedCap | Exclusion | Overlap


@dataclass(frozen=True, slots=True)
class Floor:
    """A minimum that is reported, never forced: shortfall = max(0, minimum - got - credited to members)."""

    name: str
    members: frozenset[str]
    minimum: int
    got: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One learner's problem. Order of the tuples has no meaning; ids are unique within their tuple."""

    grain: int
    outcomes: tuple[Outcome, ...] = ()
    sinks: tuple[Sink, ...] = ()
    pours: tuple[Pour, ...] = ()
    packages: tuple[Package, ...] = ()
    limits: tuple[Limit, ...] = ()
    floors: tuple[Floor, ...] = ()
    aim: Aim = Aim.CREDITS


@dataclass(frozen=True, slots=True)
class Tier:
    """One objective of the solution: its value in integers, the bound that was proven, and whether they meet.

    Shortfall (only with ``Aim.REQUIREMENTS``) and credited are in grain, credit_months in grain times months, lines
    are candidates used; canonical counts the choices not proven to be the canonical ones, so its bound is always 0.
    """

    name: str  # shortfall | credited | credit_months | lines | canonical
    value: int
    bound: int
    optimal: bool


@dataclass(frozen=True, slots=True)
class PouredAmount:
    """A pour that is used, with its amount in grain."""

    pour: Pour
    amount: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """A proposal: what is used, what each sink is credited and what each outcome has consumed (in grain).

    ``poured`` and ``packages`` stand in canonical order: by sink, outcome and row.
    """

    poured: tuple[PouredAmount, ...] = ()
    packages: tuple[Package, ...] = ()
    credited: tuple[tuple[str, int], ...] = ()  # (sink, Y), only sinks above 0, by id
    consumed: tuple[tuple[str, int], ...] = ()  # (outcome, e), only outcomes touched, by id
    tiers: tuple[Tier, ...] = ()

    @property
    def optimal(self) -> bool:
        """Every objective, the canonical answer included, is proven."""
        return bool(self.tiers) and all(tier.optimal for tier in self.tiers)

    @property
    def total(self) -> int:
        """Everything credited, in grain."""
        return sum(amount for _, amount in self.credited)
