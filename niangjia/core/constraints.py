"""What a named constraint of the database says to a person when it refuses.

Apps register a sentence for each of their constraints when they start; a constraint without one stays an error of the
program, because nobody should meet it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from django.db import Error

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

_sentences: dict[str, Term] = {}


def register_constraints(sentences: Mapping[str, Term]) -> None:
    """Add sentences by constraint name. Two different sentences for one name raise ValueError."""
    for name, sentence in sentences.items():
        if _sentences.setdefault(name, sentence) != sentence:
            raise ValueError(f"the constraint {name} has two sentences")


def constraint_sentences() -> Mapping[str, Term]:
    """All sentences registered so far, by constraint name."""
    return MappingProxyType(_sentences)


def refusal_of(error: BaseException) -> Refusal | None:
    """The refusal that a database error stands for; None if its constraint has no sentence or it has no constraint."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    sentence = _sentences.get(name) if name else None
    return Refusal(str(name), sentence) if sentence else None


@contextmanager
def constraints_as_refusals() -> Iterator[None]:
    """Raise the refusal in place of the database's error, where the constraint has a sentence.

    The transaction is broken then as after the error itself: leave it, or its savepoint.
    """
    try:
        yield
    except Error as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error
