"""One row of outcomes: what its kind needs, what contradicts, and the value that the engine takes."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from re import compile as pattern
from typing import Any, Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import HeldOutcome, OutcomeKind
from niangjia.creditbank.engine.relations import normalised
from niangjia.creditbank.workbooks.forms.outcomes import OUTCOME_FACTS

Row = Mapping[str, Any]
Objection = tuple[str, str, Term]  # field, code, what is expected

FACT_NAMES: Final = tuple(column.name for column in OUTCOME_FACTS)
_NEEDS: Final[Mapping[OutcomeKind, tuple[str, ...]]] = {
    OutcomeKind.SKILL_CERTIFICATE: ("level", "occupation"),
    OutcomeKind.COMPETITION: ("tier",),
    OutcomeKind.FIVE_SMALLS: ("tier",),
    OutcomeKind.TRAINING: ("hours",),
    OutcomeKind.MENTORING: ("months",),
    OutcomeKind.EARLIER_COURSE: ("credits",),
}
_KIND_NAMES: Final[Mapping[OutcomeKind, Term]] = {
    OutcomeKind.SKILL_CERTIFICATE: Term("技能等级证书", "a skill certificate"),
    OutcomeKind.COMPETITION: Term("竞赛获奖", "a competition prize"),
    OutcomeKind.FIVE_SMALLS: Term("五小成果", "a five-smalls result"),
    OutcomeKind.TRAINING: Term("培训学时", "training"),
    OutcomeKind.MENTORING: Term("师带徒", "mentoring"),
    OutcomeKind.EARLIER_COURSE: Term("已修课程", "an earlier course"),
}
_NEEDED: Final = Term("{kind}必须填写“{field}”", "{kind} needs “{field}”")
_PRIZE: Final = Term("竞赛获奖必须填写“奖项”或“名次”", "a competition prize needs “奖项” or “名次”")
_TWO_LEVELS: Final = Term("与“等级”一列不一致；留下对的一个", "the column 等级 has another level: keep one")
_FUTURE: Final = Term("取得日期不能晚于 {on}", "it can't be later than {on}")
_EXPIRY: Final = Term("有效期至不能早于取得日期", "it can't expire before it was awarded")
_MORE_THAN_NOTHING: Final = Term("要大于 0；没有的留空", "more than 0; leave it blank where there is none")
_YEAR: Final = pattern(r"(19|20)\d{2}")
_LABELS: Final = {column.name: column.label for column in OUTCOME_FACTS}


def objections_to(row: Row, on: date) -> Iterator[Objection]:
    """What is wrong with a row whose cells could all be read."""
    kind: OutcomeKind = row["kind"]
    if isinstance(row.get("tier"), Decimal) and row.get("level") not in {None, row["tier"]}:
        yield "tier", "two_levels", _TWO_LEVELS
    row = settled(row)
    for name in _NEEDS[kind]:
        if row.get(name) is None:
            yield name, f"{name}_missing", _NEEDED.format(kind=_KIND_NAMES[kind], field=_LABELS[name])
    for name in ("hours", "credits", "share"):
        if row.get(name) == 0:
            yield name, "not_positive", _MORE_THAN_NOTHING
    if kind is OutcomeKind.COMPETITION and row.get("prize") is None and row.get("rank") is None:
        yield "prize", "prize_missing", _PRIZE
    if row["awarded_on"] > on:
        yield "awarded_on", "awarded_in_future", _FUTURE.format(on=on.isoformat())
    expires_on = row.get("expires_on")
    if expires_on is not None and expires_on < row["awarded_on"]:
        yield "expires_on", "expires_before_award", _EXPIRY


def outcome_of(row: Row) -> HeldOutcome:
    """The outcome of a row without faults. Its id comes from what stands there, never from where it stands."""
    row = settled(row)
    facts: dict[str, Any] = {name: row.get(name) for name in FACT_NAMES}
    facts["made_from"] = facts["made_from"] or ()
    if facts["kind"] is OutcomeKind.COMPETITION:
        facts["event"] = event_of(facts["event"] or facts["title"], facts["awarded_on"])
    return HeldOutcome(id=outcome_id(row), **facts)


def settled(row: Row) -> Row:
    """The row with a level that stands under 级别 where levels belong."""
    tier = row.get("tier")
    if not isinstance(tier, Decimal):
        return row
    return {**row, "tier": None, "level": tier if row.get("level") is None else row["level"]}


def outcome_id(row: Row) -> str:
    """The kind with the number of its paper, or with a digest of all that is said of it."""
    number = row.get("certificate_number")
    if number is not None:
        return f"{row['kind'].value}:{comparable_number(number)}"
    said = "|".join("" if row.get(name) is None else str(row.get(name)) for name in FACT_NAMES)
    return f"{row['kind'].value}:{sha256(said.encode()).hexdigest()[:16]}"


def comparable_number(number: str) -> str:
    """The number of a paper without case, width and punctuation."""
    return number.casefold() if number.isascii() and number.isalnum() else normalised(number)


def event_of(name: str, awarded_on: date) -> str:
    """A competition with its year, so that the one of next year is another."""
    return name if _YEAR.search(name) else f"{name}（{awarded_on.year}年）"
