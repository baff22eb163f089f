"""How the program says no: a code for programs and a sentence for people."""

from dataclasses import dataclass

from niangjia.core.terms import Term


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands. Rows count from 1 as a spreadsheet shows them; columns are header words."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """An operation that was refused; nothing was written.

    ``code`` is stable and snake_case; ``term`` says what, where, why and what to do next.
    """

    def __init__(self, code: str, term: Term, place: Place | None = None) -> None:
        super().__init__(code, term, place)
        self.code = code
        self.term = term
        self.place = place

    def __str__(self) -> str:
        return f"{self.code}: {self.term.en}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: where, what stood there and what is expected."""

    code: str
    sheet: str
    row: int | None
    column: str | None
    stood: str
    expected: Term
