"""What a check finds wrong, as a sentence with its figures."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from niangjia.core.terms import Term


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that may not be. ``found`` and ``allowed`` are grain for amounts, else counts or credit-months."""

    code: str
    subject: str  # id of the outcome or sink, name of the limit or tier, row of the candidate
    found: int
    allowed: int
    term: Term


SENTENCES = {
    "no_candidate": Term(
        "{subject}：规则书没有给出这一条",
        "{subject}: the rule book opens no such line",
    ),
    "used_twice": Term(
        "{subject}：同一条用了 {found} 次，只能用一次",
        "{subject}: used {found} times, once is allowed",
    ),
    "below_least_pour": Term(
        "{subject}：转出 {found} 学分，至少应为 {allowed}",
        "{subject}: pours {found} credits, at least {allowed} is required",
    ),
    "overdrawn": Term(
        "成果 {subject} 给出 {found} 学分，只有 {allowed} 可用",
        "outcome {subject} gives {found} credits, has {allowed}",
    ),
    "fan_out": Term(
        "成果 {subject} 用于 {found} 条，最多 {allowed} 条",
        "outcome {subject} serves {found} lines, {allowed} at most",
    ),
    "spill_alone": Term(
        "成果 {subject} 只作剩余转出，没有其他用途",
        "outcome {subject} only spills a remainder, without another use",
    ),
    "consumed": Term(
        "成果 {subject} 记为消耗 {found} 学分，应为 {allowed}",
        "outcome {subject} is said to consume {found} credits, it consumes {allowed}",
    ),
    "credited": Term(
        "{subject} 记为认定 {found} 学分，应为 {allowed}",
        "{subject} is said to be credited {found} credits, it gets {allowed}",
    ),
    "over_need": Term(
        "{subject} 认定 {found} 学分，只差 {allowed}",
        "{subject} is credited {found} credits, needs only {allowed}",
    ),
    "below_cover": Term(
        "{subject} 认定 {found} 学分，至少应为 {allowed}",
        "{subject} is credited {found} credits, at least {allowed} is required",
    ),
    "contributors": Term(
        "{subject} 由 {found} 条合成，最多 {allowed} 条",
        "{subject} is filled by {found} lines, {allowed} at most",
    ),
    "amount_cap": Term(
        "上限“{subject}”：已达 {found} 学分，余额只有 {allowed}",
        "cap {subject}: {found} credits count, {allowed} are left",
    ),
    "share_cap": Term(
        "比例上限“{subject}”：计入 {found} 学分，最多 {allowed}",
        "share {subject}: {found} credits count, {allowed} at most",
    ),
    "count_cap": Term(
        "数量上限“{subject}”：用了 {found} 项，最多 {allowed} 项",
        "count {subject}: {found} are used, {allowed} at most",
    ),
    "unrelated_cap": Term(
        "非对口上限“{subject}”：用了 {found} 项，最多 {allowed} 项",
        "cap on unrelated outcomes {subject}: {found} are used, {allowed} at most",
    ),
    "exclusion": Term(
        "互斥“{subject}”：用了 {found} 项，最多 {allowed} 项",
        "exclusion {subject}: {found} are used, {allowed} at most",
    ),
    "overlap": Term(
        "重叠“{subject}”：共消耗 {found} 学分，最多 {allowed}",
        "overlap {subject}: {found} credits are consumed, {allowed} at most",
    ),
    "tier_names": Term(
        "目标不全或顺序不对：{subject}",
        "objectives are missing or out of order: {subject}",
    ),
    "tier_value": Term(
        "目标 {subject} 记为 {found}，应为 {allowed}",
        "objective {subject} is said to be {found}, it is {allowed}",
    ),
    "tier_bound": Term(
        "目标 {subject} 的界 {found} 与值 {allowed} 矛盾",
        "objective {subject}: bound {found} contradicts value {allowed}",
    ),
    "tier_claim": Term(
        "目标 {subject} 声称已证明最优，但界 {found} 不等于值 {allowed}或前面的目标未证明",
        "objective {subject} is claimed without proof: bound {found}, value {allowed}, or an earlier one is unproven",
    ),
    "better_exists": Term(
        "声称已证明最优，但改动 {subject} 一处就更优或更规范",
        "claimed to be the best, but changing {subject} alone is better, or comes first in canonical order",
    ),
}
IN_COUNTS = {
    "no_candidate",
    "used_twice",
    "fan_out",
    "spill_alone",
    "contributors",
    "count_cap",
    "unrelated_cap",
    "exclusion",
    "tier_names",
    "tier_value",
    "tier_bound",
    "tier_claim",
    "better_exists",
}


def violation(code: str, subject: str, found: int, allowed: int, grain: int) -> Violation:
    """A violation with its sentence; amounts are spoken in credits."""
    spoken = [str(n) if code in IN_COUNTS else in_credits(n, grain) for n in (found, allowed)]
    term = SENTENCES[code].format(subject=subject, found=spoken[0], allowed=spoken[1])
    return Violation(code, subject, found, allowed, term)


def in_credits(amount: int, grain: int) -> str:
    """An amount of grain in credits, exactly: a decimal where it ends within four places, else a fraction."""
    credit = Fraction(amount, grain)
    if (credit * 10_000).denominator > 1:
        return str(credit)
    return f"{(Decimal(amount) / grain).normalize():f}"
