"""Further sheets of a rule book workbook: 颁发地区, 上级模块, 时效, 成绩换算, 费用."""

from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import DatedBy, FeePer, Period
from niangjia.creditbank.workbooks.forms.conditions import (
    LEARNER_CONDITIONS,
    OUTCOME_CONDITIONS,
    columns_of,
)
from niangjia.creditbank.workbooks.forms.programme import LEVELS_TOLD
from niangjia.creditbank.workbooks.reading.cells.plain import number, read_identifier, read_text, whole
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import choice, read_level
from niangjia.creditbank.workbooks.reading.forms import Column, Form

EACH_WORDS: Final = {
    "发证单位": "issuer",
    "每家单位": "issuer",
    "成果类型": "kind",
    "职业": "occupation",
    "颁发地区": "jurisdiction",
    "课程类别": "course_category",
    "开课学期": "course_term",
}
PERIOD_WORDS: Final = {"学期": Period.TERM, "每学期": Period.TERM, "学年": Period.YEAR, "每学年": Period.YEAR}
DATED_WORDS: Final = {
    "认定日期": DatedBy.DECISION,
    "入账日期": DatedBy.DECISION,
    "取得日期": DatedBy.AWARD,
    "获得日期": DatedBy.AWARD,
}
FEE_WORDS: Final = {
    "每次认定": FeePer.DECISION,
    "每项成果": FeePer.OUTCOME,
    "每门课程": FeePer.COURSE,
    "每学分": FeePer.CREDIT,
}
_ID: Final = Column("id", Term("编号", "Row"), read_identifier, ("行号", "规则编号", "条目编号"), needed=True, width=9)
_ARTICLE: Final = Column(
    "article", Term("依据", "Article"), read_text, ("条款", "依据条款", "出处"), needed=True, width=12
)
_NAME: Final = Column("name", Term("名称", "Name"), read_text, ("说明", "事项"), needed=True, width=26)
LIMIT_SLICES: Final = (
    Column(
        "each_of",
        Term("分别计算", "Each by itself"),
        choice(EACH_WORDS),
        ("分别按", "逐个计算"),
        choices=("发证单位", "成果类型", "职业", "颁发地区", "课程类别", "开课学期"),
        note="空白为合并计算；例如每家发证单位各不超过上限",
    ),
    Column(
        "period",
        Term("期间", "Period"),
        choice(PERIOD_WORDS),
        ("计算期间",),
        choices=("学期", "学年"),
        note="空白为不分学期学年",
    ),
    Column(
        "dated_by",
        Term("期间依据", "Dated by"),
        choice(DATED_WORDS),
        ("按哪个日期",),
        choices=("认定日期", "取得日期"),
        note="空白为认定日期",
    ),
)
JURISDICTIONS: Final = Form(
    Term("颁发地区", "Jurisdictions"),
    (
        _ID,
        _ARTICLE,
        _NAME,
        Column(
            "issuers",
            Term("发证单位", "Issuers"),
            several(read_text),
            ("颁发单位", "颁证单位"),
            needed=True,
            note="属于这一地区的单位，多个用、分开",
            width=40,
        ),
    ),
    ("地区",),
    needed=False,
)
MODULES: Final = Form(
    Term("上级模块", "Modules"),
    (
        _ID,
        _ARTICLE,
        _NAME,
        Column(
            "level",
            Term("最低等级", "Least level"),
            read_level,
            ("等级要求",),
            needed=True,
            choices=LEVELS_TOLD,
            width=14,
        ),
        Column("courses", Term("所含课程", "Courses"), several(read_text), ("课程",), width=30),
        Column("categories", Term("所含类别", "Categories"), several(read_text), ("课程类别",), width=16),
    ),
    ("模块",),
    needed=False,
)
RECENCIES: Final = Form(
    Term("时效", "Recency"),
    (
        _ID,
        _ARTICLE,
        *columns_of(OUTCOME_CONDITIONS),
        Column(
            "months",
            Term("最长月数", "Months at most"),
            whole(least=1, most=1_200, units=("个月", "月"), example="24"),
            ("时效月数",),
            needed=True,
        ),
    ),
    ("学科时效",),
    needed=False,
)
MARKS: Final = Form(
    Term("成绩换算", "Marks"),
    (
        _ID,
        _ARTICLE,
        *columns_of(OUTCOME_CONDITIONS),
        Column(
            "mark",
            Term("记载成绩", "Mark"),
            read_text,
            ("成绩记载", "成绩"),
            note="合格、优秀或分数；空白为成果本身的成绩。从上到下，先合上的一行算数",
        ),
    ),
    ("成绩换算表",),
    needed=False,
)
FEES: Final = Form(
    Term("费用", "Fees"),
    (
        _ID,
        _ARTICLE,
        _NAME,
        *columns_of(LEARNER_CONDITIONS),
        Column("yuan", Term("金额", "Yuan"), number(most=100_000, units=("元",), example="20"), ("元",), needed=True),
        Column(
            "per",
            Term("计费单位", "Per"),
            choice(FEE_WORDS),
            ("按什么收费",),
            needed=True,
            choices=tuple(FEE_WORDS),
        ),
    ),
    ("收费",),
    needed=False,
)
SETTING_FORMS: Final = (JURISDICTIONS, MODULES, RECENCIES, MARKS, FEES)
