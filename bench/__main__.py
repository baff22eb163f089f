"""``make bench``: how fast this machine does what, side by side; a table on the terminal and build/bench.json."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.rounds import Answer, answer
from bench.site import throw_away_site

FILE = Path(__file__).resolve().parent.parent / "build" / "bench.json"


def main() -> None:
    """Ask every question once."""
    with throw_away_site():
        from bench.imports import import_questions
        from bench.ledger import ledger_questions

        answers = [answer(question) for ask in (ledger_questions, import_questions) for question in ask()]
    show(answers)
    FILE.parent.mkdir(exist_ok=True)
    taken = {"at": datetime.now(UTC).isoformat(), "cpus": os.cpu_count(), "python": platform.python_version()}
    FILE.write_text(json.dumps([{**each.as_json(), **taken} for each in answers], ensure_ascii=False, indent=1))


def show(answers: list[Answer]) -> None:
    """The table."""
    table = Table("", "", "每秒 / per second", "比 / ratio", "目标 / goal")
    for each in answers:
        for place, side in enumerate(each.question.sides):
            is_ours = place == 0
            goal = "" if each.question.goal is None else f"≥ {each.question.goal}"
            table.add_row(
                f"{each.question.code} {each.question.title}" if is_ours else "",
                side.name,
                f"{each.rate(side):,.0f} {each.question.unit}",
                f"{each.ratio:.3f}" if is_ours else "",
                goal if is_ours else "",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
