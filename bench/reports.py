"""What the bench says: a table on the terminal, and build/bench.json."""

import json
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.rounds import Answer

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "build" / "bench.json"
SMALL, WIDTH = 100, 160
Result = dict[str, Any]


def results_of(answers: Sequence[Answer], **circumstances: object) -> list[Result]:
    """One object for each comparison, with the machine and the instant."""
    taken = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpus": os.cpu_count(),
        "cpu": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "python": platform.python_version(),
        **circumstances,
    }
    return [{**each, **taken} for one in answers for each in one.as_json()]


def _processor() -> str:
    named = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return named[1] if named else platform.machine()


def keep(results: Sequence[Result], file: Path = FILE) -> None:
    """Write the results; those of questions that were not asked this time stay as they are."""
    fresh = {each["id"] for each in results}
    earlier = [] if not file.exists() else json.loads(file.read_text())
    kept = [each for each in earlier if each["id"] not in fresh]
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps([*kept, *results], ensure_ascii=False, indent=1))


def show(results: Sequence[Result]) -> None:
    """The table: ours above theirs."""
    table = Table("", "每秒 / per second", "", "比 / ratio", "目标 / goal", "")
    for each in results:
        table.add_row(*row(each))
        table.add_row(f"  {each['title']}", figure(each["theirs"]["median"]), each["theirs"]["name"], "", "", "")
    Console(width=WIDTH).print(table)


def row(each: Result) -> list[str]:
    """Code and unit, our figure, our name, ratio, goal, and whether it is met."""
    goal = "" if each["goal"] is None else f"≥ {each['goal']:g}"
    met = {True: "✓", False: "✗", None: ""}[each["met"]]
    code = f"{each['id']} · {each['unit'].removesuffix('/s')}"
    return [code, figure(each["ours"]["median"]), each["ours"]["name"], figure(each["ratio"]), goal, met]


def figure(rate: float) -> str:
    """A rate or ratio with its thousands set off, and decimals where it is small."""
    return f"{rate:,.0f}" if rate >= SMALL else f"{rate:.3g}"
