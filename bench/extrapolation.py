"""From measured rates to a city of 800,000 workers and to 200 million: plain division, each step with its source."""

from collections.abc import Sequence

from bench.reports import Result, figure

CITY, COUNTRY = 800_000, 200_000_000
LOTS_EACH, TRANSFERS_EACH = 5, 10  # outcomes of a worker; transfers of a worker in all (made, poured, credited)
MINUTE, HOUR, GIGA = 60, 3600, 1e9


def scale_table(results: Sequence[Result]) -> str:
    """A row a step: what, for one city, for the country on one machine of this size, and where it comes from."""
    by_id = {each["id"]: each for each in results}
    federations = COUNTRY // CITY
    rows = [
        (step, figure_of(work / rate, kind), figure_of(federations * work / rate, kind), source)
        for step, work, rate, kind, source in _steps(by_id)
    ]
    head = f"| step | {CITY:,} workers | {COUNTRY:,} workers, one such machine | from |\n|---|---|---|---|"
    return "\n".join([head, *(f"| {' | '.join(row)} |" for row in rows)])


def figure_of(amount: float, kind: str) -> str:
    """Seconds as minutes, hours or days; bytes as GB."""
    if kind == "bytes":
        return f"{figure(amount / GIGA)} GB"
    for unit, seconds in (("days", 24 * HOUR), ("hours", HOUR), ("minutes", MINUTE)):
        if amount >= 2 * seconds:
            return f"{figure(amount / seconds)} {unit}"
    return f"{figure(amount)} seconds"


def _steps(by_id: dict[str, Result]) -> list[tuple[str, float, float, str, str]]:
    """What is done, how much for a city, how much a second (or a byte), the kind, the source."""
    posted, proved = by_id["L1 cold"]["ours"]["median"], by_id["L4 proof"]["ours"]["median"]
    transfers, bytes_each = CITY * TRANSFERS_EACH, by_id["L4 proof"]["facts"]["bytes_a_transfer"]
    steps = [
        (f"posting {LOTS_EACH} outcomes a worker", CITY * LOTS_EACH, posted, "time", "L1 cold"),
        (f"proving the books, {TRANSFERS_EACH} transfers a worker", transfers, proved, "time", "L4 proof"),
        (
            f"storing {TRANSFERS_EACH} transfers a worker, indexes and all",
            transfers * bytes_each,
            1,
            "bytes",
            "L4 proof, bytes a transfer",
        ),
    ]
    if "A2" in by_id:
        steps.append(("a proposal for every worker", CITY, by_id["A2"]["ours"]["median"], "time", "A2"))
    if "I" in by_id:
        steps.append(
            (
                f"importing {LOTS_EACH} outcomes a worker from files",
                CITY * LOTS_EACH,
                by_id["I"]["ours"]["median"],
                "time",
                "I",
            )
        )
    return steps
