"""The sheets of a college's workbooks for the degree pathway: 报名, 开课, 先修, 成绩."""

import re
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.pathway.planning.shifts import Sitting
from niangjia.creditbank.pathway.types import Attempt, Mode
from niangjia.creditbank.workbooks.reading.cells.plain import number, read_identifier, read_phone, read_text, whole
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import YES_NO_WORDS, choice
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit
from niangjia.creditbank.workbooks.reading.forms import Column, Form
from niangjia.creditbank.workbooks.reading.text import half_width

MODE_WORDS: Final = {
    "面授": Mode.CLASSROOM,
    "教室面授": Mode.CLASSROOM,
    "送教进厂": Mode.FACTORY,
    "进厂": Mode.FACTORY,
    "线上": Mode.ONLINE,
    "网络": Mode.ONLINE,
    "自学": Mode.SELF_STUDY,
    "自学考核": Mode.SELF_STUDY,
}
ATTEMPT_WORDS: Final = {"正考": Attempt.REGULAR, "补考": Attempt.MAKE_UP}
_WEEKDAYS: Final = "一二三四五六日"
_SITTING: Final = re.compile(r"(?:周|星期)([一二三四五六日天])\s*(\d{1,2}):(\d{2})\s*[-~至到]\s*(\d{1,2}):(\d{2})")
_NO_SITTING: Final = Term(
    "应为星期和起止时间，例如 周二18:30-20:30；多个用、分开",
    "a weekday with from and to is expected, such as 周二18:30-20:30",
)
_HOURS, _MINUTES = 24, 60


def read_sitting(cell: Cell) -> Sitting:
    """A weekly time, as 周二18:30-20:30."""
    found = _SITTING.fullmatch(half_width(cell)) if isinstance(cell, str) else None
    if found is None:
        raise Unfit("no_sitting", _NO_SITTING)
    day, (first, first_minute, last, last_minute) = found[1], map(int, found.groups()[1:])
    starts, ends = first * _MINUTES + first_minute, last * _MINUTES + last_minute
    if max(first_minute, last_minute) >= _MINUTES or not starts < ends <= _HOURS * _MINUTES:
        raise Unfit("no_sitting", _NO_SITTING)
    return Sitting(_WEEKDAYS.index(day.replace("天", "日")) + 1, starts, ends)


ROSTER: Final = Form(
    Term("报名", "Roster"),
    (
        Column("name", Term("姓名", "Name"), read_text, ("职工姓名", "学员姓名"), needed=True, width=10),
        Column(
            "identity",
            Term("证件号码", "Identity number"),
            read_identifier,
            ("身份证号", "身份证号码", "身份证"),
            needed=True,
            note="单元格格式须为文本",
            width=22,
        ),
        Column("phone", Term("手机", "Phone"), read_phone, ("手机号", "手机号码", "联系电话", "电话"), width=14),
    ),
    ("报名表", "名单", "花名册"),
)
OFFERS: Final = Form(
    Term("开课", "Offers"),
    (
        Column("programme", Term("专业代码", "Major code"), read_identifier, ("专业",), needed=True),
        Column("course", Term("课程代码", "Course code"), read_identifier, ("课程", "课程号"), needed=True),
        Column("group", Term("班名", "Group"), read_text, ("教学班", "班级"), needed=True),
        Column("capacity", Term("人数", "Places"), whole(least=1, most=1_000, units=("人",)), ("名额",), needed=True),
        Column("teacher", Term("教师", "Teacher"), read_text, ("任课教师",)),
        Column(
            "mode",
            Term("方式", "Mode"),
            choice(MODE_WORDS),
            ("授课方式",),
            choices=("面授", "送教进厂", "线上", "自学"),
            note="空白为面授",
        ),
        Column("place", Term("地点", "Place"), read_text, ("上课地点", "教室"), width=20),
        Column(
            "sittings",
            Term("上课时间", "Times"),
            several(read_sitting),
            ("时间",),
            note="例如 周二18:30-20:30、周四18:30-20:30；线上、自学可不填",
            width=34,
        ),
        Column("hours", Term("学时", "Hours"), whole(most=2_000, units=("学时",)), needed=True, width=8),
        Column("price", Term("学费(元)", "Tuition"), number(units=("元",), example="480"), ("学费",), width=10),
    ),
    ("开课表", "课表"),
)
PREREQUISITES: Final = Form(
    Term("先修", "Prerequisites"),
    (
        Column("programme", Term("专业代码", "Major code"), read_identifier, ("专业",), needed=True),
        Column("course", Term("课程代码", "Course code"), read_identifier, ("课程",), needed=True),
        Column("before", Term("先修课程", "Before it"), several(read_identifier), needed=True, note="多门用、分开"),
    ),
    ("先修关系",),
    needed=False,
)
MARKS: Final = Form(
    Term("成绩", "Marks"),
    (
        Column("number", Term("学号", "Learner number"), read_identifier, ("学籍号",), needed=True, width=14),
        Column("name", Term("姓名", "Name"), read_text, width=10),
        Column("mark", Term("成绩", "Mark"), read_identifier, ("分数", "总评"), needed=True, width=10),
        Column(
            "is_passed",
            Term("是否合格", "Passed"),
            choice(YES_NO_WORDS),
            ("合格",),
            needed=True,
            choices=("是", "否"),
        ),
        Column(
            "attempt",
            Term("考试", "Examination"),
            choice(ATTEMPT_WORDS),
            choices=("正考", "补考"),
            note="空白为正考",
        ),
    ),
    ("成绩表", "成绩单"),
)
