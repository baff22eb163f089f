"""What a benchmark says: a table on the terminal and build/bench.json."""

import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One goal: the ratio ours over theirs, the goal for it (0: none is set), whether it is met, what was compared."""

    id: str
    ratio: float
    goal: float
    met: bool
    compared: str
    ours: float
    theirs: float
    unit: str


def measured(work: Callable[[], int]) -> float:
    """Units a second of one run; ``work`` gives how many units it did."""
    started = perf_counter()
    count = work()
    return count / (perf_counter() - started)


def figure(key: str, ours: list[float], theirs: list[float], *, goal: float, compared: str, unit: str) -> Figure:
    """The medians of interleaved rounds."""
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = mine / other
    return Figure(key, round(ratio, 4), goal, ratio >= goal, compared, round(mine, 1), round(other, 1), unit)


def show(figures: list[Figure], target: Path) -> None:
    """Print the table and write the file."""
    table = Table("id", "ours", "theirs", "unit", "ratio", "goal", "met", "compared")
    for each in figures:
        met = "yes" if each.met else "no"
        table.add_row(
            each.id, f"{each.ours:,.0f}", f"{each.theirs:,.0f}", each.unit, f"{each.ratio:.3f}",
            f"{each.goal:g}" if each.goal else "-", met if each.goal else "-", each.compared,
        )  # fmt: skip
    Console(width=140).print(table)
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps([asdict(each) for each in figures], ensure_ascii=False, indent=1))
