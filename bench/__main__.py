"""``make bench``: how fast this machine does what, side by side; a table on the terminal and build/bench.json.

``python -m bench`` asks everything, ``python -m bench ledger imports`` only those sections;
``python -m bench --write-docs`` writes the figures that there are into the documents.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.reports import Result, keep, results_of, show
from bench.rounds import Question, answer
from bench.site import server_version, throw_away_site
from bench.writing import write_documents


def main() -> None:
    """Ask every question of the sections named, or of all."""
    if sys.argv[1:] == ["--write-docs"]:
        write_documents()
        return
    chosen = [SECTIONS[name] for name in sys.argv[1:]] or SECTIONS.values()
    with throw_away_site(), ExitStack() as peers:
        results = [each for section in chosen for question in section(peers) for each in ask(question)]
    show(results)


def ask(question: Question) -> list[Result]:
    """Ask one question and keep its results at once: a bench that stops later has not measured in vain."""
    print(f"· {question.code} {question.title}", file=sys.stderr, flush=True)
    results = results_of([answer(question)], postgresql=server_version())
    keep(results)
    return results


def ledger(peers: ExitStack) -> Iterator[Question]:
    """L1 to L4."""
    from bench.books import history_questions
    from bench.ledger import Books, ledger_questions
    from bench.peers import peer
    from bench.singles import singles_questions
    from bench.site import extra_database

    books = Books()
    hordak = peers.enter_context(peer("peer_hordak", BENCH_DATABASE=extra_database("hordak")))
    yield from ledger_questions(books, hordak)
    yield from singles_questions(books)
    yield from history_questions(books)


def imports(_: ExitStack) -> Iterator[Question]:
    """Outcomes from a file."""
    from bench.imports import import_questions

    yield from import_questions()


def allocation(peers: ExitStack) -> Iterator[Question]:
    """A1."""
    from bench.allocation import allocation_questions
    from bench.peers import peer

    yield from allocation_questions(peers.enter_context(peer("peer_cpsat")))


def batch(peers: ExitStack) -> Iterator[Question]:
    """A2 and A3."""
    from bench.batch import batch_questions
    from bench.peers import peer

    small, large = (peers.enter_context(peer("batch_site", python=Path(sys.executable))) for _ in range(2))
    yield from batch_questions(small, large)


def rules(peers: ExitStack) -> Iterator[Question]:
    """R1 to R3."""
    from bench.peers import peer
    from bench.rules import rules_questions
    from bench.site import extra_database

    yield from rules_questions(peers.enter_context(peer("peer_rules")), extra_database("rules"))


def credentials(peers: ExitStack) -> Iterator[Question]:
    """C1, and C2's log in memory."""
    from bench.credentials import credential_questions
    from bench.peers import peer

    yield from credential_questions(peers.enter_context(peer("peer_pymerkle")))


def log(_: ExitStack) -> Iterator[Question]:
    """C2's append, C3 and C4."""
    from bench.log_share import log_questions

    yield from log_questions()


SECTIONS: dict[str, Callable[[ExitStack], Iterator[Question]]] = {
    "ledger": ledger,
    "allocation": allocation,
    "batch": batch,
    "imports": imports,
    "rules": rules,
    "credentials": credentials,
    "log": log,
}


if __name__ == "__main__":
    main()
