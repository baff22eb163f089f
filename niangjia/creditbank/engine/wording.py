"""Values of facts, in words: levels as 三级（高级工）, tiers, prizes, hours, credits."""

from calendar import month_name
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Value
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import CertificateClass, HeldOutcome, OutcomeKind, Prize, Recognition
from niangjia.creditbank.engine.facts import CATALOGUE, Shown

LEVELS: Final[Mapping[Decimal, Term]] = {
    Decimal(1): Term("学徒工", "apprentice"),
    Decimal(2): Term("五级（初级工）", "grade 5 (junior)"),
    Decimal(3): Term("四级（中级工）", "grade 4 (intermediate)"),
    Decimal(4): Term("三级（高级工）", "grade 3 (senior)"),
    Decimal(5): Term("二级（技师）", "grade 2 (technician)"),
    Decimal(6): Term("一级（高级技师）", "grade 1 (senior technician)"),
    Decimal(7): Term("特级技师", "master technician"),
    Decimal(8): Term("首席技师", "chief technician"),
}
TIERS: Final[Mapping[int, Term]] = {
    1: Term("企业级", "enterprise"),
    2: Term("县级", "county"),
    3: Term("市级", "city"),
    4: Term("省级", "province"),
    5: Term("国家级", "nation"),
}
PRIZES: Final[Mapping[str, Term]] = {
    Prize.FIRST: Term("一等奖", "first prize"),
    Prize.SECOND: Term("二等奖", "second prize"),
    Prize.THIRD: Term("三等奖", "third prize"),
    Prize.EXCELLENCE: Term("优秀奖", "prize of excellence"),
}
KINDS: Final[Mapping[str, Term]] = {
    OutcomeKind.SKILL_CERTIFICATE: Term("技能等级证书", "skill certificate"),
    OutcomeKind.COMPETITION: Term("竞赛获奖", "competition prize"),
    OutcomeKind.FIVE_SMALLS: Term("五小成果", "five-smalls result"),
    OutcomeKind.TRAINING: Term("培训学时", "training hours"),
    OutcomeKind.MENTORING: Term("师带徒", "mentoring"),
    OutcomeKind.EARLIER_COURSE: Term("已修课程", "earlier course"),
}
CLASSES: Final[Mapping[str, Term]] = {
    CertificateClass.EXAM: Term("考核取得", "by examination"),
    CertificateClass.EXPERIENCE: Term("只凭资历取得", "by experience alone"),
    CertificateClass.AUTOMATIC: Term("自动附发", "issued automatically"),
    CertificateClass.DEGREE_REQUIRED: Term("凭学历取得", "by a degree"),
}
RECOGNITIONS: Final[Mapping[str, Term]] = {
    Recognition.EXEMPTION: Term("免修", "exemption"),
    Recognition.CREDIT: Term("学分认定", "credit recognition"),
    Recognition.NO_ATTENDANCE: Term("免听", "no attendance"),
    Recognition.NO_EXAM: Term("免考", "no exam"),
}
NOT_KNOWN: Final = Term("没有登记", "not recorded")
_CHOICES: Final[Mapping[Shown, Mapping[str, Term]]] = {
    Shown.KIND: KINDS,
    Shown.PRIZE: PRIZES,
    Shown.CERTIFICATE_CLASS: CLASSES,
}
_UNITS: Final[Mapping[Shown, Term]] = {
    Shown.HOURS: Term("{n} 学时", "{n} hours"),
    Shown.MONTHS: Term("{n} 个月", "{n} months"),
    Shown.YEARS: Term("{n} 岁", "{n} years"),
    Shown.SCORE: Term("{n} 分", "{n} marks"),
    Shown.RANK: Term("第 {n} 名", "rank {n}"),
    Shown.TERM: Term("第 {n} 学期", "term {n}"),
}
_MONTH_NAMES: Final = tuple(month_name)[1:]
_DAY: Final = Term("{date.year}年{date.month}月{date.day}日", "{date:%d %B %Y}")
_YES: Final = Term("是", "yes")
_NO: Final = Term("否", "no")
_LEVEL_BETWEEN: Final = Term("{below}以上半级", "half a grade above {below}")
_CREDITS: Final = Term("{n} 学分", "{n} credits")
_ABOUT: Final = Term("约 {n}", "about {n}")


