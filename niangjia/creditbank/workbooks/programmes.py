"""Read programmes from a workbook: every major of an intake with its courses and category minimums."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import CategoryFloor, Course, Programme
from niangjia.creditbank.engine.problem import Aim, Cover, SinkKind
from niangjia.creditbank.workbooks.forms.programme import COURSES, FLOORS, MAJORS, PROGRAMME_FORMS
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.reading.workbook import Reading, Tables, read_tables

_EVERY: Final = frozenset({"全部", "全部专业", "所有专业"})
_TWICE: Final = Term("与第 {row} 行重复，只能保留一行", "the same as row {row}: keep one of them")
_NO_MAJOR: Final = Term(
    "“专业”表中没有 {name}；应为：{majors}", "the sheet of majors has no {name}; expected: {majors}"
)
_SEVERAL_MAJORS: Final = Term("有几个专业叫 {name}，请填专业代码", "several majors are called {name}: give the code")
_RESIDENCY: Final = Term("不能超过总学分 {total}", "it can't be more than the total of {total}")
_TOO_FEW: Final = Term(
    "各门课程合计 {sum} 学分，不足总学分 {total}；请补课程或改总学分",
    "its courses come to {sum} credits, less than the total of {total}: add courses or correct the total",
)
_NO_CATEGORY: Final = Term("{major} 没有这一类别的课程", "{major} has no course of this category")
_FLOOR_TOO_HIGH: Final = Term(
    "{major} 这一类别的课程只有 {sum} 学分", "the courses of this category in {major} come to {sum} credits only"
)
_NO_CREDITS: Final = Term("学分应大于 0", "more than 0 credits are expected")


def read_programmes(*files: Path | SourceFile) -> Reading[tuple[Programme, ...]]:
    """Every major of the workbook, by code. A file with a fault yields nothing."""
    tables = read_tables(files, PROGRAMME_FORMS)
    majors = _Majors(tables)
    courses = _by_major(tables.of(COURSES), majors, _course)
    floors = _by_major(tables.of(FLOORS), majors, _floor)
    programmes = [_programme(row, courses.get(code, []), floors.get(code, [])) for code, row in majors.rows.items()]
    if not tables.faults:  # a course that could not be read would be missed in the sums
        for programme in programmes:
            _check(programme, majors)
    for table in tables.of(FLOORS):
        _check_floors(table, majors, {programme.code: programme for programme in programmes})
    faults = tables.faults_in_order()
    content = tuple(sorted(programmes, key=lambda programme: programme.code))
    return Reading(None if faults else content, faults)


class _Majors:
    """The sheet of majors, by code and by name."""

    def __init__(self, tables: Tables) -> None:
        self.rows: dict[str, Mapping[str, Any]] = {}
        self.places: dict[str, tuple[Table, int]] = {}
        self._codes: dict[str, list[str]] = {}
        for table in tables.of(MAJORS):
            for position, row in list(table.rows()):
                self._add(table, position, row)

    def _add(self, table: Table, position: int, row: Mapping[str, Any]) -> None:
        code = row["code"]
        if code in self.places:
            first, at = self.places[code]
            table.refuse(position, "code", "row_twice", _TWICE.format(row=first.numbers[at]))
            return
        self.rows[code] = row
        self.places[code] = table, position
        self._codes.setdefault(row["title"], []).append(code)

    def named(self, table: Table, position: int, names: Sequence[str]) -> list[str]:
        """The codes of the majors that a row names; faults for those that there are not."""
        if _EVERY & set(names):
            return list(self.rows)
        return [code for name in names for code in self._one(table, position, name)]

    def _one(self, table: Table, position: int, name: str) -> list[str]:
        if name in self.rows:
            return [name]
        codes = self._codes.get(name, [])
        if len(codes) == 1:
            return codes
        told = "、".join(self.rows)
        expected = _SEVERAL_MAJORS.format(name=name) if codes else _NO_MAJOR.format(name=name, majors=told)
        table.refuse(position, "majors", "major_unknown", expected)
        return []


def _by_major(tables: Sequence[Table], majors: _Majors, made: Any) -> dict[str, list[Any]]:  # noqa: ANN401 - courses or floors
    """What each row makes, under every major that it names; the same twice in one major is a fault."""
    found: dict[str, list[Any]] = {}
    first: dict[tuple[str, str], int] = {}
    for table in tables:
        for position, row in list(table.rows()):
            key = row["code"] if "code" in row else row["category"]
            for major in majors.named(table, position, row["majors"]):
                seen = first.setdefault((major, key), table.numbers[position])
                if seen != table.numbers[position]:
                    table.refuse(
                        position, "code" if "code" in row else "category", "row_twice", _TWICE.format(row=seen)
                    )
                    continue
                found.setdefault(major, []).append(made(row))
            if "credits" in row and row["credits"] == 0:
                table.refuse(position, "credits", "no_credits", _NO_CREDITS)
    return found


def _course(row: Mapping[str, Any]) -> Course:
    kind = row.get("kind") or SinkKind.COURSE
    return Course(
        code=row["code"],
        name=row["name"],
        credits=row["credits"],
        category=row["category"],
        kind=kind,
        hours=row.get("hours"),
        level=row.get("level"),
        term=row.get("term"),
        cover=row.get("cover") or (Cover.PART if kind is SinkKind.POOL else Cover.FULL),
        least_part=row.get("least_part"),
        contributors=row.get("contributors"),
        never=bool(row.get("never")),
    )


def _floor(row: Mapping[str, Any]) -> CategoryFloor:
    return CategoryFloor(row["category"], row["minimum"])


def _programme(row: Mapping[str, Any], courses: Sequence[Course], floors: Sequence[CategoryFloor]) -> Programme:
    return Programme(
        code=row["code"],
        version=row.get("version") or 1,
        title=row["title"],
        intake=row["intake"],
        total_credits=row["total_credits"],
        residency=row["residency"],
        courses=tuple(sorted(courses, key=lambda course: course.code)),
        floors=tuple(sorted(floors, key=lambda floor: floor.category)),
        occupations=tuple(sorted(row.get("occupations") or ())),
        aim=row.get("aim") or Aim.CREDITS,
        is_sample=bool(row.get("is_sample")),
    )


def _check(programme: Programme, majors: _Majors) -> None:
    table, position = majors.places[programme.code]
    if programme.residency > programme.total_credits:
        table.refuse(position, "residency", "residency_too_high", _RESIDENCY.format(total=programme.total_credits))
    offered = sum((course.credits for course in programme.courses), Decimal(0))
    if offered < programme.total_credits:
        expected = _TOO_FEW.format(sum=offered, total=programme.total_credits)
        table.refuse(position, "total_credits", "courses_too_few", expected)


def _check_floors(table: Table, majors: _Majors, programmes: Mapping[str, Programme]) -> None:
    for position, row in list(table.rows()):
        for code in majors.named(table, position, row["majors"]):
            programme = programmes[code]
            of_it = [course.credits for course in programme.courses if course.category == row["category"]]
            if not of_it:
                table.refuse(position, "category", "category_unknown", _NO_CATEGORY.format(major=programme.title))
            elif sum(of_it) < row["minimum"]:
                expected = _FLOOR_TOO_HIGH.format(major=programme.title, sum=sum(of_it))
                table.refuse(position, "minimum", "floor_too_high", expected)
