"""The sheets of a rule book workbook: 设置, 成果种类, 折算, 认定, 组合, 不认定, 限额, 互斥, 门槛, 样例 and more."""

from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import LimitKind, RelationKind
from niangjia.creditbank.engine.problem import Remainder, Side
from niangjia.creditbank.workbooks.forms.conditions import (
    COURSE_CONDITIONS,
    KINDS_TOLD,
    LEARNER_CONDITIONS,
    OUTCOME_CONDITIONS,
    columns_of,
)
from niangjia.creditbank.workbooks.forms.outcomes import OUTCOME_FACTS
from niangjia.creditbank.workbooks.forms.programme import YES_OR_NO
from niangjia.creditbank.workbooks.forms.settings import LIMIT_SLICES, SETTING_FORMS
from niangjia.creditbank.workbooks.reading.cells.plain import number, read_identifier, read_text, whole
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import (
    DECIDED_WORDS,
    KIND_WORDS,
    RECOGNITION_WORDS,
    YES_NO_WORDS,
    choice,
)
from niangjia.creditbank.workbooks.reading.faults import Cell
from niangjia.creditbank.workbooks.reading.forms import Column, Form
from niangjia.creditbank.workbooks.reading.text import half_width

UNLIMITED: Final = 0
MEASURE_WORDS: Final = {
    "学时": "hours",
    "培训学时": "hours",
    "课时": "hours",
    "月数": "months",
    "带徒月数": "months",
    "月": "months",
    "原学分": "credits",
    "原课程学分": "credits",
    "学分": "credits",
}
REMAINDER_WORDS: Final = {
    "保留": Remainder.KEPT,
    "留存": Remainder.KEPT,
    "作废": Remainder.LOST,
    "失效": Remainder.LOST,
}
SWALLOW_WORDS: Final = {"使用时互斥": "used", "择一使用": "used", "持有即吸收": "held", "吸收低等级": "held"}
LIMIT_WORDS: Final = {
    "学分上限": LimitKind.AMOUNT,
    "占总学分比例": LimitKind.SHARE_OF_PROGRAMME,
    "占已认定学分比例": LimitKind.SHARE_OF_RECOGNISED,
    "成果个数": LimitKind.OUTCOME_COUNT,
    "课程门数": LimitKind.COURSE_COUNT,
    "非对口成果个数": LimitKind.UNRELATED_COUNT,
    "最低占比": LimitKind.LEAST_SHARE,
}
SIDE_WORDS: Final = {"成果": Side.SOURCE, "按成果": Side.SOURCE, "课程": Side.SINK, "按课程": Side.SINK}
RELATION_WORDS: Final = {
    "同职业低等级": RelationKind.SAME_OCCUPATION_LOWER_LEVEL,
    "同一竞赛": RelationKind.SAME_EVENT,
    "同一证书编号": RelationKind.SAME_CERTIFICATE_NUMBER,
    "同名课程": RelationKind.SAME_COURSE_NAME,
    "培训含于证书": RelationKind.TRAINING_INSIDE_CERTIFICATE,
    "同一成果多次获奖": RelationKind.SAME_ACHIEVEMENT,
    "同名课程已在本校通过": RelationKind.NAME_PASSED_HERE,
}
ACCEPTED_WORDS: Final = {"认定": True, "是": True, "予以认定": True, "不认定": False, "否": False, "不予认定": False}
_RECOGNITIONS: Final = ("免修", "学分认定", "免听", "免考")
_CREDITS: Final = number(most=1_000, units=("学分", "分"), example="4 或 3.5")
_ID: Final = Column("id", Term("编号", "Row"), read_identifier, ("行号", "规则编号", "条目编号"), needed=True, width=9)
_ARTICLE: Final = Column(
    "article", Term("依据", "Article"), read_text, ("条款", "依据条款", "出处"), needed=True, width=12
)
_NAME: Final = Column("name", Term("名称", "Name"), read_text, ("说明", "事项"), needed=True, width=26)
_MARK: Final = Column("mark", Term("成绩记载", "Mark"), read_text, ("成绩", "记载成绩"), note="合格，或分数如 85")
_RECOGNITION: Final = Column(
    "recognition",
    Term("认定方式", "Recognition"),
    choice(RECOGNITION_WORDS),
    ("方式",),
    choices=_RECOGNITIONS,
    note="空白为免修",
)
_DECIDED: Final = Column(
    "decided_by",
    Term("决定方式", "Decided by"),
    choice(DECIDED_WORDS),
    ("审定方式", "评审方式"),
    choices=("目录", "专家评审"),
    note="空白为按目录直接认定",
)


