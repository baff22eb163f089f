"""How pages write terms, credits, days and instants; a number never parts from its unit, a day never from itself."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from niangjia.core.clock import SHANGHAI
from niangjia.core.terms import Term
from niangjia.creditbank.engine.wording import KINDS, RECOGNITIONS, label_of, level, shown
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.pathway.models import CourseGroup
from niangjia.creditbank.pathway.wording import sitting_words

register = template.Library()
WEEKDAYS = "一二三四五六日"
KEEP = '<span class="nj-keep">{}</span>'
TOGETHER = re.compile(
    r"(\d{4}年\d{1,2}月\d{1,2}日|[\d.,]*\d (?:学分|学时|个月|门|级|年|天|分|名|岁|本|次)|[\d.,]*\d [a-z]+)"
)
JUDGED = (
    "level", "tier", "prize", "rank", "is_team", "share", "hours", "months", "score", "credits", "subject", "event"
)  # fmt: skip
EXPIRES = Term("有效期至", "valid until")
VERBS = {
    "deposit": Term("存入", "deposited"),
    "certify": Term("认证", "certified"),
    "check": Term("初审通过", "passed the first check"),
    "recheck": Term("退回初审", "sent back to the first check"),
    "request": Term("请补材料", "asked for more evidence"),
    "answer": Term("补了材料", "added evidence"),
    "refuse": Term("不予认证", "refused"),
    "hold": Term("暂停使用，核查", "suspended to look into it"),
    "release": Term("查清，恢复有效", "looked into, holds again"),
    "revoke": Term("撤销认证", "certification revoked"),
    "accredit": Term("授权", "accredited"),
    "widen": Term("扩大范围", "scope widened"),
    "narrow": Term("收回一项范围", "scope narrowed"),
    "suspend": Term("暂停授权", "suspended"),
    "lift": Term("恢复授权", "suspension lifted"),
    "extend": Term("续期", "extended"),
    "end": Term("结束授权", "ended"),
    "undo": Term("成果的认证被撤销，一并冲销", "reversed with the certification of its outcome"),
    "claim": Term("申请", "claimed"),
    "withdraw": Term("撤回", "withdrawn"),
    "send_back": Term("退回", "sent back"),
    "post": Term("入账", "posted"),
    "reverse": Term("冲销", "reversed"),
    "sit": Term("参加评审", "sat on the panel"),
    "ask": Term("申请评审", "asked for a panel"),
    "convene": Term("组成评审组", "panel convened"),
    "conclude": Term("评审作出结论", "panel concluded"),
    "reopen": Term("申诉成立，回到待办", "waits again after an appeal"),
    "overturn": Term("申诉成立，冲销", "reversed after an appeal"),
    "list": Term("列入名单", "listed"),
    "state": Term("登记录取信息", "entrance put down"),
    "admit": Term("核对录取", "entrance checked"),
    "enrol": Term("登记学籍", "enrolled"),
    "draw": Term("生成名单", "drawn"),
    "sign": Term("第一人签字", "signed first"),
    "issue": Term("第二人签字，签发", "signed second and issued"),
    "drop": Term("作废", "dropped"),
    "graduate": Term("毕业", "graduated"),
    "flag": Term("所依据的认定或成绩被撤回，待复核", "what it rests on was taken back: to be reviewed"),
    "uphold": Term("复核后维持", "upheld after review"),
    "withdraw_graduation": Term("复核后撤回毕业", "withdrawn after review"),
}


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


@register.filter
def say(value: object) -> object:
    """A Term in the reader's language; anything else as it is."""
    return value.in_language(get_language()) if isinstance(value, Term) else value


