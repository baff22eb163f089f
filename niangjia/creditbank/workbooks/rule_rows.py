"""Rows of a rule book as the engine takes them; what can't be a rule is refused at its place in the sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from niangjia.core.conditions import EVERYTHING, Condition, all_of, fact
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import (
    DecidedBy,
    ExampleRow,
    GateRow,
    KindSetting,
    LimitKind,
    LimitRow,
    NeverRow,
    PackageRow,
    PackageTake,
    Recognition,
    RecognitionRow,
    RelationRow,
    ValuationRow,
)
from niangjia.creditbank.engine.facts import CATALOGUE, About
from niangjia.creditbank.engine.problem import Remainder, Side
from niangjia.creditbank.workbooks.courses import CourseIndex
from niangjia.creditbank.workbooks.forms.conditions import (
    COURSE_CONDITIONS,
    LEARNER_CONDITIONS,
    OUTCOME_CONDITIONS,
    condition_of,
)
from niangjia.creditbank.workbooks.outcome_rows import objections_to, outcome_of
from niangjia.creditbank.workbooks.reading.tables import Table

Row = Mapping[str, Any]
Made = TypeVar("Made")
_ABOUT_OUTCOME: Final = (*OUTCOME_CONDITIONS, *LEARNER_CONDITIONS)
_COUNTS: Final = frozenset({LimitKind.OUTCOME_COUNT, LimitKind.COURSE_COUNT, LimitKind.UNRELATED_COUNT})
_SHARES: Final = frozenset({LimitKind.SHARE_OF_PROGRAMME, LimitKind.SHARE_OF_RECOGNISED, LimitKind.LEAST_SHARE})
_TWICE: Final = Term("编号 {id} 与《{sheet}》第 {row} 行重复", "row {id} stands in {sheet}, row {row} already")
_NO_COURSE: Final = Term(
    "必须填写“认定课程”或“认定类别”，否则这条规则不认定任何课程",
    "name a course or a category: as it stands the rule frees nothing",
)
_COURSE_UNKNOWN: Final = Term(
    "培养方案里没有这门课程：{name}；请填课程代码或全名",
    "no programme has the course {name}: give its code or full name",
)
_CATEGORY_UNKNOWN: Final = Term(
    "培养方案里没有这一类别：{name}；应为：{known}", "no programme has the category {name}; expected: {known}"
)
_NO_VALUE: Final = Term("必须填写“折算学分”，或者“计量”和“每学分计”", "give “折算学分”, or both “计量” and “每学分计”")
_TWO_VALUES: Final = Term("“折算学分”和“计量”只能填一种", "give either “折算学分” or “计量”, not both")
_PER_ZERO: Final = Term("应大于 0，例如 18", "more than 0 is expected, such as 18")
_NO_CONDITION: Final = Term(
    "至少填写一个条件，否则全部成果都不认定", "give a condition, else no outcome at all is recognised"
)
_NO_GATE: Final = Term("至少填写一个条件", "give at least one condition")
_NO_GIVES: Final = Term("组合 {id} 没有填写“换得课程”", "package {id} names no course that it gives")
_WHOLE: Final = Term("个数应为整数", "a count is a whole number")
_SHARE: Final = Term("应为 0% 到 100% 之间的比例，例如 40%", "a share from 0% to 100% is expected, such as 40%")
_NO_SHARE: Final = Term("这种限额不用比例，应为学分或个数", "this limit is no share: give credits or a count")
_WRONG_SIDE: Final = Term(
    "条件写的是{other}的，与计算对象“{side}”不符", "the conditions are about the {other}, but the {side} are counted"
)
_OUTCOMES: Final = Term("成果", "outcomes")
_COURSES: Final = Term("课程", "courses")
_PROGRAMME_UNKNOWN: Final = Term("培养方案里没有专业 {name}", "there is no programme {name}")


@dataclass(slots=True)
class RuleRows:
    """Collects the rows of one book. ``on`` is the day against which its worked examples are read."""

    courses: CourseIndex
    on: date
    _places: dict[str, tuple[Table, int]] = field(default_factory=dict)

    def each(self, tables: Sequence[Table], make: "Callable[[Table, int, Row], Made | None]") -> tuple[Made, ...]:
        """What each row without faults makes. Ids are unique within the whole book."""
        made = []
        for table in tables:
            for position, row in list(table.rows()):
                if self._is_new(table, position, row) and (each := make(table, position, row)) is not None:
                    made.append(each)
        return tuple(made)

    def _is_new(self, table: Table, position: int, row: Row) -> bool:
        key = row.get("id")
        if key is None:
            return True
        first, at = self._places.setdefault(key, (table, position))
        if (first, at) == (table, position):
            return True
        expected = _TWICE.format(id=key, sheet=first.sheet.name, row=first.numbers[at])
        table.refuse(position, "id", "row_id_twice", expected)
        return False

    def valuation(self, table: Table, position: int, row: Row) -> ValuationRow | None:
        """A row of 折算: fixed credits, or so many hours, months or credits for one."""
        credits_, measure, per = row.get("credits"), row.get("measure"), row.get("per")
        if (credits_ is None) == (measure is None or per is None):
            code, term = ("value_missing", _NO_VALUE) if credits_ is None else ("value_twice", _TWO_VALUES)
            table.refuse(position, "credits", code, term)
            return None
        if per == 0:
            table.refuse(position, "per", "per_zero", _PER_ZERO)
            return None
        when, share = condition_of(row, _ABOUT_OUTCOME), bool(row.get("times_share"))
        return ValuationRow(row["id"], row["article"], when, credits_, measure, per, share)

    def recognition(self, table: Table, position: int, row: Row) -> RecognitionRow | None:
        """A row of 认定."""
        codes = self.codes(table, position, "courses", row.get("courses") or ())
        categories = self.categories(table, position, row.get("categories") or ())
        if not row.get("courses") and not row.get("categories"):
            table.refuse(position, "courses", "course_missing", _NO_COURSE)
            return None
        return RecognitionRow(
            id=row["id"],
            article=row["article"],
            when=_with_course_credits(condition_of(row, _ABOUT_OUTCOME), row.get("most_course_credits")),
            courses=codes,
            categories=categories,
            recognition=row.get("recognition") or Recognition.EXEMPTION,
            least=row.get("least"),
            spill=bool(row.get("spill")),
            unrelated=bool(row.get("unrelated")),
            decided_by=row.get("decided_by") or DecidedBy.CATALOGUE,
            mark=row.get("mark"),
            not_above_own_value=bool(row.get("not_above_own_value")),
            note=row.get("note"),
        )

    def packages(self, tables: Sequence[Table]) -> tuple[PackageRow, ...]:
        """The rows of 组合, joined by their id: each row is one outcome that the package takes."""
        parts: dict[str, list[tuple[Table, int, Row]]] = {}
        for table in tables:
            for position, row in list(table.rows()):
                if not parts.get(row["id"]) and not self._is_new(table, position, row):
                    continue
                parts.setdefault(row["id"], []).append((table, position, row))
        made = (self._package(key, rows) for key, rows in parts.items())
        return tuple(each for each in made if each is not None)

    def _package(self, key: str, rows: Sequence[tuple[Table, int, Row]]) -> PackageRow | None:
        table, position, first = rows[0]
        gives = tuple(
            code for at, where, row in rows for code in self.codes(at, where, "gives", row.get("gives") or ())
        )
        if not any(row.get("gives") for _, _, row in rows):
            table.refuse(position, "gives", "course_missing", _NO_GIVES.format(id=key))
            return None
        takes = tuple(PackageTake(condition_of(row, OUTCOME_CONDITIONS), row.get("take_credits")) for _, _, row in rows)
        return PackageRow(
            id=key,
            article=first["article"],
            takes=takes,
            gives=tuple(dict.fromkeys(gives)),
            recognition=first.get("recognition") or Recognition.EXEMPTION,
            decided_by=first.get("decided_by") or DecidedBy.CATALOGUE,
            mark=first.get("mark"),
        )

    def never(self, table: Table, position: int, row: Row) -> NeverRow | None:
        """A row of 不认定."""
        when = condition_of(row, _ABOUT_OUTCOME)
        if when is EVERYTHING:
            table.refuse(position, None, "condition_missing", _NO_CONDITION)
            return None
        return NeverRow(row["id"], row["article"], when)

    def limit(self, table: Table, position: int, row: Row) -> LimitRow | None:
        """A row of 限额."""
        kind: LimitKind = row["kind"]
        of_outcome = condition_of(row, OUTCOME_CONDITIONS)
        of_course = condition_of(row, COURSE_CONDITIONS)
        side = row.get("side") or _side_of(kind, of_course, row.get("each_of"))
        stray = of_course if side is Side.SOURCE else of_outcome
        if stray is not EVERYTHING:
            named, other = (_OUTCOMES, _COURSES) if side is Side.SOURCE else (_COURSES, _OUTCOMES)
            table.refuse(position, "side", "limit_side", _WRONG_SIDE.format(other=other, side=named))
            return None
        when = of_outcome if side is Side.SOURCE else of_course
        figures = _figures(kind, row["bound"])
        if isinstance(figures, Term):
            table.refuse(position, "bound", "limit_bound", figures)
            return None
        chosen = None if when is EVERYTHING else when
        counted = {name: row.get(name) for name in ("each_of", "period", "dated_by")}
        return LimitRow(row["id"], row["article"], row["name"], kind, side, chosen, **figures, **counted)

    @staticmethod
    def gate(table: Table, position: int, row: Row) -> GateRow | None:
        """A row of 门槛."""
        when = condition_of(row, LEARNER_CONDITIONS)
        if when is EVERYTHING:
            table.refuse(position, None, "condition_missing", _NO_GATE)
            return None
        return GateRow(row["id"], row["article"], when, row["name"])

    def example(self, table: Table, position: int, row: Row) -> ExampleRow | None:
        """A row of 样例."""
        for name, code, expected in objections_to(row, self.on):
            table.refuse(position, name, code, expected)
        codes = self.codes(table, position, "course", (row["course"],))
        programme = self.courses.programme(row["programme"])
        if programme is None:
            table.refuse(position, "programme", "major_unknown", _PROGRAMME_UNKNOWN.format(name=row["programme"]))
        if programme is None or position in table.bad:
            return None
        return ExampleRow(row["id"], row["note"], outcome_of(row), programme, codes[0], row["accepted"])

    def codes(self, table: Table, position: int, name: str, named: Sequence[str]) -> tuple[str, ...]:
        """The codes of courses named by code or name; a fault for each that there is not."""
        found: list[str] = []
        for each in named:
            codes = self.courses.codes(each)
            if not codes:
                table.refuse(position, name, "course_unknown", _COURSE_UNKNOWN.format(name=each))
            found.extend(codes)
        return tuple(dict.fromkeys(found))

    def categories(self, table: Table, position: int, named: Sequence[str]) -> tuple[str, ...]:
        """The categories that a row names; a fault for each that no course has."""
        for each in named:
            if each not in self.courses.categories:
                known = "、".join(sorted(self.courses.categories))
                expected = _CATEGORY_UNKNOWN.format(name=each, known=known)
                table.refuse(position, "categories", "category_unknown", expected)
        return tuple(named)


def kind_setting(_table: Table, _position: int, row: Row) -> KindSetting:
    """A row of 成果种类."""
    return KindSetting(
        kind=row["kind"],
        fan_out=row.get("fan_out") or None,
        remainder=row.get("remainder") or Remainder.KEPT,
        shelf_life_months=row.get("shelf_life_months"),
        swallow=row.get("swallow") or "used",
    )


def relation(_table: Table, _position: int, row: Row) -> RelationRow:
    """A row of 互斥."""
    return RelationRow(row["id"], row["article"], row["kind"], row.get("within_months"))


def _with_course_credits(when: Condition, most: Decimal | None) -> Condition:
    return when if most is None else all_of(when, fact("course_credits").at_most(most))


def _side_of(kind: LimitKind, of_course: Condition, each_of: str | None) -> Side:
    is_of_courses = each_of is not None and CATALOGUE[each_of].about is About.COURSE
    is_sink = kind is LimitKind.COURSE_COUNT or of_course is not EVERYTHING or is_of_courses
    return Side.SINK if is_sink else Side.SOURCE


def _figures(kind: LimitKind, bound: tuple[str, Decimal]) -> dict[str, Any] | Term:
    """The figure of a limit in the fields where it belongs, or what is expected instead.

    A share may also limit a number of courses: at most 25 % of them.
    """
    form, figure = bound
    is_share = form == "share" or (kind in _SHARES and figure <= 1) or 0 < figure < 1  # a workbook keeps 25% as 0.25
    if kind in _SHARES or (kind is LimitKind.COURSE_COUNT and is_share):
        if not is_share:
            return _SHARE
        share = Fraction(figure)
        return {"part": share.numerator, "whole": share.denominator}
    if form == "share":
        return _NO_SHARE
    if kind not in _COUNTS:
        return {"credits": figure}
    return {"count": int(figure)} if figure == int(figure) else _WHOLE
