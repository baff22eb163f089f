"""Conditions as clerks write them: a column for each fact; each cell that is filled becomes one condition.

Several values divided by 、 or ; mean that any of them will do. An empty cell asks nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from niangjia.core.conditions import EVERYTHING, Condition, all_of, fact, one_or_more_of
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.forms.programme import LEVELS_TOLD, YES_OR_NO
from niangjia.creditbank.workbooks.reading.cells.dates import read_date
from niangjia.creditbank.workbooks.reading.cells.days import read_day_number
from niangjia.creditbank.workbooks.reading.cells.occupations import read_occupation_group
from niangjia.creditbank.workbooks.reading.cells.plain import number, read_share, read_text, whole
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import (
    CLASS_WORDS,
    ENROLLED_WORDS,
    KIND_WORDS,
    PRIZE_WORDS,
    TEAM_WORDS,
    TIER_WORDS,
    YES_NO_WORDS,
    choice,
    read_level,
    read_rank,
)
from niangjia.creditbank.workbooks.reading.forms import Column

KINDS_TOLD: Final = ("技能等级证书", "竞赛获奖", "五小成果", "培训学时", "师带徒", "已修课程")
TIERS_TOLD: Final = ("企业级", "县级", "市级", "省级", "国家级")
PRIZES_TOLD: Final = ("一等奖", "二等奖", "三等奖", "优秀奖")
TEAM_TOLD: Final = ("个人", "团体")
CLASSES_TOLD: Final = ("考核取得", "只凭资历取得", "自动附发", "凭学历取得")


@dataclass(frozen=True, slots=True)
class ConditionColumn:
    """A column of a rule sheet and the condition that its filled cell makes."""

    column: Column
    makes: Callable[[Any], Condition]


def _one_of(name: str) -> Callable[[tuple[Any, ...]], Condition]:
    return lambda values: fact(name).equals(values[0]) if len(values) == 1 else fact(name).one_of(*values)


def _at_least(name: str) -> Callable[[Any], Condition]:
    return lambda bound: fact(name).at_least(bound)


def _at_most(name: str) -> Callable[[Any], Condition]:
    return lambda bound: fact(name).at_most(bound)


def _is(name: str) -> Callable[[bool], Condition]:
    return lambda wanted: fact(name).is_true() if wanted else fact(name).is_false()


def _under_any(nodes: tuple[str, ...]) -> Condition:
    found = [fact("occupation").under(node) for node in nodes]
    return found[0] if len(found) == 1 else one_or_more_of(*found)


def _column(
    name: str,
    zh: str,
    en: str,
    read: Callable[[Any], object],
    makes: Callable[[Any], Condition],
    *synonyms: str,
    choices: tuple[str, ...] = (),
) -> ConditionColumn:
    return ConditionColumn(Column(f"if_{name}", Term(zh, en), read, synonyms, choices=choices), makes)


_HOURS: Final = number(units=("学时", "课时", "小时"), example="48")
_MONTHS: Final = whole(units=("个月", "月"), example="12")
_SCORE: Final = number(most=100, units=("分",), example="75")
_CREDITS: Final = number(units=("学分",), example="4")
_AGE: Final = whole(most=120, units=("周岁", "岁"), example="18")

OUTCOME_CONDITIONS: Final = (
    _column(
        "kind", "成果类型", "Kind", several(choice(KIND_WORDS)), _one_of("kind"), "成果种类", "类型", choices=KINDS_TOLD
    ),
    _column(
        "occupation", "职业", "Occupation", several(read_occupation_group), _under_any, "职业(工种)", "工种", "职业范围"
    ),
    _column(
        "in_field", "专业对口", "In field", choice(YES_NO_WORDS), _is("in_field"), "对口", "是否对口", choices=YES_OR_NO
    ),
    _column(
        "level", "等级", "Level", several(read_level), _one_of("level"), "技能等级", "证书等级", choices=LEVELS_TOLD
    ),
    _column(
        "least_level", "最低等级", "Least level", read_level, _at_least("level"), "等级不低于", choices=LEVELS_TOLD
    ),
    _column(
        "most_level", "最高等级", "Highest level", read_level, _at_most("level"), "等级不高于", choices=LEVELS_TOLD
    ),
    _column(
        "tier", "级别", "Tier", several(choice(TIER_WORDS)), _one_of("tier"), "竞赛级别", "成果级别", choices=TIERS_TOLD
    ),
    _column(
        "least_tier", "最低级别", "Least tier", choice(TIER_WORDS), _at_least("tier"), "级别不低于", choices=TIERS_TOLD
    ),
    _column(
        "prize",
        "奖项",
        "Prize",
        several(choice(PRIZE_WORDS)),
        _one_of("prize"),
        "获奖等次",
        "奖级",
        choices=PRIZES_TOLD,
    ),
    _column(
        "is_team",
        "个人/团体",
        "Individual or team",
        choice(TEAM_WORDS),
        _is("is_team"),
        "个人或团体",
        "参赛形式",
        choices=TEAM_TOLD,
    ),
    _column("most_rank", "名次不超过", "Rank at most", read_rank, _at_most("rank"), "最低名次", "名次前"),
    _column("least_share", "最低贡献比例", "Least share", read_share, _at_least("share"), "贡献不低于", "最低贡献"),
    _column("least_hours", "最低学时", "Least hours", _HOURS, _at_least("hours"), "学时不少于", "学时不低于"),
    _column("least_months", "最低月数", "Least months", _MONTHS, _at_least("months"), "带徒月数不少于", "月数不少于"),
    _column("least_score", "最低成绩", "Least score", _SCORE, _at_least("score"), "成绩不低于"),
    _column("least_credits", "最低原学分", "Least earlier credits", _CREDITS, _at_least("credits"), "原课程学分不低于"),
    _column("subject", "主题", "Subject", several(read_text), _one_of("subject"), "培训主题", "原课程名称", "内容"),
    _column("title", "成果名称", "Title", several(read_text), _one_of("title"), "证书名称"),
    _column("issuer", "发证单位", "Issuer", several(read_text), _one_of("issuer"), "颁发单位", "颁证单位"),
    _column("jurisdiction", "颁发地区", "Jurisdiction", several(read_text), _one_of("jurisdiction"), "地区"),
    _column(
        "class",
        "取得方式",
        "How obtained",
        several(choice(CLASS_WORDS)),
        _one_of("certificate_class"),
        "取证方式",
        "证书取得方式",
        choices=CLASSES_TOLD,
    ),
    _column(
        "most_age_months",
        "取得不超过月数",
        "Months since award at most",
        _MONTHS,
        _at_most("months_since_award"),
        "取得时间不超过",
        "有效月数",
    ),
)
LEARNER_CONDITIONS: Final = (
    _column(
        "is_enrolled",
        "学籍状态",
        "Enrolment",
        choice(ENROLLED_WORDS),
        _is("is_enrolled"),
        "在籍",
        choices=("在籍", "不在籍"),
    ),
    _column("least_years", "最低年龄", "Least age", _AGE, _at_least("age_years"), "年龄不低于"),
    _column("most_years", "最高年龄", "Highest age", _AGE, _at_most("age_years"), "年龄不超过"),
    _column("enrolled_from", "入学不早于", "Enrolled from", read_date, _at_least("enrolled_on"), "入学日期不早于"),
    _column("enrolled_to", "入学不晚于", "Enrolled to", read_date, _at_most("enrolled_on"), "入学日期不晚于"),
    _column(
        "least_enrolled",
        "入学已满月数",
        "Months enrolled at least",
        _MONTHS,
        _at_least("months_enrolled"),
        "在籍月数不少于",
    ),
    _column("claimed_from", "申请不早于", "Claimed from", read_day_number, _at_least("claimed_on"), "申请开始日"),
    _column("claimed_to", "申请不晚于", "Claimed to", read_day_number, _at_most("claimed_on"), "申请截止日"),
)
COURSE_CONDITIONS: Final = (
    _column("course_category", "课程类别", "Course category", several(read_text), _one_of("course_category"), "类别"),
    _column(
        "course_term",
        "开课学期",
        "Term",
        several(whole(least=1, most=12, units=("学期",))),
        _one_of("course_term"),
        "学期",
    ),
    _column(
        "course_credits",
        "课程学分不超过",
        "Course credits at most",
        _CREDITS,
        _at_most("course_credits"),
        "课程学分上限",
    ),
)


def columns_of(conditions: Sequence[ConditionColumn]) -> tuple[Column, ...]:
    """The columns as a form has them."""
    return tuple(each.column for each in conditions)


def condition_of(row: Mapping[str, Any], conditions: Sequence[ConditionColumn]) -> Condition:
    """All that the filled cells of a row ask. A row that asks nothing holds for everything."""
    asked = list(_asked(row, conditions))
    if not asked:
        return EVERYTHING
    return asked[0] if len(asked) == 1 else all_of(*asked)


def _asked(row: Mapping[str, Any], conditions: Sequence[ConditionColumn]) -> Iterator[Condition]:
    for each in conditions:
        value = row.get(each.column.name)
        if value is not None:
            yield each.makes(value)
