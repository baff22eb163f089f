"""DuckDB, polars and zen-engine asked the rule table, each in the form that suits it best.

DuckDB has enumerations, dates and whole numbers and one CASE; polars the same and when/then; zen-engine a decision
table of the policy "first". Numbers come as whole numbers of a column's scale, and so do their bounds.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import duckdb
import numpy as np
import polars as pl
import zen

from bench.peer_loop import serve

SYMBOLS = {"equals": "=", "differs": "<>", "less_than": "<", "at_most": "<=", "more_than": ">", "at_least": ">="}
COMPARE = {"equals": eq, "differs": ne, "less_than": lt, "at_most": le, "more_than": gt, "at_least": ge}
EPOCH = date(1970, 1, 1).toordinal()
Atom = tuple[str, str, Any]  # fact, operator (or one_of), bound (or bounds)
Row = list[Atom]


class Population:
    """What the bench wrote: a frame of the columns, and the rows of the table as lists of questions."""

    def __init__(self) -> None:
        self.frame = pl.DataFrame()
        self.rows: list[Row] = []
        self.duck = duckdb.connect()
        self.expression: pl.Expr = pl.lit(-1)
        self.decision: Any = None
        self.one_by_one: list[dict[str, Any]] = []


HELD = Population()


def prepare(path: str, words: Mapping[str, list[Any]], scales: Mapping[str, int], table: Sequence[Any]) -> int:
    """Read the columns; make DuckDB's table, polars' expression and zen's decision. Untimed."""
    columns = dict(np.load(path))
    HELD.frame = pl.DataFrame({name: _series(name, column, words.get(name)) for name, column in columns.items()})
    HELD.rows = [[_atom(asked, scales) for asked in form["all"]] for form in _flat(table)]
    HELD.duck.register("numbers", columns)
    made = ", ".join(f"{_column(name, column, words.get(name))} AS {name}" for name, column in columns.items())
    HELD.duck.execute(f"CREATE TABLE outcomes AS SELECT {made} FROM numbers")
    HELD.expression = _when_then(HELD.rows)
    HELD.decision = zen.ZenEngine().create_decision(json.dumps(_graph(HELD.rows)))
    return len(HELD.frame)


def in_duckdb(into: str | None = None) -> dict[str, float]:
    """One CASE over the table, to numpy."""
    whens = " ".join(f"WHEN {' AND '.join(map(_sql, row))} THEN {place}" for place, row in enumerate(HELD.rows))
    query = f"SELECT (CASE {whens} ELSE -1 END)::SMALLINT AS found FROM outcomes"
    return _timed(lambda: HELD.duck.execute(query).fetchnumpy()["found"], into)


def in_polars(into: str | None = None) -> dict[str, float]:
    """One chain of when and then, to numpy."""

    def found() -> np.ndarray:
        return HELD.frame.select(found=HELD.expression)["found"].to_numpy()

    return _timed(found, into)


def in_zen(count: int, into: str | None = None) -> dict[str, float]:
    """The first outcomes, one after the other."""
    if len(HELD.one_by_one) != count:
        whole = HELD.frame.head(count).with_columns(pl.col(pl.Date).to_physical())
        HELD.one_by_one = list(whole.iter_rows(named=True))
    evaluate = HELD.decision.evaluate
    return _timed(lambda: np.array([evaluate(facts)["result"].get("found", -1) for facts in HELD.one_by_one]), into)


def _timed(run: Callable[[], np.ndarray], into: str | None) -> dict[str, float]:
    started = time.perf_counter()
    found = run()
    seconds = time.perf_counter() - started
    if into is not None:
        np.save(into, np.asarray(found).astype(np.int16))
    return {"seconds": seconds}


def _series(name: str, column: np.ndarray, words: list[Any] | None) -> pl.Series:
    if words is not None:
        held = pl.Series(name, [None if place < 0 else words[place] for place in column.tolist()])
        return held.cast(pl.Enum(words)) if _is_text(words) else held
    least = np.iinfo(column.dtype).min
    whole = pl.Series(name, column)
    known = whole.set(whole == least, None)
    return known.cast(pl.Date) if name.endswith("_on") else known


