"""Rule tables: forty rows asked of a million outcomes; of one with its reasons; and from PostgreSQL and back."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from bench.peers import Peer
from bench.rounds import Goal, Question, Side, Timed, equal
from bench.rule_database import RuleDatabase
from bench.rule_sides import by_masks, python_function
from bench.rule_table import OUTCOMES, conditions, population
from niangjia.core.conditions import to_canonical
from niangjia.creditbank.engine.tables.dense import compile_first_match
from niangjia.creditbank.engine.tables.evaluate import first_rows
from niangjia.creditbank.engine.tables.explaining import Explainer

ONE_BY_ONE = 2_000  # outcomes for whoever takes them one after the other
IN_PYTHON = 100_000
OURS, DUCKDB, ZEN = "dense table, numba", "DuckDB CASE", "zen-engine"
EXPLAINED, COPIED, BARE = "explained", "read, evaluated, written", "COPY out and in alone"


class RuleBench:
    """One table and one population, for all questions."""

    def __init__(self, peer: Peer, database: str) -> None:
        self.peer, self.conditions, self.columns = peer, conditions(), population()
        self.table = compile_first_match(self.conditions)
        self.in_python = python_function(self.conditions)
        listed = {name: [column.value(place) for place in range(IN_PYTHON)] for name, column in self.columns.items()}
        self.lists = listed
        self.facts = [{name: values[place] for name, values in listed.items()} for place in range(ONE_BY_ONE)]
        self.explainer = Explainer(self.table)
        self.database, self.written = RuleDatabase(database, self.columns), b""
        self._tell_peer()

    def _tell_peer(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "columns.npz"
            np.savez(path, **{name: column.values for name, column in self.columns.items()})
            words = {name: column.words for name, column in self.columns.items() if column.words is not None}
            scales = {name: column.scale for name, column in self.columns.items()}
            forms = [to_canonical(condition) for condition in self.conditions]
            equal(
                "outcomes read",
                OUTCOMES,
                self.peer.ask("prepare", path=str(path), words=words, scales=scales, table=forms),
            )

    def ours(self, *, compiled: bool = True) -> int:
        """The dense table over every outcome."""
        return len(first_rows(self.table, self.columns, compiled=compiled))

    def masks(self) -> int:
        """Masks over every outcome."""
        return len(by_masks(self.conditions, self.columns))

    def python(self) -> int:
        """Plain Python over some."""
        return len(self.in_python(self.lists))

    def postgres(self) -> int:
        """PostgreSQL's CASE over every outcome."""
        self.database.case_sum(self.table)
        return OUTCOMES

    def explained(self) -> int:
        """Each outcome's row, the lines that settle every row down to it, and what the outcome has of each."""
        for facts in self.facts:
            self.explainer.explain(facts).held()
        return len(self.facts)

    def zen(self) -> Timed:
        """zen-engine's bare answers."""
        return self.peer.timed("zen", ONE_BY_ONE, count=ONE_BY_ONE)

    def copied(self) -> int:
        """COPY out, decode, evaluate, encode, COPY in."""
        ids, columns = self.database.decode(self.database.read())
        self.database.write(self.database.encode(ids, first_rows(self.table, columns)))
        return len(ids)

    def bare(self) -> int:
        """COPY the same bytes out and the same bytes in."""
        self.database.read()
        self.database.write(self.written)
        return OUTCOMES

    def check(self) -> None:
        """Every side finds the same row for every outcome that it is asked about."""
        found = first_rows(self.table, self.columns).tolist()
        equal("numpy", found, first_rows(self.table, self.columns, compiled=False).tolist())
        equal("masks", found, by_masks(self.conditions, self.columns).tolist())
        equal("PostgreSQL", found, self.database.case_rows(self.table).tolist())
        equal("Python", found[:IN_PYTHON], self.in_python(self.lists))
        for name in ("duckdb", "polars"):
            equal(name, found, self._peers_rows(name))
        self.check_one_by_one()

    def check_one_by_one(self) -> None:
        """zen-engine and the explanations find the same rows."""
        found = first_rows(self.table, self.columns)[:ONE_BY_ONE].tolist()
        equal("zen", found, self._peers_rows("zen", count=ONE_BY_ONE))
        equal("explained", found, [self.explainer.explain(facts).row for facts in self.facts])

    def check_copies(self) -> None:
        """What is written is what is found; its bytes are those that COPY alone takes."""
        self.copied()
        equal("written", first_rows(self.table, self.columns).tolist(), self.database.found_rows().tolist())
        ids, columns = self.database.decode(self.database.read())
        self.written = self.database.encode(ids, first_rows(self.table, columns))

    def _peers_rows(self, question: str, **given: int) -> list[int]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "found.npy"
            self.peer.ask(question, into=str(path), **given)
            rows: list[int] = np.load(path).tolist()
        return rows


def rules_questions(peer: Peer, database: str) -> Iterator[Question]:
    """R1 to R3. ``peer`` serves ``peer_rules``; ``database`` is an empty one, as ``extra_database`` gives it."""
    held = RuleBench(peer, database)
    others = {
        "dense table, numpy": partial(held.ours, compiled=False),
        "numpy masks": held.masks,
        "polars when/then": partial(peer.timed, "polars", OUTCOMES),
        "PostgreSQL CASE": held.postgres,
        "plain Python": held.python,
    }
    rivals = [Side(DUCKDB, partial(peer.timed, "duckdb", OUTCOMES)), Side(ZEN, held.zen)]
    goals = [Goal("R1a", OURS, DUCKDB, 5), Goal("R1b", OURS, ZEN, 1000)]
    yield Question(
        "R1",
        f"{len(held.conditions)} rules, first match, {OUTCOMES:,} outcomes",
        "outcomes",
        [Side(OURS, held.ours), *rivals, *(Side(name, run) for name, run in others.items())],
        goals=[*goals, *(Goal(f"R1{letter}", OURS, name) for letter, name in zip("cdefg", others, strict=True))],
        check=held.check,
    )
    yield Question(
        "R2",
        "one outcome with its reasons",
        "outcomes",
        [Side(EXPLAINED, held.explained), Side(ZEN, held.zen)],
        goals=[Goal("R2", EXPLAINED, ZEN, 20, "one outcome with its reasons : the bare answer")],
        check=held.check_one_by_one,
    )
    yield Question(
        "R3",
        "rows from PostgreSQL and back",
        "outcomes",
        [Side(COPIED, held.copied), Side(BARE, held.bare)],
        goals=[Goal("R3", COPIED, BARE, 0.5)],
        check=held.check_copies,
    )
