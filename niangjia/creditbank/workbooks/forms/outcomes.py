"""The sheets of a workbook of learners and their outcomes: 学员, 成果."""

from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.forms.conditions import (
    CLASSES_TOLD,
    KINDS_TOLD,
    PRIZES_TOLD,
    TEAM_TOLD,
    TIERS_TOLD,
)
from niangjia.creditbank.workbooks.forms.programme import LEVELS_TOLD
from niangjia.creditbank.workbooks.reading.cells.dates import read_date, read_last_date
from niangjia.creditbank.workbooks.reading.cells.occupations import read_occupation
from niangjia.creditbank.workbooks.reading.cells.plain import (
    number,
    read_identifier,
    read_phone,
    read_share,
    read_text,
    whole,
)
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import (
    ATTENDANCE_WORDS,
    CLASS_WORDS,
    KIND_WORDS,
    PRIZE_WORDS,
    TEAM_WORDS,
    choice,
    read_level,
    read_rank,
    tier_or_level,
)
from niangjia.creditbank.workbooks.reading.forms import Column, Form

_IDENTITY: Final = ("身份证号", "身份证号码", "身份证", "证件号", "公民身份号码", "居民身份证号", "身份证件号码")
_NUMBER: Final = ("学员编号", "学籍号", "学员号", "学生号")