@register.filter
def figure(value: Decimal | Fraction | int) -> str:
    """Credits as a bare figure: one decimal, two where one would not be exact."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    places = Decimal("0.1") if exact == exact.quantize(Decimal("0.1")) else Decimal("0.01")
    return f"{exact.quantize(places, ROUND_HALF_UP)}"


@register.filter
def credits_of(value: Decimal | Fraction | int) -> SafeString:
    """Credits with their unit: 2.5 学分."""
    return format_html('<span class="nj-keep">{} {}</span>', figure(value), "credits" if is_english() else "学分")


@register.filter
def yuan(value: Decimal) -> SafeString:
    """Money with its unit: 5,700.00 元."""
    return format_html('<span class="nj-keep">{} {}</span>', f"{value:,.2f}", "yuan" if is_english() else "元")


@register.filter
def fen(amount: int | None) -> SafeString:
    """Money in fen with its unit: 5,700.00 元."""
    return yuan(Decimal(amount or 0) / 100)


@register.filter
def plain(value: Decimal) -> str:
    """A number without zeros that say nothing: 2, 2.5."""
    return f"{value.normalize():f}"


@register.filter
def last_day(value: datetime) -> date:
    """The last day before an instant at which something is over."""
    return (value - timedelta(microseconds=1)).astimezone(SHANGHAI).date()


@register.filter
def whole_day(value: date | datetime | None) -> SafeString | str:
    """A day in full: 2026年5月3日（周日）."""
    if value is None:
        return ""
    on = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    if is_english():
        return format_html('<span class="nj-keep">{}</span>', f"{on.day} {on:%b %Y} ({on:%a})")
    return format_html(
        '<span class="nj-keep">{}</span>', f"{on.year}年{on.month}月{on.day}日（周{WEEKDAYS[on.weekday()]}）"
    )


@register.filter
def short_day(value: date | datetime | None) -> SafeString | str:
    """A day without its weekday: 2026年5月3日."""
    if value is None:
        return ""
    on = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    text = f"{on.day} {on:%b %Y}" if is_english() else f"{on.year}年{on.month}月{on.day}日"
    return format_html('<span class="nj-keep">{}</span>', text)


@register.filter
def instant(value: datetime | None) -> SafeString | str:
    """An instant in Shanghai: 2026年5月3日 14:05."""
    if value is None:
        return ""
    return format_html("{} <span class='nj-keep'>{}</span>", short_day(value), f"{value.astimezone(SHANGHAI):%H:%M}")


@register.filter
def kept(text: str) -> SafeString:
    """Running text in which no date and no number with its unit is parted at the end of a line."""
    pieces = TOGETHER.split(str(text))
    return format_html_join(
        "", "{}", ((format_html(KEEP, each) if place % 2 else each,) for place, each in enumerate(pieces))
    )


@register.filter
def counted(value: int, unit: str) -> SafeString:
    """A count with its unit, kept together: 6 门. The English plural stands after a bar: ``门|courses``."""
    chinese, _, english = unit.partition("|")
    if value == 1:
        english = english.removesuffix("s")
    return format_html('<span class="nj-keep">{} {}</span>', value, english if is_english() else chinese)


@register.filter
def units(amount: int | None) -> SafeString:
    """An amount in 1/100 credit with its unit."""
    return credits_of(Decimal(amount or 0) / 100)


@register.filter
def units_bare(amount: int | None) -> str:
    """An amount in 1/100 credit as a bare figure, for columns that name the unit."""
    return figure(Decimal(amount or 0) / 100)


@register.filter
def grain_of(amount: int, grain: int) -> str:
    """An amount in grain as a bare figure of credits, to two decimals."""
    return figure((Decimal(amount) / grain).quantize(Decimal("0.01"), ROUND_HALF_UP))


@register.filter
def level_name(value: Decimal | None) -> object:
    """A level of the eight-level system by its name."""
    return "—" if value is None else say(level(value))


@register.filter
def kind_name(value: str) -> object:
    """A kind of outcome by its name."""
    return say(KINDS[value])


@register.filter
def recognition_name(value: str | None) -> object:
    """A kind of recognition by its name."""
    return "—" if value is None else say(RECOGNITIONS[value])


@register.filter
def sittings(row: CourseGroup) -> object:
    """A group's weekly times: 周二 18:30–20:30."""
    return say(sitting_words(row))


@register.filter
def verb_name(value: str) -> object:
    """What was done to a record, by its name."""
    return say(VERBS.get(value, Term(value, value)))


@register.filter
def outcome_facts(row: Outcome, occupations: Mapping[str, str]) -> str:
    """What a certifier judges by: every fact on record of an outcome, in one line."""
    words = [occupations.get(row.detail.occupation or "", "")]
    words += [
        f"{say(label_of(name))} {say(shown(name, value))}"
        for name in JUDGED
        if (value := getattr(row.detail, name)) is not None
    ]
    if row.issuer:
        words.append(row.issuer)
    if row.expires_on:
        words.append(f"{say(EXPIRES)} {say(shown('expires_on', row.expires_on))}")
    return "　".join(filter(None, words))
