"""Read learners and their outcomes: each row checked alone, against the others, and against the programmes.

The id of an outcome comes from what is said of it, so that the order of rows changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import HeldOutcome, OutcomeKind, Programme
from niangjia.creditbank.workbooks.forms.outcomes import LEARNERS, OUTCOMES
from niangjia.creditbank.workbooks.learner_rows import LearnerRow, LearnerRows
from niangjia.creditbank.workbooks.outcome_rows import comparable_number, objections_to, outcome_of
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.reading.workbook import Tables, read_tables

_SHARED_KINDS: Final = frozenset({OutcomeKind.COMPETITION, OutcomeKind.FIVE_SMALLS})
_NO_KEY: Final = Term("“学号”和“证件号码”至少填一项", "give the learner number or the identity number")
_UNKNOWN: Final = Term(
    "“学员”表中没有这个人；请核对号码，或先补学员", "no such learner stands in the sheet 学员: check the number"
)
_TWO_PEOPLE: Final = Term("学号和证件号码不是同一个人", "learner number and identity number are of two people")
_OTHER_NAME: Final = Term("与“学员”表中的姓名“{name}”不一致", "the sheet 学员 has another name: {name}")
_HELD_BACK: Final = Term(
    "本行无误，但“学员”表中此人的行有误，一并修改后再导入",
    "nothing is wrong here, but the learner's own row has a fault: mend that first",
)
_ROW_TWICE: Final = Term("与{place}第 {row} 行完全相同，只能保留一行", "the same as row {row}{place}: keep one of them")
_NUMBER_TWICE: Final = Term(
    "证书编号与{place}第 {row} 行相同；一张证书只能认定一次，请核对编号",
    "the same certificate number as in row {row}{place}: one certificate counts once",
)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome as a workbook has it, with the person as far as the row names one."""

    held: HeldOutcome
    number: str | None
    identity: str | None
    name: str | None
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A learner with every outcome that the workbook has of them, by id."""

    person: LearnerRow
    outcomes: tuple[HeldOutcome, ...]


@dataclass(frozen=True, slots=True)
class RecordReading:
    """What a workbook of learners and outcomes says.

    Without faults everything is in it. With faults it holds nothing, unless the good rows were asked for and every
    fault is one of a row. ``tables`` keep the rows as they stood, for the workbook of rows to mend.
    """

    learners: tuple[LearnerRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    faults: tuple[Fault, ...]
    tables: tuple[Table, ...]
    is_taken: bool

    def enrolments(self) -> tuple[Enrolment, ...]:
        """Every learner with their outcomes, by learner number."""
        by_identity = {each.identity: each.number for each in self.learners if each.identity is not None}
        held: dict[str, list[HeldOutcome]] = {each.number: [] for each in self.learners}
        for row in self.outcomes:
            held[row.number or by_identity[row.identity or ""]].append(row.held)
        return tuple(
            Enrolment(person, tuple(sorted(held[person.number], key=lambda outcome: outcome.id)))
            for person in sorted(self.learners, key=lambda learner: learner.number)
        )


def read_record(
    *files: Path | SourceFile, programmes: Sequence[Programme], on: date, accept_good_rows: bool = False
) -> RecordReading:
    """Learners and outcomes of a workbook, or of one text file each, for the programmes of a college.

    ``on`` is the day of the conversion: nothing may be awarded after it.
    """
    tables = read_tables(files, (LEARNERS, OUTCOMES))
    return _reading_of_both(tables, programmes, on, accept_good_rows=accept_good_rows)


def read_learners(*files: Path | SourceFile, programmes: Sequence[Programme], on: date) -> RecordReading:
    """A list of learners alone: a sheet of outcomes beside it is passed over with whatever is wrong there."""
    outcomes = replace(OUTCOMES, needed=False)
    tables = read_tables(files, (LEARNERS, outcomes))
    tables.pass_over(outcomes)
    return _reading_of_both(tables, programmes, on, accept_good_rows=False)


def read_outcomes(*files: Path | SourceFile, on: date, accept_good_rows: bool = False) -> RecordReading:
    """Outcomes alone, of people who are on record elsewhere; whether they are is for the caller to say."""
    tables = read_tables(files, (replace(LEARNERS, needed=False), OUTCOMES))
    return _reading(tables, LearnerRows((), on), _OutcomeRows(on, None), accept_good_rows=accept_good_rows)


def _reading_of_both(
    tables: Tables, programmes: Sequence[Programme], on: date, *, accept_good_rows: bool
) -> RecordReading:
    learners = LearnerRows(programmes, on)
    learners.read(tables.of(LEARNERS))
    rows = _OutcomeRows(on, learners if tables.of(LEARNERS) else None)
    return _reading(tables, learners, rows, accept_good_rows=accept_good_rows)


def _reading(tables: Tables, learners: LearnerRows, rows: "_OutcomeRows", *, accept_good_rows: bool) -> RecordReading:
    outcomes = rows.read(tables.of(OUTCOMES))
    faults = tables.faults_in_order()
    is_taken = not faults or (accept_good_rows and not any(map(_is_of_file, faults)))
    if is_taken and faults:
        faults = (*faults, *rows.held_back)
    return RecordReading(
        learners=tuple(learners.by_number.values()) if is_taken else (),
        outcomes=tuple(outcomes) if is_taken else (),
        faults=faults,
        tables=tuple(tables.all()),
        is_taken=is_taken,
    )


def _is_of_file(fault: Fault) -> bool:
    """It is not a fault of one row that could be left out."""
    return fault.row is None or fault.code in {"column_missing", "header_twice"}


class _OutcomeRows:
    """Checks outcomes against each other and against the learners, where these are known."""

    def __init__(self, on: date, learners: LearnerRows | None) -> None:
        self._on = on
        self._learners = learners
        self._papers: dict[str, tuple[Table, int, str]] = {}
        self._said: dict[tuple[str, str], tuple[Table, int]] = {}
        self.held_back: list[Fault] = []

    def read(self, tables: Sequence[Table]) -> list[OutcomeRow]:
        """Every outcome without faults; faults are noted in the tables."""
        made: list[tuple[Table, int, OutcomeRow]] = []
        for table in tables:
            for position, row in list(table.rows()):
                person = self._person(table, position, row)
                for name, code, expected in objections_to(row, self._on):
                    table.refuse(position, name, code, expected)
                held = outcome_of(row)
                self._compare(table, position, person, held)
                made.append((table, position, _outcome_row(table, position, row, held)))
        held_back = {(fault.sheet, fault.row) for fault in self.held_back}
        return [
            row for table, position, row in made if position not in table.bad and (row.sheet, row.row) not in held_back
        ]

    def _person(self, table: Table, position: int, row: Mapping[str, Any]) -> str:
        """Whom the row is about, as far as it says: the learner's number where learners are known."""
        number, identity = row.get("number"), row.get("identity")
        said = number or (identity or "").upper()
        if not said:
            table.refuse(position, "number", "learner_missing", _NO_KEY)
            return ""
        if self._learners is None:
            return said
        return self._known_person(table, position, row) or said

    def _known_person(self, table: Table, position: int, row: Mapping[str, Any]) -> str | None:
        learners, number, identity = self._learners, row.get("number"), row.get("identity")
        if learners is None:
            return None
        found = [
            index.get(key)
            for index, key in ((learners.by_number, number), (learners.by_identity, (identity or "").upper()))
            if key
        ]
        if None in found:
            field = "number" if number else "identity"
            if learners.faulty & {number, (identity or "").upper()}:
                self.held_back.append(table.fault(position, field, "learner_has_faults", _HELD_BACK))
            else:
                table.refuse(position, field, "learner_unknown", _UNKNOWN)
            return None
        person = found[0]
        if person is None or any(each is not person for each in found):
            table.refuse(position, "identity", "two_people", _TWO_PEOPLE)
            return None
        if row.get("name") is not None and row["name"] != person.name:
            table.refuse(position, "name", "name_differs", _OTHER_NAME.format(name=person.name))
        return person.number

    def _compare(self, table: Table, position: int, person: str, held: HeldOutcome) -> None:
        """Refuse what stands twice: the same said of the same person, or one number on two papers."""
        other, at = self._said.setdefault((person, _content(held)), (table, position))
        if (other, at) != (table, position):
            table.refuse(position, None, "row_twice", _at(_ROW_TWICE, other, at, table))
            return
        if held.certificate_number is None:
            return
        paper = comparable_number(held.certificate_number)
        first = self._papers.setdefault(paper, (table, position, person))
        if first[:2] == (table, position) or (_is_shared(held) and first[2] != person):
            return
        other, at, _ = first
        table.refuse(position, "certificate_number", "certificate_twice", _at(_NUMBER_TWICE, other, at, table))
        other.refuse(at, "certificate_number", "certificate_twice", _at(_NUMBER_TWICE, table, position, other))


def _content(held: HeldOutcome) -> str:
    """All that is said of an outcome."""
    return repr(held)


def _is_shared(held: HeldOutcome) -> bool:
    """One paper may be of several people: a team's prize, a result of several contributors."""
    return held.kind in _SHARED_KINDS and (held.is_team is True or held.kind is OutcomeKind.FIVE_SMALLS)


def _at(form: Term, table: Table, position: int, seen_from: Table) -> Term:
    is_here = table is seen_from
    name = table.sheet.name
    place = Term("", "") if is_here else Term(f"《{name}》", f" of “{name}”")
    return form.format(place=place, row=table.numbers[position])


def _outcome_row(table: Table, position: int, row: Mapping[str, Any], held: HeldOutcome) -> OutcomeRow:
    identity = row.get("identity")
    return OutcomeRow(
        held=held,
        number=row.get("number"),
        identity=None if identity is None else identity.upper(),
        name=row.get("name"),
        sheet=table.sheet.name,
        row=table.numbers[position],
    )