LEARNERS: Final = Form(
    Term("学员", "Learners"),
    (
        Column("number", Term("学号", "Learner number"), read_identifier, _NUMBER, needed=True, width=14),
        Column("name", Term("姓名", "Name"), read_text, ("学员姓名", "名字", "职工姓名"), needed=True, width=10),
        Column("paper", Term("证件类型", "Paper"), read_text, ("证件种类",), note="空白为居民身份证"),
        Column(
            "identity",
            Term("证件号码", "Identity number"),
            read_identifier,
            _IDENTITY,
            note="单元格格式须为文本",
            width=22,
        ),
        Column(
            "programme",
            Term("专业", "Major"),
            read_text,
            ("专业名称", "专业代码", "就读专业", "录取专业"),
            needed=True,
            width=18,
        ),
        Column(
            "employer",
            Term("单位", "Employer"),
            read_text,
            ("工作单位", "所在单位", "企业名称", "用人单位", "所在企业"),
            width=26,
        ),
        Column(
            "occupation",
            Term("职业(工种)", "Occupation"),
            read_occupation,
            ("职业", "工种", "岗位", "从事职业"),
            width=18,
        ),
        Column("class_name", Term("班级", "Class"), read_text, ("班次", "教学班"), width=14),
        Column(
            "phone", Term("手机", "Phone"), read_phone, ("手机号", "手机号码", "联系电话", "电话", "联系方式"), width=14
        ),
        Column(
            "enrolled_on", Term("入学日期", "Enrolled on"), read_date, ("入学时间", "入学年月", "报到日期"), width=12
        ),
        Column(
            "attendance",
            Term("学籍状态", "Enrolment"),
            choice(ATTENDANCE_WORDS),
            ("在籍", "学籍"),
            choices=("在籍", "休学", "退学"),
            note="空白为在籍",
        ),
        Column("born_on", Term("出生日期", "Born on"), read_date, ("出生年月", "生日"), width=12),
        Column(
            "passed",
            Term("已通过课程", "Courses passed"),
            several(read_text),
            ("已修合格课程", "已及格课程"),
            note="课程代码或名称，多门用、分开",
            width=24,
        ),
    ),
    ("学员名单", "学员信息", "花名册", "学员花名册"),
)
OUTCOME_FACTS: Final = (
    Column(
        "kind",
        Term("成果类型", "Kind"),
        choice(KIND_WORDS),
        ("类型", "类别", "成果种类", "成果类别"),
        needed=True,
        choices=KINDS_TOLD,
        width=14,
    ),
    Column(
        "title",
        Term("名称", "Title"),
        read_text,
        ("成果名称", "证书名称", "项目名称", "获奖项目", "课程名称"),
        needed=True,
        width=26,
    ),
    Column(
        "certificate_number",
        Term("证书编号", "Certificate number"),
        read_identifier,
        ("证书号", "证书号码", "获奖证书编号", "文号", "凭证编号"),
        width=20,
    ),
    Column(
        "issuer",
        Term("发证单位", "Issuer"),
        read_text,
        ("颁发单位", "发证机关", "颁证单位", "主办单位", "认定单位", "出具单位", "评价机构"),
        width=24,
    ),
    Column(
        "awarded_on",
        Term("取得日期", "Awarded on"),
        read_date,
        ("获得日期", "发证日期", "取得时间", "获奖时间", "获奖日期", "颁发日期", "发证时间", "完成日期", "结业日期"),
        needed=True,
        note="只写年月时按当月 1 日",
        width=12,
    ),
    Column(
        "expires_on",
        Term("有效期至", "Expires on"),
        read_last_date,
        ("有效日期", "失效日期", "到期日期", "有效期", "有效截止日期"),
        note="只写年月时按当月最后一日；长期有效留空",
        width=12,
    ),
    Column(
        "occupation",
        Term("职业(工种)", "Occupation"),
        read_occupation,
        ("职业", "工种", "职业名称", "鉴定职业"),
        width=18,
    ),
    Column(
        "level",
        Term("等级", "Level"),
        read_level,
        ("技能等级", "职业技能等级", "证书等级", "技能级别"),
        choices=LEVELS_TOLD,
        width=14,
    ),
    Column(
        "tier",
        Term("级别", "Tier"),
        tier_or_level,
        ("竞赛级别", "赛事级别", "获奖级别", "成果级别", "评定级别"),
        choices=TIERS_TOLD,
        width=9,
    ),
    Column(
        "prize",
        Term("奖项", "Prize"),
        choice(PRIZE_WORDS),
        ("获奖等次", "奖级", "获奖等级", "奖次"),
        choices=PRIZES_TOLD,
        width=9,
    ),
    Column("rank", Term("名次", "Rank"), read_rank, ("排名", "获奖名次"), width=7),
    Column(
        "is_team",
        Term("个人/团体", "Individual or team"),
        choice(TEAM_WORDS),
        ("个人或团体", "参赛形式", "参赛类别"),
        choices=TEAM_TOLD,
        width=10,
    ),
    Column("share", Term("贡献比例", "Share"), read_share, ("贡献率", "占比", "本人贡献", "贡献度"), width=9),
    Column(
        "hours",
        Term("学时", "Hours"),
        number(most=10_000, units=("学时", "课时", "小时", "h"), example="48"),
        ("培训学时数", "培训课时", "课时", "学时数"),
        width=8,
    ),
    Column(
        "months",
        Term("月数", "Months"),
        whole(most=600, units=("个月", "月"), example="12"),
        ("带徒月数", "带徒时间"),
        width=8,
    ),
    Column(
        "score",
        Term("成绩", "Score"),
        number(most=100, units=("分",), example="85"),
        ("分数", "考核成绩", "考试成绩", "得分"),
        width=8,
    ),
    Column(
        "credits",
        Term("学分", "Credits"),
        number(most=100, units=("学分", "分"), example="3"),
        ("原课程学分", "课程学分", "原学分"),
        width=8,
    ),
    Column("subject", Term("主题", "Subject"), read_text, ("培训主题", "培训内容", "原课程名称", "内容"), width=20),
    Column("event", Term("竞赛名称", "Competition"), read_text, ("赛事名称", "赛事", "大赛名称"), width=28),
    Column(
        "certificate_class",
        Term("取得方式", "How obtained"),
        choice(CLASS_WORDS),
        ("取证方式", "证书取得方式"),
        choices=CLASSES_TOLD,
        width=12,
    ),
    Column(
        "made_from",
        Term("来源专业代码", "Made from"),
        several(read_identifier),
        ("来源专业",),
        note="成果本身由哪些专业的课程换得；一般留空",
    ),
)
OUTCOMES: Final = Form(
    Term("成果", "Outcomes"),
    (
        Column(
            "number",
            Term("学号", "Learner number"),
            read_identifier,
            _NUMBER,
            note="学号和证件号码填一项即可",
            width=14,
        ),
        Column(
            "identity",
            Term("证件号码", "Identity number"),
            read_identifier,
            _IDENTITY,
            note="单元格格式须为文本",
            width=22,
        ),
        Column("name", Term("姓名", "Name"), read_text, ("学员姓名", "职工姓名"), note="填写时用于核对", width=10),
        *OUTCOME_FACTS,
    ),
    ("学习成果", "成果清单", "成果明细"),
)
RECORD_FORMS: Final = (LEARNERS, OUTCOMES)
