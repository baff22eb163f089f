"""The learners of a workbook: who they are, which major they study, and what they have passed already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from niangjia.core.identity import Result, identity_number
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Learner, Programme
from niangjia.creditbank.workbooks.courses import CourseIndex
from niangjia.creditbank.workbooks.reading.cells.words import Attendance
from niangjia.creditbank.workbooks.reading.tables import Table

_IDENTITY_CARDS: Final = frozenset({"居民身份证", "身份证", "中华人民共和国居民身份证"})
_IDENTITY: Final = Term("身份证号码不对：{reason}", "no identity number: {reason}")
_MAJOR: Final = Term("培养方案里没有这个专业；应为：{majors}", "no programme has this major; expected: {majors}")
_MAJORS: Final = Term(
    "有几个培养方案叫这个名称，请填专业代码：{codes}", "several programmes have this name, give the code: {codes}"
)
_COURSE: Final = Term("{major}没有这门课程：{name}", "{major} has no course {name}")
_TWICE: Final = Term("与第 {row} 行是同一{what}，只能保留一行", "the same {what} as in row {row}: keep one of them")
_WHAT: Final = {"number": Term("学号", "learner number"), "identity": Term("证件号码", "identity number")}


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner as a workbook has them. ``programme`` is a code; ``row`` as the spreadsheet shows it."""

    number: str
    name: str
    programme: str
    learner: Learner
    identity: str | None = None
    employer: str | None = None
    occupation: str | None = None
    class_name: str | None = None
    phone: str | None = None
    has_left: bool = False
    sheet: str = ""
    row: int = 0


@dataclass(slots=True)
class LearnerRows:
    """Every learner without faults by number and by identity number, and the numbers of those that have faults."""

    programmes: Sequence[Programme]
    on: date
    by_number: dict[str, LearnerRow] = field(default_factory=dict)
    by_identity: dict[str, LearnerRow] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    def read(self, tables: Sequence[Table]) -> None:
        """Read the sheets of learners. Faults are noted in the tables."""
        for table in tables:
            for position, row in list(table.rows()):
                self._check(table, position, row)
        _refuse_doubles(tables, "number")
        _refuse_doubles(tables, "identity")
        for table in tables:
            for position, row in table.rows():
                self._add(table, position, row)
            self.faulty.update(_keys_of_faulty(table))

    def _check(self, table: Table, position: int, row: Mapping[str, Any]) -> None:
        identity = row.get("identity")
        if identity is not None and (row.get("paper") is None or row["paper"] in _IDENTITY_CARDS):
            checked = identity_number(identity, self.on)
            table.columns["identity"][position] = checked.text
            if checked.result is not Result.VALID:
                expected = _IDENTITY.format(reason=checked.result.term)
                table.refuse(position, "identity", "identity_invalid", expected)
        programme = self._programme(table, position, row["programme"])
        for name in row.get("passed") or ():
            if programme is not None and not CourseIndex([programme]).codes(name):
                expected = _COURSE.format(major=programme.title, name=name)
                table.refuse(position, "passed", "course_unknown", expected)

    def _programme(self, table: Table, position: int, name: str) -> Programme | None:
        found = [programme for programme in self.programmes if name in {programme.code, programme.title}]
        if len(found) == 1:
            return found[0]
        if found:
            expected = _MAJORS.format(codes="、".join(programme.code for programme in found))
        else:
            expected = _MAJOR.format(majors="、".join(dict.fromkeys(each.title for each in self.programmes)))
        table.refuse(position, "programme", "major_unknown", expected)
        return None

    def _add(self, table: Table, position: int, row: Mapping[str, Any]) -> None:
        programme = next(each for each in self.programmes if row["programme"] in {each.code, each.title})
        found = LearnerRow(
            number=row["number"],
            name=row["name"],
            programme=programme.code,
            learner=_learner(row, programme, self.on),
            identity=row.get("identity"),
            employer=row.get("employer"),
            occupation=row.get("occupation"),
            class_name=row.get("class_name"),
            phone=row.get("phone"),
            has_left=row.get("attendance") is Attendance.LEFT,
            sheet=table.sheet.name,
            row=table.numbers[position],
        )
        self.by_number[found.number] = found
        if found.identity is not None:
            self.by_identity[found.identity] = found


def _learner(row: Mapping[str, Any], programme: Programme, on: date) -> Learner:
    born_on = row.get("born_on")
    if born_on is None and row.get("identity") is not None:
        born_on = identity_number(row["identity"], on).born_on
    return Learner(
        id=row["number"],
        age_years=None if born_on is None else _years(born_on, on),
        is_enrolled=row.get("attendance") in {None, Attendance.ATTENDING},
        enrolled_on=row.get("enrolled_on"),
        passed_courses=_passed(row.get("passed") or (), programme),
    )


def _years(born_on: date, on: date) -> int:
    return max(0, on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day)))


def _passed(names: Sequence[str], programme: Programme) -> frozenset[str]:
    return frozenset(code for name in names for code in CourseIndex([programme]).codes(name))


def _refuse_doubles(tables: Sequence[Table], name: str) -> None:
    """Two rows of one person: the second goes if it says the same, both go if they contradict."""
    first: dict[object, tuple[Table, int, Mapping[str, Any]]] = {}
    for table in tables:
        for position, row in list(table.rows()):
            key = row.get(name)
            if key is None:
                continue
            other, at, said = first.setdefault(key, (table, position, row))
            if (other, at) == (table, position):
                continue
            table.refuse(position, name, "learner_twice", _TWICE.format(row=other.numbers[at], what=_WHAT[name]))
            if said != row:
                expected = _TWICE.format(row=table.numbers[position], what=_WHAT[name])
                other.refuse(at, name, "learner_twice", expected)


def _keys_of_faulty(table: Table) -> set[str]:
    columns = [table.of("number"), table.of("identity")]
    return {key for position in table.bad for column in columns if isinstance(key := column[position], str)}
