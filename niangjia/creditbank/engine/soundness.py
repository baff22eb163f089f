"""Whether a rule book is well formed: every row says all that it needs, and asks for facts that there are."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from niangjia.core.conditions import Condition, Value
from niangjia.core.terms import Term
from niangjia.creditbank.engine.atoms import TooManyAlternativesError, alternatives, names_asked
from niangjia.creditbank.engine.books import LimitKind, LimitRow, Programme, RuleBook, ValuationRow
from niangjia.creditbank.engine.facts import CATALOGUE, About, FactEntry, Shown
from niangjia.creditbank.engine.findings import Finding, listed
from niangjia.creditbank.engine.limits import RESIDENCY, ROUNDED_TOTAL
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.setting_faults import setting_faults

_OUTCOME: Final = frozenset({About.OUTCOME, About.LEARNER})
_PAIR: Final = frozenset({About.OUTCOME, About.LEARNER, About.COURSE})
_MEASURES: Final = frozenset({"hours", "months", "credits"})

ID_TWICE: Final = Term(
    "编号 {row} 用了两次。请给每一行一个自己的编号。", "Id {row} stands twice. Give each row its own id."
)
ID_RESERVED: Final = Term("编号 {row} 是系统保留的。请换一个编号。", "Id {row} is reserved. Use another.")
NO_ARTICLE: Final = Term("第 {row} 行没有写依据的条款。请补上条款。", "Row {row} cites no article. Add it.")
UNKNOWN_FACT: Final = Term(
    "第 {row} 行问到“{name}”，这里没有这一项。请改用目录里的项目。",
    "Row {row} asks for “{name}”, which can't be asked here. Use a fact of the catalogue.",
)
WRONG_VALUE: Final = Term(
    "第 {row} 行：“{label}”不会是 {value}。请改成它可能有的值。",
    "Row {row}: {label} is never {value}. Use a value that it can have.",
)
NO_VALUE: Final = Term(
    "第 {row} 行没有说清值多少学分。请填固定学分，或填按什么折算、多少折一学分。",
    "Row {row} does not say what it is worth. Give credits, or a measure and how much of it makes a credit.",
)
NAMES_NOTHING: Final = Term(
    "第 {row} 行没有写可以认定哪门课。请补上课程或类别。", "Row {row} names no course. Add a course or category."
)
UNKNOWN_COURSE: Final = Term(
    "第 {row} 行的课程 {names} 不在任何一个专业里。请核对课程代码。",
    "Row {row} names {names}, which is in no programme. Check the course code.",
)
UNKNOWN_CATEGORY: Final = Term(
    "第 {row} 行的类别 {names} 不在任何一个专业里。请核对类别。",
    "Row {row} names category {names}, which is in no programme. Check the category.",
)
LIMIT_INCOMPLETE: Final = Term(
    "第 {row} 行的上限不完整。请填学分、门数或比例。",
    "The limit in row {row} is incomplete. Give credits, a count or a share.",
)
PERIOD_REVERSED: Final = Term("失效日期早于生效日期。请改日期。", "The book ends before it begins. Mend the dates.")
STEP_NOT_POSITIVE: Final = Term("最小学分单位要大于 0。请改最小单位。", "The smallest unit must be above 0. Mend it.")
SETTING_WRONG: Final = Term(
    "成果种类 {kind} 的设置不对：每种只写一次，可免门数至少为 1。请改正。",
    "The setting of {kind} is wrong: each kind stands once and serves at least one course. Mend it.",
)
TOO_COMPLEX: Final = Term(
    "第 {row} 行的条件分支太多，没有检查冲突和空缺。请拆成几行。",
    "Row {row} branches too often; conflicts and gaps were not looked for. Split it into several rows.",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition of a row, and whose facts it may ask."""

    row: str
    when: Condition
    about: frozenset[About]


def faults_of(book: RuleBook, programmes: tuple[Programme, ...]) -> Iterator[Finding]:
    """Everything in the book that can't work as it is written."""
    yield from _heading_faults(book)
    yield from _id_faults(book)
    yield from (_about("no_article", NO_ARTICLE, key) for key, article in _articles(book) if not article.strip())
    for asked in _conditions(book):
        yield from _condition_faults(asked)
    yield from (_about("no_value", NO_VALUE, row.id) for row in book.valuations if not _says_value(row))
    yield from (_about("limit_incomplete", LIMIT_INCOMPLETE, row.id) for row in book.limits if not _says_limit(row))
    yield from _target_faults(book, programmes)
    yield from setting_faults(book, ((asked.row, asked.when) for asked in _conditions(book)))


def is_readable(when: Condition) -> bool:
    """The condition's alternatives can be looked through."""
    try:
        alternatives(when)
    except TooManyAlternativesError:
        return False
    return True


def _about(code: str, term: Term, row: str, **values: object) -> Finding:
    return Finding(code, term.format(row=row, **values), (row,))


def _heading_faults(book: RuleBook) -> Iterator[Finding]:
    if book.effective_to is not None and book.effective_to < book.effective_from:
        yield Finding("period_reversed", PERIOD_REVERSED)
    if book.step <= 0:
        yield Finding("step_not_positive", STEP_NOT_POSITIVE)
    counts = Counter(setting.kind for setting in book.kinds)
    for setting in book.kinds:
        serves_none = setting.fan_out is not None and setting.fan_out < 1
        if counts[setting.kind] > 1 or serves_none or setting.swallow not in {"used", "held"}:
            yield Finding("kind_setting_wrong", SETTING_WRONG.format(kind=setting.kind.value))


