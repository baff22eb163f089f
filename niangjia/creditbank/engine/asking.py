"""The lines of a condition's trace, in words: what is held, what is asked, what is missing."""

from datetime import date
from decimal import Decimal
from typing import Final

from niangjia.core.conditions import Trace, Truth, Value
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import HeldOutcome
from niangjia.creditbank.engine.facts import CATALOGUE, Shown
from niangjia.creditbank.engine.why import WhyLine
from niangjia.creditbank.engine.wording import bare, day, label_of, shown, spaced

_ASKED: Final = {
    "at_least": Term("不低于{bound}", "{bound} or above"),
    "at_most": Term("不高于{bound}", "{bound} or below"),
    "more_than": Term("高于{bound}", "above {bound}"),
    "less_than": Term("低于{bound}", "below {bound}"),
    "equals": Term("{bound}", "{bound}"),
    "differs": Term("不是{bound}", "not {bound}"),
    "one_of": Term("{bound}之一", "one of {bound}"),
    "under": Term("属{bound}", "within {bound}"),
}
_ASKED_OF_DATES: Final = {
    "at_least": Term("{bound}或以后", "{bound} or later"),
    "at_most": Term("{bound}或以前", "{bound} or earlier"),
    "more_than": Term("{bound}以后", "after {bound}"),
    "less_than": Term("{bound}以前", "before {bound}"),
}
_AMOUNT_AT_LEAST: Final = Term("满{bound}", "at least {bound}")
_RANK_AT_MOST: Final = Term("前 {n} 名", "rank {n} or better")
_SHORT: Final = Term("还差{gap}", "{gap} short")
_OVER: Final = Term("多{gap}", "{gap} too many")
_SHORT_LEVELS: Final = Term("还差 {n} 级", "{n} grade(s) short")
_SHORT_HALF: Final = Term("还差半级", "half a grade short")
_SHORT_TIERS: Final = Term("还差 {n} 级", "{n} tier(s) short")
_TOO_HIGH: Final = Term("高出 {n} 级", "{n} too high")
_SHORT_RANKS: Final = Term("还差 {n} 名", "{n} place(s) short")
_NEEDS: Final = Term("要先登记{label}", "{label} must be recorded first")
_DAYS: Final = Term("{n} 天", "{n} days")
_ONE_OF: Final = Term("符合下列之一", "one of these")
_NONE_OF: Final = Term("没有下列情形", "none of these")
_ALL_OF: Final = Term("同时符合", "all of these")
_OR: Final = Term("、", ", ")
_CERTIFICATE: Final = Term("证书 {number}", "certificate {number}")
_TURNED_OUT: Final = {
    "level": (Term("证书等级够", "level reached"), Term("证书等级不够", "level too low")),
    "occupation": (Term("职业对口", "occupation fits"), Term("职业不对口", "occupation does not fit")),
    "hours": (Term("学时够", "hours enough"), Term("学时不够", "hours too few")),
    "months": (Term("带徒时间够", "months enough"), Term("带徒时间不够", "months too few")),
    "score": (Term("成绩够", "score reached"), Term("成绩不够", "score too low")),
    "tier": (Term("级别够", "tier reached"), Term("级别不够", "tier too low")),
    "prize": (Term("奖项够", "prize fits"), Term("奖项不够", "prize does not fit")),
    "subject": (Term("内容对口", "subject fits"), Term("内容不对口", "subject does not fit")),
}
_GRADED: Final = frozenset({Shown.LEVEL, Shown.TIER, Shown.RANK})
_AMOUNTS: Final = frozenset({Shown.HOURS, Shown.MONTHS, Shown.CREDITS, Shown.YEARS})


def lines_of_trace(trace: Trace, source: Term | None = None) -> tuple[WhyLine, ...]:
    """The lines of a trace; conditions that must all hold stand one after the other."""
    if trace.fact is None and trace.operator == "all":
        return tuple(line for child in trace.children for line in lines_of_trace(child, source))
    return (_line(trace, source),)


