"""The settings sheet of a rule book: one item a row, in any order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.core.workdays import PeriodUnit
from niangjia.creditbank.engine.books import RoundingPlace, SeveralMarks, ValidOn
from niangjia.creditbank.engine.problem import Rounding
from niangjia.creditbank.workbooks.reading.cells.dates import read_date
from niangjia.creditbank.workbooks.reading.cells.days import read_month_day
from niangjia.creditbank.workbooks.reading.cells.plain import number, read_identifier, read_text, whole
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import RECOGNITION_WORDS, YES_NO_WORDS, choice
from niangjia.creditbank.workbooks.reading.forms import plain_header
from niangjia.creditbank.workbooks.reading.memo import Unfitting, read_column
from niangjia.creditbank.workbooks.reading.tables import Table

VALID_WORDS: Final = {"取得日": ValidOn.AWARD, "申请日": ValidOn.CLAIM, "认定日": ValidOn.REDEMPTION}
ROUNDING_WORDS: Final = {
    "舍去": Rounding.FLOOR,
    "向下取整": Rounding.FLOOR,
    "四舍五入": Rounding.HALF_UP,
    "进位": Rounding.CEIL,
    "向上取整": Rounding.CEIL,
}
PLACE_WORDS: Final = {
    "每门课程": RoundingPlace.COURSE,
    "课程": RoundingPlace.COURSE,
    "每项成果": RoundingPlace.OUTCOME,
    "成果": RoundingPlace.OUTCOME,
    "合计": RoundingPlace.TOTAL,
    "总计": RoundingPlace.TOTAL,
}
MARKS_WORDS: Final = {
    "取最低": SeveralMarks.LEAST,
    "最低": SeveralMarks.LEAST,
    "按学分加权平均": SeveralMarks.WEIGHTED_MEAN,
    "加权平均": SeveralMarks.WEIGHTED_MEAN,
}
DAYS_WORDS: Final = {
    "工作日": PeriodUnit.WORKING_DAYS,
    "日历日": PeriodUnit.CALENDAR_DAYS,
    "自然日": PeriodUnit.CALENDAR_DAYS,
}
_DAYS: Final = whole(least=1, most=366, units=("个工作日", "天", "日"), example="15")
_UNKNOWN: Final = Term("没有这一项设置；应为：{items}", "there is no such setting; expected: {items}")
_TWICE: Final = Term("与第 {row} 行重复，只能保留一行", "the same as row {row}: keep one of them")
_MISSING: Final = Term("缺少“{item}”一项，请补上", "the setting “{item}” is missing: add it")
_EMPTY: Final = Term("不能为空，请填写", "it can't be empty: fill it in")
_ENDS_EARLY: Final = Term("失效日期不能早于生效日期", "it can't end before it takes effect")
_STEP: Final = Term("应大于 0，例如 0.5", "more than 0 is expected, such as 0.5")


@dataclass(frozen=True, slots=True)
class Item:
    """One setting: the field of the rule book, its name in the sheet, how it is read."""

    field: str
    label: Term
    read: Callable[[Any], object]
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    note: str = ""
    choices: tuple[str, ...] = ()


ITEMS: Final = (
    Item("code", Term("规则书代码", "Code"), read_identifier, ("代码", "编号"), needed=True),
    Item("version", Term("版本", "Version"), whole(least=1, example="1"), ("版本号",), needed=True),
    Item("title", Term("名称", "Title"), read_text, ("规则书名称", "标题"), needed=True),
    Item("publisher", Term("发布单位", "Publisher"), read_text, ("发布机构", "制定单位"), needed=True),
    Item("effective_from", Term("生效日期", "Effective from"), read_date, ("施行日期", "实施日期"), needed=True),
    Item("effective_to", Term("失效日期", "Effective to"), read_date, ("截止日期", "废止日期"), note="长期有效留空"),
    Item("is_sample", Term("示例", "Sample"), choice(YES_NO_WORDS), ("是否示例",), choices=("是", "否")),
    Item(
        "programmes",
        Term("适用专业", "Programmes"),
        several(read_identifier),
        note="专业代码，多个用、分开；全部适用留空",
    ),
    Item(
        "gives_credit",
        Term("计学分的认定方式", "Kinds that give credit"),
        several(choice(RECOGNITION_WORDS)),
        note="空白为免修、学分认定",
        choices=("免修", "学分认定", "免听", "免考"),
    ),
    Item(
        "valid_on",
        Term("有效期核对日", "Valid on"),
        choice(VALID_WORDS),
        note="取得日、申请日或认定日",
        choices=tuple(VALID_WORDS),
    ),
    Item("step", Term("最小学分单位", "Smallest unit"), number(most=10, example="0.5")),
    Item(
        "rounding",
        Term("取整方式", "Rounding"),
        choice(ROUNDING_WORDS),
        note="舍去、四舍五入或进位",
        choices=("舍去", "四舍五入", "进位"),
    ),
    Item(
        "rounding_place",
        Term("取整位置", "Place of rounding"),
        choice(PLACE_WORDS),
        note="每项成果、每门课程或合计",
        choices=("每项成果", "每门课程", "合计"),
    ),
    Item(
        "ceiling_months",
        Term("成果最长有效月数", "Longest life"),
        whole(least=1, most=1_200, units=("个月", "月"), example="84"),
        ("最长有效月数",),
    ),
    Item(
        "level_slack",
        Term("允许低于课程等级", "Levels below"),
        number(most=2, places=1, example="0.5"),
        note="如 0.5，即可低半级；空白为不允许",
    ),
    Item(
        "term_starts",
        Term("学期起始日", "Terms begin"),
        several(read_month_day),
        ("学期开始",),
        note="如 3月1日、9月1日；按学期计算上限时必须填写",
    ),
    Item("year_start", Term("学年起始日", "Year begins"), read_month_day, ("学年开始",), note="空白为 1月1日"),
    Item(
        "several_marks",
        Term("多项成果的成绩", "Several marks"),
        choice(MARKS_WORDS),
        note="取最低，或按学分加权平均；空白为取最低",
        choices=("取最低", "按学分加权平均"),
    ),
    Item("mark_step", Term("成绩取整单位", "Step of marks"), number(most=10, example="1"), note="空白为 1 分"),
    Item("quorum", Term("发布所需同意数", "Quorum"), whole(least=1, most=99, units=("人", "票"), example="5")),
    Item(
        "days_in",
        Term("期限单位", "Days are"),
        choice(DAYS_WORDS),
        note="工作日或日历日；空白为日历日",
        choices=("工作日", "日历日"),
    ),
    Item("decide_days", Term("审定期限", "Days to decide"), _DAYS, note="自申请日起"),
    Item("notice_days", Term("公示天数", "Days of notice"), _DAYS, note="自认定日起"),
    Item("appeal_days", Term("申诉期限", "Days to appeal"), _DAYS, note="自公示期满起"),
    Item("appeal_to", Term("申诉受理", "Appeals to"), read_text, ("申诉受理单位",), note="不应是作出认定的人"),
    Item(
        "panel_size",
        Term("评审人数", "Panel"),
        whole(least=1, most=99, units=("人",), example="5"),
        note="空白为三人以上的单数",
    ),
    Item("consult_days", Term("规则公示天数", "Days a draft is shown"), _DAYS, note="发布前公示草稿；改一次重新计"),
    Item("hear_days", Term("申诉办理期限", "Days to decide an appeal"), _DAYS, note="自提出申诉之日起"),
)
_BY_NAME: Final = {plain_header(word): item for item in ITEMS for word in (item.label.zh, *item.synonyms)}


def read_settings(tables: Sequence[Table]) -> dict[str, Any]:
    """The settings that stand in the sheet, by field of the rule book."""
    found: dict[str, Any] = {}
    rows: dict[str, tuple[Table, int]] = {}
    for table in tables:
        for position, row in list(table.rows()):
            _read_item(table, position, row, found, rows)
    for table in tables[:1]:
        _note_missing(table, rows)
        _check(found, rows)
    return found


def _read_item(
    table: Table, position: int, row: Mapping[str, Any], found: dict[str, Any], rows: dict[str, tuple[Table, int]]
) -> None:
    item = _BY_NAME.get(plain_header(row["item"]))
    if item is None:
        told = "、".join(each.label.zh for each in ITEMS)
        table.refuse(position, "item", "setting_unknown", _UNKNOWN.format(items=told))
        return
    if item.field in rows:
        first, at = rows[item.field]
        table.refuse(position, "item", "row_twice", _TWICE.format(row=first.numbers[at]))
        return
    rows[item.field] = table, position
    [meaning] = read_column([row.get("content")], item.read)
    if isinstance(meaning, Unfitting):
        table.refuse(position, "content", meaning.code, meaning.expected)
    elif meaning is None and item.needed:
        table.refuse(position, "content", "cell_empty", _EMPTY)
    elif meaning is not None:
        found[item.field] = meaning


def _note_missing(table: Table, rows: Mapping[str, object]) -> None:
    for item in ITEMS:
        if item.needed and item.field not in rows:
            expected = _MISSING.format(item=item.label)
            table.faults.append(Fault("setting_missing", table.sheet.name, None, None, "", expected))


def _check(found: Mapping[str, Any], rows: Mapping[str, tuple[Table, int]]) -> None:
    if "effective_from" in found and "effective_to" in found and found["effective_to"] < found["effective_from"]:
        table, position = rows["effective_to"]
        table.refuse(position, "content", "ends_before_start", _ENDS_EARLY)
    for name in ("step", "mark_step"):
        if found.get(name, Decimal(1)) == 0:
            table, position = rows[name]
            table.refuse(position, "content", "step_zero", _STEP)
