"""Readers of fixed words: kinds, levels, tiers, prizes, yes and no."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import CertificateClass, DecidedBy, OutcomeKind, Prize, Recognition
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit, quoted
from niangjia.creditbank.workbooks.reading.text import half_width

Word = TypeVar("Word")

KIND_WORDS: Final[Mapping[str, OutcomeKind]] = {
    **dict.fromkeys(
        ("技能等级证书", "职业技能等级证书", "技能等级", "技能证书", "职业资格证书", "证书"),
        OutcomeKind.SKILL_CERTIFICATE,
    ),
    **dict.fromkeys(
        ("竞赛获奖", "技能竞赛", "职业技能竞赛", "技能大赛", "竞赛", "比赛", "劳动竞赛"), OutcomeKind.COMPETITION
    ),
    **dict.fromkeys(("五小成果", "五小", "小发明", "小改造", "技术革新"), OutcomeKind.FIVE_SMALLS),
    **dict.fromkeys(("培训学时", "培训", "职工培训", "技能培训", "培训课程"), OutcomeKind.TRAINING),
    **dict.fromkeys(("师带徒", "带徒", "师徒结对", "名师带徒", "传帮带"), OutcomeKind.MENTORING),
    **dict.fromkeys(("已修课程", "课程", "原修课程", "学历课程", "课程成绩", "已学课程"), OutcomeKind.EARLIER_COURSE),
}
TIER_WORDS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("企业级", "企业", "公司级", "厂级", "集团级", "单位级"), 1),
    **dict.fromkeys(("县级", "县", "区级", "区", "区县级", "县区级", "县(区)级", "县(市、区)级", "县市区级"), 2),
    **dict.fromkeys(("市级", "市", "地市级", "地级", "设区的市级", "市赛", "全市"), 3),
    **dict.fromkeys(("省级", "省", "省部级", "省赛", "全省", "自治区级", "直辖市级"), 4),
    **dict.fromkeys(("国家级", "国家", "全国", "全国级", "国赛", "国级"), 5),
}
PRIZE_WORDS: Final[Mapping[str, Prize]] = {
    **dict.fromkeys(("一等奖", "一等", "1等奖", "金奖"), Prize.FIRST),
    **dict.fromkeys(("二等奖", "二等", "2等奖", "银奖"), Prize.SECOND),
    **dict.fromkeys(("三等奖", "三等", "3等奖", "铜奖"), Prize.THIRD),
    **dict.fromkeys(("优秀奖", "优胜奖", "鼓励奖", "优秀"), Prize.EXCELLENCE),
}
TEAM_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("个人", "个人赛", "个人项目", "单人"), False),
    **dict.fromkeys(("团体", "团体赛", "集体", "团队", "团体项目", "多人"), True),
}
YES_NO_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("是", "√", "✓", "有", "y", "yes", "true", "1", "对口", "可以", "允许"), True),
    **dict.fromkeys(("否", "×", "✗", "n", "no", "false", "0", "不对口", "不可以", "不允许"), False),
}
CLASS_WORDS: Final[Mapping[str, CertificateClass]] = {
    **dict.fromkeys(("考核取得", "考核", "考试", "考试取得", "考核评价"), CertificateClass.EXAM),
    **dict.fromkeys(("只凭资历取得", "凭资历", "资历", "直接认定"), CertificateClass.EXPERIENCE),
    **dict.fromkeys(("自动附发", "附发"), CertificateClass.AUTOMATIC),
    **dict.fromkeys(("凭学历取得", "凭学历", "学历"), CertificateClass.DEGREE_REQUIRED),
}
RECOGNITION_WORDS: Final[Mapping[str, Recognition]] = {
    "免修": Recognition.EXEMPTION,
    **dict.fromkeys(("学分认定", "认定学分", "认定"), Recognition.CREDIT),
    **dict.fromkeys(("免听", "免听课", "免读不免考"), Recognition.NO_ATTENDANCE),
    **dict.fromkeys(("免考", "免试"), Recognition.NO_EXAM),
}
DECIDED_WORDS: Final[Mapping[str, DecidedBy]] = {
    **dict.fromkeys(("目录", "按目录", "目录直接认定", "直接"), DecidedBy.CATALOGUE),
    **dict.fromkeys(("专家评审", "评审", "专家组", "专家"), DecidedBy.PANEL),
}


class Attendance(StrEnum):
    """Whether someone studies: here, away for a time, or no more."""

    ATTENDING = "attending"
    ON_LEAVE = "on_leave"
    LEFT = "left"


ATTENDANCE_WORDS: Final[Mapping[str, Attendance]] = {
    **dict.fromkeys(("在籍", "在读", "有学籍", "在册", "注册", "是"), Attendance.ATTENDING),
    **dict.fromkeys(("休学", "保留学籍", "未注册", "否"), Attendance.ON_LEAVE),
    **dict.fromkeys(("退学", "毕业", "不在籍"), Attendance.LEFT),
}
ENROLLED_WORDS: Final[Mapping[str, bool]] = {
    word: meaning is Attendance.ATTENDING for word, meaning in ATTENDANCE_WORDS.items()
}
LEVEL_WORDS: Final[Mapping[str, Decimal]] = {
    **dict.fromkeys(("学徒工", "学徒"), Decimal(1)),
    **dict.fromkeys(("五级", "初级工", "初级", "初级技能", "5级", "5"), Decimal(2)),
    **dict.fromkeys(("四级", "中级工", "中级", "中级技能", "4级", "4"), Decimal(3)),
    **dict.fromkeys(("三级", "高级工", "高级", "高级技能", "3级", "3"), Decimal(4)),
    **dict.fromkeys(("二级", "技师", "2级", "2"), Decimal(5)),
    **dict.fromkeys(("一级", "高级技师", "1级", "1"), Decimal(6)),
    "特级技师": Decimal(7),
    "首席技师": Decimal(8),
}
_LEVEL_TOKEN: Final = re.compile("|".join(sorted(LEVEL_WORDS, key=lambda word: (-len(word), word))))
_LEVEL_FILLING: Final = re.compile(r"职业技能等级|国家职业资格|职业资格|技能等级|[\s/、,()\-—·]")
_NO_LEVEL: Final = Term(
    "应为技能等级：五级（初级工）、四级（中级工）、三级（高级工）、二级（技师）、一级（高级技师）、学徒工、特级技师或首席技师",
    "a level is expected: 五级 to 一级, 初级工, 中级工, 高级工, 技师, 高级技师, 学徒工, 特级技师 or 首席技师",
)
_TWO_LEVELS: Final = Term(
    "等级前后不一致（五级＝初级工，四级＝中级工，三级＝高级工，二级＝技师，一级＝高级技师）",
    "two different levels (五级 is 初级工, 四级 中级工, 三级 高级工, 二级 技师, 一级 高级技师)",
)
_NO_CHOICE: Final = Term("应为：{choices}", "expected: {choices}")


def choice(words: Mapping[str, Word]) -> Callable[[Cell], Word]:
    """A reader of one of these words. The first word of each meaning is the one that a person is told."""
    told: dict[Word, str] = {}
    for word, meaning in words.items():
        told.setdefault(meaning, word)
    names = "、".join(told.values())
    plain = {half_width(word).replace(" ", "").lower(): meaning for word, meaning in words.items()}

    def read(cell: Cell) -> Word:
        found = plain.get(half_width(quoted(cell)).replace(" ", "").lower())
        if found is None:
            raise Unfit("not_a_choice", _NO_CHOICE.format(choices=names))
        return found

    return read


def read_level(cell: Cell) -> Decimal:
    """A level of the eight-level system: 三级, 高级工, 3, 三级/高级工. Two that contradict are refused."""
    text = _LEVEL_FILLING.sub("", half_width(quoted(cell)))
    words = _LEVEL_TOKEN.findall(text)
    if not words or "".join(words) != text:
        raise Unfit("no_level", _NO_LEVEL)
    levels = {LEVEL_WORDS[word] for word in words}
    if len(levels) > 1:
        raise Unfit("two_levels", _TWO_LEVELS)
    return levels.pop()


_TIER: Final = choice(TIER_WORDS)


def tier_or_level(cell: Cell) -> int | Decimal:
    """A tier (市级), or a level (高级工), which people write under the same header: a Decimal; a tier is an int."""
    try:
        return _TIER(cell)
    except Unfit as no_tier:
        try:
            return read_level(cell)
        except Unfit:
            raise no_tier from None


def read_rank(cell: Cell) -> int:
    """A rank: 3, 第3名, 第三名."""
    text = half_width(quoted(cell)).removeprefix("第").removesuffix("名").strip()
    rank = _RANK_WORDS.get(text, int(text) if text.isascii() and text.isdigit() else 0)
    if not 1 <= rank <= _LAST_RANK:
        raise Unfit("no_rank", _NO_RANK)
    return rank


_RANK_WORDS: Final = {word: position for position, word in enumerate("一二三四五六七八九十", 1)} | {
    "冠军": 1,
    "亚军": 2,
    "季军": 3,
}
_LAST_RANK: Final = 9_999
_NO_RANK: Final = Term("应为名次，例如 3 或 第3名", "a rank is expected, such as 3")