def source_of(outcome: HeldOutcome) -> Term:
    """Where an outcome is written: certificate, issuer, day of the award."""
    number = outcome.certificate_number
    parts = [_CERTIFICATE.format(number=number) if number else Term(outcome.title, outcome.title)]
    if outcome.issuer:
        parts.append(Term(outcome.issuer, outcome.issuer))
    parts.append(day(outcome.awarded_on))
    return Term("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def short_of(name: str, gap: Decimal) -> Term:
    """How much is missing (or too much, where it is negative) of a fact."""
    entry = CATALOGUE.get(name)
    how = Shown.TEXT if entry is None else entry.shown
    if how in _GRADED:
        return _short_grades(how, gap)
    if how is Shown.DATE:
        amount = _DAYS.format(n=bare(abs(gap)))
    elif how in _AMOUNTS or how is Shown.SCORE:
        amount = shown(name, abs(gap))
    else:
        amount = Term(bare(abs(gap)), bare(abs(gap)))
    return spaced(_SHORT if gap > 0 else _OVER, gap=amount)


def _short_grades(how: Shown, gap: Decimal) -> Term:
    if how is Shown.RANK:  # a smaller number is the better rank
        return _SHORT_RANKS.format(n=bare(abs(gap)))
    if gap < 0:
        return _TOO_HIGH.format(n=bare(-gap))
    if how is Shown.TIER:
        return _SHORT_TIERS.format(n=bare(gap))
    return _SHORT_HALF if gap == Decimal("0.5") else _SHORT_LEVELS.format(n=bare(gap))


def _line(trace: Trace, source: Term | None) -> WhyLine:
    if trace.fact is None:
        label = {"any": _ONE_OF, "none": _NONE_OF}.get(trace.operator, _ALL_OF)
        children = tuple(line for child in trace.children for line in lines_of_trace(child, source))
        return WhyLine(label, trace.verdict, children=children)
    return WhyLine(
        label=_label(trace.fact, trace),
        verdict=trace.verdict,
        held=shown(trace.fact, trace.held),
        required=_required(trace),
        gap=_gap(trace),
        source=source,
    )


def _label(name: str, trace: Trace) -> Term:
    """The fact, said as it turned out: 证书等级够, 证书等级不够. Too much of it is no lack of it."""
    is_over = trace.gap is not None and trace.gap < 0
    if trace.verdict is Truth.UNKNOWN or name not in _TURNED_OUT or is_over:
        return label_of(name)
    return _TURNED_OUT[name][trace.verdict is Truth.NO]


def _gap(trace: Trace) -> Term | None:
    if trace.fact is None:
        return None
    if trace.verdict is Truth.UNKNOWN:
        return _NEEDS.format(label=label_of(trace.fact))
    return None if not trace.gap else short_of(trace.fact, trace.gap)


def _required(trace: Trace) -> Term | None:
    name, bound = trace.fact or "", trace.bound
    if isinstance(bound, tuple):
        return spaced(_ASKED["one_of"], bound=_joined([shown(name, each) for each in bound]))
    if bound is None or trace.operator not in _ASKED:
        return None
    if isinstance(bound, date):
        return spaced((_ASKED | _ASKED_OF_DATES)[trace.operator], bound=shown(name, bound))
    return _required_of(name, trace.operator, bound)


def _required_of(name: str, operator: str, bound: Value) -> Term:
    entry = CATALOGUE.get(name)
    how = Shown.TEXT if entry is None else entry.shown
    if operator == "at_least" and how in _AMOUNTS:
        return spaced(_AMOUNT_AT_LEAST, bound=shown(name, bound))
    if operator == "at_most" and how is Shown.RANK:
        return _RANK_AT_MOST.format(n=bound)
    return spaced(_ASKED[operator], bound=shown(name, bound))


def _joined(terms: list[Term]) -> Term:
    return Term(_OR.zh.join(term.zh for term in terms), _OR.en.join(term.en for term in terms))