def _id_faults(book: RuleBook) -> Iterator[Finding]:
    examples = [example.id for example in book.examples]
    for key, count in Counter([key for key, _ in _articles(book)] + examples).items():
        if count > 1:
            yield _about("id_twice", ID_TWICE, key)
        if key in {RESIDENCY, ROUNDED_TOTAL}:
            yield _about("id_reserved", ID_RESERVED, key)


def _articles(book: RuleBook) -> Iterator[tuple[str, str]]:
    yield from ((row.id, row.article) for row in book.valuations)
    yield from ((row.id, row.article) for row in book.rows)
    yield from ((row.id, row.article) for row in book.packages)
    yield from ((row.id, row.article) for row in book.never)
    yield from ((row.id, row.article) for row in book.limits)
    yield from ((row.id, row.article) for row in book.relations)
    yield from ((row.id, row.article) for row in book.gates)
    yield from ((row.id, row.article) for row in book.jurisdictions)
    yield from ((row.id, row.article) for row in book.modules)
    yield from ((row.id, row.article) for row in book.recencies)
    yield from ((row.id, row.article) for row in book.marks)
    yield from ((row.id, row.article) for row in book.fees)


def _conditions(book: RuleBook) -> Iterator[_Asked]:
    yield from (_Asked(row.id, row.when, _OUTCOME) for row in book.valuations)
    yield from (_Asked(row.id, row.when, _OUTCOME) for row in book.never)
    yield from (_Asked(row.id, row.when, _PAIR) for row in book.rows)
    yield from (_Asked(row.id, take.when, _OUTCOME) for row in book.packages for take in row.takes)
    yield from (_Asked(row.id, row.when, frozenset({About.LEARNER})) for row in book.gates)
    yield from (_Asked(row.id, row.when, _OUTCOME) for row in book.recencies)
    yield from (_Asked(row.id, row.when, _OUTCOME) for row in book.marks)
    yield from (_Asked(row.id, row.when, frozenset({About.LEARNER})) for row in book.fees if row.when is not None)
    for limit in book.limits:
        if limit.when is not None:
            about = _OUTCOME if limit.side is Side.SOURCE else frozenset({About.COURSE})
            yield _Asked(limit.id, limit.when, about)


def _condition_faults(asked: _Asked) -> Iterator[Finding]:
    for name in sorted(names_asked(asked.when)):
        entry = CATALOGUE.get(name)
        if entry is None or entry.about not in asked.about:
            yield _about("unknown_fact", UNKNOWN_FACT, asked.row, name=name)
    if not is_readable(asked.when):
        yield Finding("too_many_alternatives", TOO_COMPLEX.format(row=asked.row), (asked.row,), is_error=False)
        return
    atoms = {atom for alternative in alternatives(asked.when) for atom in alternative}
    wrong = {
        (entry.label, constant)
        for atom in atoms
        for constant in atom.constants
        if (entry := CATALOGUE.get(atom.fact or "")) is not None and not _may_be(entry, constant)
    }
    for label, constant in sorted(wrong, key=str):
        yield _about("wrong_value", WRONG_VALUE, asked.row, label=label, value=constant)


def _may_be(entry: FactEntry, value: Value) -> bool:
    if entry.choices:
        return value in entry.choices
    if entry.shown is Shown.YES_NO:
        return isinstance(value, bool)
    if entry.shown is Shown.DATE:
        return isinstance(value, date)
    if entry.is_number:
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    return isinstance(value, str)


def _says_value(row: ValuationRow) -> bool:
    if row.credits is not None:
        return row.credits >= 0 and row.measure is None and row.per is None
    return row.measure in _MEASURES and row.per is not None and row.per > 0


def _says_limit(row: LimitRow) -> bool:
    has_share = row.part is not None and row.whole is not None and 0 <= row.part <= row.whole and row.whole > 0
    match row.kind:
        case LimitKind.AMOUNT:
            return row.credits is not None and row.credits >= 0
        case LimitKind.SHARE_OF_PROGRAMME | LimitKind.SHARE_OF_RECOGNISED:
            return has_share
        case LimitKind.LEAST_SHARE:
            return has_share and row.when is not None
    has_count = row.count is not None and row.count >= 0
    return has_count or (row.kind is LimitKind.COURSE_COUNT and has_share)


def _target_faults(book: RuleBook, programmes: tuple[Programme, ...]) -> Iterator[Finding]:
    courses = {course.code for programme in programmes for course in programme.courses}
    categories = {course.category for programme in programmes for course in programme.courses}
    for row in book.rows:
        if not row.courses and not row.categories:
            yield _about("names_no_course", NAMES_NOTHING, row.id)
        if programmes:
            yield from _strangers("unknown_course", UNKNOWN_COURSE, row.id, row.courses, courses)
            yield from _strangers("unknown_category", UNKNOWN_CATEGORY, row.id, row.categories, categories)
    for module in book.modules:
        if programmes:
            yield from _strangers("unknown_course", UNKNOWN_COURSE, module.id, module.courses, courses)
            yield from _strangers("unknown_category", UNKNOWN_CATEGORY, module.id, module.categories, categories)
    for package in book.packages:
        if not package.gives or not package.takes:
            yield _about("names_no_course", NAMES_NOTHING, package.id)
        if programmes:
            yield from _strangers("unknown_course", UNKNOWN_COURSE, package.id, package.gives, courses)


def _strangers(code: str, term: Term, row: str, named: Iterable[str], known: set[str]) -> Iterator[Finding]:
    missing = sorted(set(named) - known)
    if missing:
        yield _about(code, term, row, names=listed(missing))