def _read_bound(cell: Cell) -> tuple[str, object]:
    """A limit's figure: 30, or 40%. Told apart here, because a workbook keeps 40% as 0.4 and a text file as 40%."""
    if isinstance(cell, str) and half_width(cell).endswith("%"):
        return "share", number(most=100, units=("%",), example="40%")(cell) / 100
    return "figure", number(most=1_000, places=4, units=("学分", "个", "门", "项"), example="30 或 40%")(cell)


def _read_fan_out(cell: Cell) -> int:
    """How many courses an outcome may serve: 1 or more, or 不限 (0)."""
    if isinstance(cell, str) and half_width(cell) in {"不限", "不限次数", "可拆分"}:
        return UNLIMITED
    return whole(least=1, most=99, units=("次", "门"), example="3 或 不限")(cell)


SETTINGS: Final = Form(
    Term("设置", "Settings"),
    (
        Column("item", Term("项目", "Item"), read_text, ("设置项", "设置项目"), needed=True, width=24),
        Column("content", Term("内容", "Content"), lambda cell: cell, ("设置内容", "取值", "值"), width=44),
    ),
    ("规则书", "基本信息"),
    harmless=("说明", "备注", "序号"),
)
KINDS: Final = Form(
    Term("成果种类", "Kinds"),
    (
        Column("kind", Term("成果类型", "Kind"), choice(KIND_WORDS), ("类型",), needed=True, choices=KINDS_TOLD),
        Column(
            "fan_out",
            Term("可用次数", "Uses"),
            _read_fan_out,
            ("最多可用次数", "使用次数"),
            note="一份成果最多可用于几门课程；不限留空或填“不限”",
        ),
        Column(
            "remainder",
            Term("余额处理", "Remainder"),
            choice(REMAINDER_WORDS),
            ("剩余学分", "结余处理"),
            choices=("保留", "作废"),
        ),
        Column(
            "shelf_life_months",
            Term("有效月数", "Shelf life"),
            whole(least=1, most=1_200, units=("个月", "月"), example="60"),
            ("有效期月数",),
            note="自取得日起；空白为不另设期限",
        ),
        Column(
            "swallow", Term("低等级处理", "Lower levels"), choice(SWALLOW_WORDS), choices=("使用时互斥", "持有即吸收")
        ),
    ),
    ("成果设置", "种类"),
    needed=False,
)
VALUATIONS: Final = Form(
    Term("折算", "Valuations"),
    (
        _ID,
        _ARTICLE,
        *columns_of((*OUTCOME_CONDITIONS, *LEARNER_CONDITIONS)),
        Column("credits", Term("折算学分", "Credits"), _CREDITS, ("学分", "固定学分")),
        Column(
            "measure",
            Term("计量", "Measure"),
            choice(MEASURE_WORDS),
            ("计量单位", "按什么折算"),
            choices=("学时", "月数", "原学分"),
        ),
        Column(
            "per",
            Term("每学分计", "Per credit"),
            number(most=10_000, example="18"),
            ("每学分学时", "折合比例", "每1学分"),
            note="例如 18：每 18 学时折 1 学分",
        ),
        Column(
            "times_share", Term("乘以贡献比例", "Times share"), choice(YES_NO_WORDS), ("按贡献折算",), choices=YES_OR_NO
        ),
    ),
    ("折算表", "学分折算"),
)
RECOGNITIONS: Final = Form(
    Term("认定", "Recognitions"),
    (
        _ID,
        _ARTICLE,
        *columns_of((*OUTCOME_CONDITIONS, *LEARNER_CONDITIONS)),
        Column(
            "courses",
            Term("认定课程", "Courses"),
            several(read_text),
            ("课程", "可免课程", "对应课程"),
            note="课程代码或名称，多门用、分开",
            width=30,
        ),
        Column("categories", Term("认定类别", "Categories"), several(read_text), ("课程类别", "可免类别"), width=16),
        Column("most_course_credits", Term("课程学分不超过", "Course credits at most"), _CREDITS, ("课程学分上限",)),
        _RECOGNITION,
        Column("least", Term("最少认定学分", "Least"), _CREDITS, ("最少学分",)),
        Column(
            "spill",
            Term("仅限余额", "Only a remainder"),
            choice(YES_NO_WORDS),
            ("余额转入", "结余转入"),
            choices=YES_OR_NO,
        ),
        Column(
            "unrelated",
            Term("非对口", "Unrelated"),
            choice(YES_NO_WORDS),
            ("按非对口计", "是否非对口"),
            choices=YES_OR_NO,
        ),
        Column(
            "not_above_own_value",
            Term("课程不高于成果", "Not above own value"),
            choice(YES_NO_WORDS),
            ("不高于成果学分",),
            choices=YES_OR_NO,
        ),
        _DECIDED,
        _MARK,
        Column("note", Term("备注", "Note"), read_text, ("附注",), width=24),
    ),
    ("认定表", "学分认定"),
    harmless=("序号",),
)
PACKAGES: Final = Form(
    Term("组合", "Packages"),
    (
        _ID,
        _ARTICLE,
        *columns_of(OUTCOME_CONDITIONS),
        Column("take_credits", Term("取用学分", "Credits taken"), _CREDITS, ("使用学分",), note="空白为该成果全部余额"),
        Column(
            "gives",
            Term("换得课程", "Courses given"),
            several(read_text),
            ("认定课程", "免修课程"),
            note="同一编号的各行合起来换这些课程，写在第一行即可",
            width=30,
        ),
        _RECOGNITION,
        _DECIDED,
        _MARK,
    ),
    ("组合认定", "成果组合"),
    needed=False,
)
NEVER: Final = Form(
    Term("不认定", "Never"),
    (_ID, _ARTICLE, *columns_of((*OUTCOME_CONDITIONS, *LEARNER_CONDITIONS))),
    ("不予认定", "不认定清单"),
    needed=False,
)
LIMITS: Final = Form(
    Term("限额", "Limits"),
    (
        _ID,
        _ARTICLE,
        _NAME,
        Column(
            "kind",
            Term("限额种类", "Limit"),
            choice(LIMIT_WORDS),
            ("种类", "限额类型"),
            needed=True,
            choices=tuple(LIMIT_WORDS),
        ),
        Column("side", Term("计算对象", "Counted"), choice(SIDE_WORDS), ("对象",), choices=("成果", "课程")),
        *columns_of((*OUTCOME_CONDITIONS, *COURSE_CONDITIONS)),
        Column(
            "bound",
            Term("上限", "At most"),
            _read_bound,
            ("限额", "最多", "上限值"),
            needed=True,
            note="学分、个数或比例，如 6、3、40%；限额种类为“最低占比”时填下限",
        ),
        *LIMIT_SLICES,
    ),
    ("上限", "限额表"),
    needed=False,
)
RELATIONS: Final = Form(
    Term("互斥", "Relations"),
    (
        _ID,
        _ARTICLE,
        Column(
            "kind",
            Term("关系", "Relation"),
            choice(RELATION_WORDS),
            ("互斥关系", "不得重复认定"),
            needed=True,
            choices=tuple(RELATION_WORDS),
            width=18,
        ),
        Column(
            "within_months",
            Term("月数以内", "Within months"),
            whole(least=1, most=600, units=("个月", "月"), example="12"),
            ("月数",),
        ),
    ),
    ("互斥关系", "不重复认定"),
    needed=False,
)
GATES: Final = Form(
    Term("门槛", "Gates"),
    (_ID, _ARTICLE, _NAME, *columns_of(LEARNER_CONDITIONS)),
    ("准入门槛", "学员条件"),
    needed=False,
)
EXAMPLES: Final = Form(
    Term("样例", "Examples"),
    (
        _ID,
        Column("note", Term("说明", "Note"), read_text, ("样例说明",), needed=True, width=30),
        *OUTCOME_FACTS,
        Column("programme", Term("专业", "Major"), read_text, ("专业代码", "专业名称"), needed=True),
        Column("course", Term("课程", "Course"), read_text, ("课程代码", "免修课程"), needed=True, width=20),
        Column(
            "accepted",
            Term("结论", "Verdict"),
            choice(ACCEPTED_WORDS),
            ("是否认定",),
            needed=True,
            choices=("认定", "不认定"),
        ),
    ),
    ("示例成果", "样例表"),
    needed=False,
)
RULE_BOOK_FORMS: Final = (
    SETTINGS,
    KINDS,
    VALUATIONS,
    RECOGNITIONS,
    PACKAGES,
    NEVER,
    LIMITS,
    RELATIONS,
    GATES,
    *SETTING_FORMS,
    EXAMPLES,
)