def _is_text(words: list[Any] | None) -> bool:
    return words is not None and isinstance(words[0], str)


def _flat(table: Sequence[Any]) -> list[Any]:
    """Conditions of "all" inside "all" as one "all"."""

    def atoms(form: Any) -> list[Any]:  # noqa: ANN401 - JSON
        return [inner for each in form["all"] for inner in atoms(each)] if "all" in form else [form]

    return [{"all": atoms(form)} for form in table]


def _atom(asked: Mapping[str, list[Any]], scales: Mapping[str, int]) -> Atom:
    ((operator, (left, *bounds)),) = asked.items()
    fact = left["fact"]
    values = [_bound(each, scales.get(fact, 1)) for each in bounds]
    return fact, operator, values if operator == "one_of" else values[0]


def _bound(form: Any, scale: int) -> Any:  # noqa: ANN401 - JSON
    match form:
        case {"date": text}:
            return date.fromisoformat(text)
        case {"decimal": text}:
            return int(Decimal(text) * scale)
        case bool() | str():
            return form
    return form * scale


def _column(name: str, column: np.ndarray, words: list[Any] | None) -> str:
    """DuckDB's own form of a column: an enumeration, a truth, a day or a whole number."""
    if words is not None:
        listed = ", ".join(map(repr, words))
        found = f"([{listed}])[{name} + 1]"  # the element 0 is NULL
        return f"{found}::ENUM ({listed})" if _is_text(words) else found
    known = f"nullif({name}, {np.iinfo(column.dtype).min})"
    return f"(DATE '1970-01-01' + {known}::INTEGER)::DATE" if name.endswith("_on") else known


def _sql(atom: Atom) -> str:
    fact, operator, bound = atom
    if operator == "one_of":
        return f"{fact} IN ({', '.join(map(_literal, bound))})"
    return f"{fact} {SYMBOLS[operator]} {_literal(bound)}"


def _literal(bound: Any) -> str:  # noqa: ANN401 - a value of any kind
    return f"DATE '{bound}'" if isinstance(bound, date) else repr(bound)


def _when_then(rows: list[Row]) -> pl.Expr:
    chain: Any = pl
    for place, row in enumerate(rows):
        chain = chain.when(*map(_polars, row)).then(pl.lit(place, pl.Int16))
    return chain.otherwise(pl.lit(-1, pl.Int16))


def _polars(atom: Atom) -> pl.Expr:
    fact, operator, bound = atom
    return pl.col(fact).is_in(bound) if operator == "one_of" else COMPARE[operator](pl.col(fact), bound)


def _graph(rows: list[Row]) -> dict[str, Any]:
    facts = list(dict.fromkeys(fact for row in rows for fact, _, _ in row))
    inputs = [{"id": fact, "name": fact, "field": fact} for fact in facts]
    rules = [{"_id": str(place), "found": str(place), **_cells(row)} for place, row in enumerate(rows)]
    outputs = [{"id": "found", "name": "found", "field": "found"}]
    content = {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": content},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("in", "table"), ("table", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _cells(row: Row) -> dict[str, str]:
    """A cell of the decision table for each fact; several questions about one fact are joined."""
    cells: dict[str, list[str]] = {}
    for fact, operator, bound in row:
        cells.setdefault(fact, []).append(_unary(operator, bound))
    return {fact: " and ".join(asked) for fact, asked in cells.items()}


def _unary(operator: str, bound: Any) -> str:  # noqa: ANN401 - a value of any kind
    match operator:
        case "one_of":
            return ", ".join(map(_plain, bound))
        case "equals":
            return _plain(bound)
        case "differs":
            return f"$ != null and $ != {_plain(bound)}"
    return f"{SYMBOLS[operator]} {_plain(bound)}"


def _plain(bound: Any) -> str:  # noqa: ANN401 - a value of any kind
    if isinstance(bound, date):
        return str(bound.toordinal() - EPOCH)
    return str(bound).lower() if isinstance(bound, bool) else repr(bound)


if __name__ == "__main__":
    serve({"prepare": prepare, "duckdb": in_duckdb, "polars": in_polars, "zen": in_zen})
