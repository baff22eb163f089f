"""The sheets of a programme workbook: 专业, 课程, 类别下限."""

from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.problem import Aim, Cover, SinkKind
from niangjia.creditbank.workbooks.reading.cells.occupations import read_occupation_group
from niangjia.creditbank.workbooks.reading.cells.plain import number, read_identifier, read_text, whole
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import YES_NO_WORDS, choice, read_level
from niangjia.creditbank.workbooks.reading.forms import Column, Form

AIM_WORDS: Final = {"学分优先": Aim.CREDITS, "要求优先": Aim.REQUIREMENTS}
COVER_WORDS: Final = {"全额": Cover.FULL, "全部": Cover.FULL, "部分": Cover.PART, "可部分": Cover.PART}
SINK_WORDS: Final = {
    "课程": SinkKind.COURSE,
    "必修": SinkKind.COURSE,
    "必修课": SinkKind.COURSE,
    "选修池": SinkKind.POOL,
    "选修学分池": SinkKind.POOL,
}
YES_OR_NO: Final = ("是", "否")
LEVELS_TOLD: Final = (
    "学徒工",
    "五级/初级工",
    "四级/中级工",
    "三级/高级工",
    "二级/技师",
    "一级/高级技师",
    "特级技师",
    "首席技师",
)
_CREDITS: Final = number(most=1_000, units=("学分", "分"), example="4 或 3.5")

MAJORS: Final = Form(
    Term("专业", "Majors"),
    (
        Column("code", Term("专业代码", "Major code"), read_identifier, ("代码", "专业编号"), needed=True),
        Column("title", Term("专业名称", "Major"), read_text, ("专业", "名称"), needed=True, width=22),
        Column(
            "intake",
            Term("年级", "Intake"),
            whole(least=2000, most=2099, units=("级", "年"), example="2025"),
            ("入学年份", "级", "招生年份"),
            needed=True,
        ),
        Column("version", Term("版本", "Version"), whole(least=1, example="1"), ("版本号",)),
        Column(
            "total_credits",
            Term("总学分", "Total credits"),
            _CREDITS,
            ("毕业学分", "毕业最低学分", "学分总数"),
            needed=True,
        ),
        Column(
            "residency",
            Term("最低在校修读学分", "Residency"),
            _CREDITS,
            ("在校修读学分", "本校最低修读学分", "最低修读学分"),
            needed=True,
            note="必须在本校修读的学分；其余为可认定的上限",
            width=18,
        ),
        Column(
            "occupations",
            Term("对口职业", "Occupations"),
            several(read_occupation_group),
            ("面向职业", "职业面向", "对应职业"),
            note="职业名称或编码，多个用、分开；可填到小类，如 6-18-01",
            width=30,
        ),
        Column("aim", Term("优先目标", "Aim"), choice(AIM_WORDS), choices=tuple(AIM_WORDS), note="空白为学分优先"),
        Column("is_sample", Term("示例", "Sample"), choice(YES_NO_WORDS), ("是否示例",), choices=YES_OR_NO, width=8),
    ),
    ("专业表", "培养方案", "专业信息"),
)
COURSES: Final = Form(
    Term("课程", "Courses"),
    (
        Column(
            "majors",
            Term("专业代码", "Major code"),
            several(read_identifier),
            ("专业", "所属专业", "适用专业", "专业名称"),
            needed=True,
            note="代码或名称，多个用、分开；全部专业填“全部”",
        ),
        Column("code", Term("课程代码", "Course code"), read_identifier, ("代码", "课程编号", "课程号"), needed=True),
        Column("name", Term("课程名称", "Course"), read_text, ("课程", "名称", "课程名"), needed=True, width=26),
        Column("credits", Term("学分", "Credits"), _CREDITS, ("课程学分", "学分数"), needed=True, width=8),
        Column("category", Term("课程类别", "Category"), read_text, ("类别", "课程性质", "课程类型"), needed=True),
        Column(
            "kind",
            Term("课程或选修池", "Course or pool"),
            choice(SINK_WORDS),
            ("性质", "修读性质"),
            choices=("课程", "选修池"),
            note="空白为课程",
        ),
        Column(
            "hours",
            Term("学时", "Hours"),
            whole(most=2_000, units=("学时", "课时"), example="64"),
            ("总学时", "课时"),
            width=8,
        ),
        Column(
            "level",
            Term("最低等级", "Least level"),
            read_level,
            ("证书最低等级", "技能等级要求", "等级要求"),
            choices=LEVELS_TOLD,
            note="低于此等级的技能证书不能免修本课",
        ),
        Column(
            "term",
            Term("开课学期", "Term"),
            whole(least=1, most=12, units=("学期",), example="2"),
            ("学期", "建议学期"),
            width=10,
        ),
        Column(
            "cover",
            Term("覆盖方式", "Cover"),
            choice(COVER_WORDS),
            ("覆盖",),
            choices=("全额", "部分"),
            note="空白为全额",
        ),
        Column("least_part", Term("最少认定学分", "Least part"), _CREDITS, ("最少学分", "最少部分")),
        Column(
            "contributors",
            Term("最多合并成果数", "Contributors"),
            whole(least=1, example="2"),
            ("合并成果数", "最多成果数"),
        ),
        Column(
            "never",
            Term("不得认定", "Never"),
            choice(YES_NO_WORDS),
            ("不可免修", "不予认定", "不得免修"),
            choices=YES_OR_NO,
            width=10,
        ),
        Column("is_sample", Term("示例", "Sample"), choice(YES_NO_WORDS), ("是否示例",), choices=YES_OR_NO, width=8),
    ),
    ("课程表", "课程设置", "教学计划"),
)
FLOORS: Final = Form(
    Term("类别下限", "Category minimums"),
    (
        Column(
            "majors",
            Term("专业代码", "Major code"),
            several(read_identifier),
            ("专业", "适用专业", "专业名称"),
            needed=True,
        ),
        Column("category", Term("课程类别", "Category"), read_text, ("类别", "课程性质"), needed=True),
        Column(
            "minimum",
            Term("最低学分", "Least credits"),
            _CREDITS,
            ("最低修读学分", "学分下限", "下限", "最少学分"),
            needed=True,
        ),
        Column("is_sample", Term("示例", "Sample"), choice(YES_NO_WORDS), ("是否示例",), choices=YES_OR_NO, width=8),
    ),
    ("下限", "类别最低学分", "最低学分"),
    needed=False,
)
PROGRAMME_FORMS: Final = (MAJORS, COURSES, FLOORS)