def shown(name: str, value: Value | None) -> Term:
    """The value of a fact as people write it. A name outside the catalogue shows its value as it stands."""
    entry = CATALOGUE.get(name)
    if value is None:
        return NOT_KNOWN
    how = Shown.TEXT if entry is None else entry.shown
    if how in _CHOICES:
        return _CHOICES[how].get(str(value), same(str(value)))
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, date):
        return day(value)
    if how is Shown.MONTH_DAY and isinstance(value, int | Decimal):
        return _month_day(int(value))
    return _number(how, value) if isinstance(value, int | Decimal) else same(str(value))


def label_of(name: str) -> Term:
    """What a fact is called."""
    entry = CATALOGUE.get(name)
    return same(name) if entry is None else entry.label


def same(text: str) -> Term:
    """A name or number that is the same in both languages."""
    return Term(text, text)


def day(value: date) -> Term:
    """A date: 2026年5月3日."""
    return _DAY.format(date=value)


def credits_of(value: Decimal | Fraction) -> Term:
    """Credits with their unit: 4.0 学分."""
    return _CREDITS.format(n=number(value))


def title_of(outcome: HeldOutcome) -> Term:
    """An outcome by its title and what tells it apart: 车工 三级（高级工）, 技能竞赛 省级 二等奖, 工会培训 36 学时."""
    told = [same(outcome.title)]
    for name in ("level", "tier", "prize", "hours", "months"):
        value = getattr(outcome, name)
        if value is not None and shown(name, value).zh not in outcome.title:
            told.append(shown(name, value))
    return Term(" ".join(each.zh for each in told), " ".join(each.en for each in told))


def spaced(template: Term, **values: Term) -> Term:
    """Fill a template; in Chinese a figure or Latin letter keeps a space before it, a Chinese word does not."""
    apart = {
        name: Term(f" {value.zh}" if value.zh[:1].isascii() else value.zh, value.en) for name, value in values.items()
    }
    filled = template.format(**apart)
    return Term(filled.zh.strip(), filled.en)


def number(value: Decimal | Fraction) -> Term:
    """Credits without their unit, with at least one decimal; what has no two decimals is said to be rounded."""
    exact = Fraction(value)
    hundredths = round(exact * 100)
    text = f"{Decimal(hundredths) / 100:.2f}"
    text = text.removesuffix("0")
    return same(text) if exact * 100 == hundredths else _ABOUT.format(n=text)


def bare(value: int | Decimal | Fraction) -> str:
    """A count or measure without needless decimals: 54, 4.5."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    return f"{Decimal(round(exact * 100)) / 100:.2f}".rstrip("0").rstrip(".")


def amount_of(measure: str, amount: Fraction) -> Term:
    """So many hours, months or credits, of a fact that is measured in them."""
    how = CATALOGUE[measure].shown
    return credits_of(amount) if how is Shown.CREDITS else _UNITS[how].format(n=bare(amount))


def _month_day(value: int) -> Term:
    month, day_of_month = divmod(value, 100)
    named = _MONTH_NAMES[month - 1] if 1 <= month <= len(_MONTH_NAMES) else str(month)
    return Term(f"{month}月{day_of_month}日", f"{day_of_month} {named}")


def _number(how: Shown, value: int | Decimal) -> Term:
    match how:
        case Shown.LEVEL:
            return level(Decimal(value))
        case Shown.TIER:
            return TIERS.get(int(value), same(str(value)))
        case Shown.CREDITS:
            return credits_of(Decimal(value))
        case Shown.SHARE:
            return same(f"{bare(Fraction(value) * 100)}%")
    return _UNITS.get(how, Term("{n}", "{n}")).format(n=bare(value))


def level(value: Decimal) -> Term:
    """A level of the eight-level system; a half step is named after the level below it."""
    if value in LEVELS:
        return LEVELS[value]
    below = LEVELS.get(value.to_integral_value(rounding="ROUND_FLOOR"))
    return same(str(value)) if below is None else _LEVEL_BETWEEN.format(below=below)
