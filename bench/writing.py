"""Write the figures of build/bench.json into docs/performance.md and docs/scale.md, between marks; nobody types one.

``<!-- bench: table L -->`` … ``<!-- end -->`` holds the table of all goals whose id begins with L; ``machine`` in its
place the machine, ``sides R1a`` every side of one question, ``scale`` the extrapolation. In a line,
``<!--= L1 hot | ratio -->5.1<!---->`` holds one figure: ratio, ours, theirs (units a second), short (how much is
missing to the goal) or the name of a fact.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence

from bench.extrapolation import scale_table
from bench.reports import FILE, ROOT, Result, figure

DOCUMENTS = (ROOT / "docs" / "performance.md", ROOT / "docs" / "scale.md")
ENOUGH = 5
BLOCK = re.compile(r"(<!-- bench: (\w+) ?([^>]*?) -->\n).*?(<!-- end -->)", re.DOTALL)
INLINE = re.compile(r"(<!--= ([^|>]+) \| (\w+) -->).*?(<!---->)", re.DOTALL)


def write_documents() -> None:
    """Bring both documents up to date with the file. Raises ValueError where one was only tried out."""
    results = json.loads(FILE.read_text())
    refuse_trials(results)
    for path in DOCUMENTS:
        path.write_text(written(path.read_text(), results))


def refuse_trials(results: Sequence[Result]) -> None:
    """Raise ValueError unless every figure is the median of enough rounds."""
    tried = [each["id"] for each in results if len(each["ours"]["rounds"]) < ENOUGH]
    if tried:
        raise ValueError(f"fewer than {ENOUGH} rounds: {', '.join(tried)}")


def written(text: str, results: Sequence[Result]) -> str:
    """The text with every marked place written anew. Raises KeyError for a goal or a figure that there is not."""
    by_id = {each["id"]: each for each in results}
    with_blocks = BLOCK.sub(lambda found: f"{found[1]}{BLOCKS[found[2]](results, found[3])}\n{found[4]}", text)
    return INLINE.sub(lambda found: f"{found[1]}{_one(by_id[found[2]], found[3])}{found[4]}", with_blocks)


def _one(each: Result, name: str) -> str:
    match name:
        case "ratio":
            return figure(each["ratio"])
        case "ours" | "theirs":
            return figure(each[name]["median"])
        case "short":
            return "met" if each["met"] else f"{1 - each['ratio'] / each['goal']:.0%} short"
        case _:
            return figure(each["facts"][name])


def _table(results: Sequence[Result], beginning: str) -> str:
    lines = ["| goal | compared | ours, a second | theirs | ratio | wanted | |", "|---|---|---|---|---|---|---|"]
    for each in results:
        if each["id"].startswith(beginning):
            wanted = "" if each["goal"] is None else f"≥ {each['goal']:g}"
            met = {True: "met", False: f"**missed**, {_one(each, 'short')}" if each["goal"] else "", None: ""}[
                each["met"]
            ]
            ours, theirs = (f"{each[side]['name']} {figure(each[side]['median'])}" for side in ("ours", "theirs"))
            cells = [each["id"], each["title"], ours, theirs, figure(each["ratio"]), wanted, met]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _sides(results: Sequence[Result], code: str) -> str:
    """All sides of the question to which a goal belongs, the fastest first."""
    each = next(each for each in results if each["id"] == code)
    sides = sorted(each["sides"].items(), key=lambda side: -side[1])
    return "\n".join(
        [f"| side | {each['unit']} |", "|---|---|", *(f"| {name} | {figure(rate)} |" for name, rate in sides)]
    )


def _machine(results: Sequence[Result], _: str) -> str:
    last = max(results, key=lambda each: each["at"])
    days = sorted({each["at"][:10] for each in results})
    told = f"{last['cpus']} cores ({last['cpu']}), {last['memory_gb']} GB, PostgreSQL {last['postgresql']}"
    return f"{told}, Python {last['python']}; measured {' and '.join(dict.fromkeys((days[0], days[-1])))}."


def _scale(results: Sequence[Result], _: str) -> str:
    return scale_table(results)


BLOCKS: Mapping[str, Callable[[Sequence[Result], str], str]] = {
    "table": _table,
    "sides": _sides,
    "machine": _machine,
    "scale": _scale,
}
