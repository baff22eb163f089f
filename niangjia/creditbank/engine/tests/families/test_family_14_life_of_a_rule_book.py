"""Family 14: the life of a rule book. Versions, dates, publisher, quorum, worked examples, replay."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.books import Case, ExampleRow, Learner, LimitKind, LimitRow, RuleBook
from niangjia.creditbank.engine.canonical import book_from_text, book_hash, book_to_text
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.engine.replay import CourseChange, replay
from niangjia.creditbank.engine.tests.families.reading import posted, recognised
from niangjia.creditbank.engine.tests.samples import (
    TODAY,
    book,
    by_hours,
    case,
    course,
    frees,
    pool,
    programme,
    training,
)

MAJOR = programme(course("1", "2"), pool("P", "10"))


def version(number: int, per: str, *courses: str, **settings: object) -> RuleBook:
    """A version that counts so many hours a credit and recognises for these courses."""
    return book(version=number, valuations=(by_hours("V", per),), rows=(frees("R", *courses),), **settings)


def of(rules: RuleBook, hours: int = 36, **settings: object) -> Case:
    return case(rules, MAJOR, training("T", hours), **settings)


@pytest.mark.parametrize(
    ("on", "is_in_force"),
    [(date(2026, 3, 1), False), (date(2026, 3, 2), True), (date(2026, 8, 31), True), (date(2026, 9, 1), False)],
)
def test_a_version_holds_from_and_to(on: date, is_in_force: bool) -> None:  # noqa: FBT001
    rules = version(1, "18", "P", effective_to=date(2026, 8, 31))
    if is_in_force:
        assert recognised(of(rules, on=on)) == 2
    else:
        with pytest.raises(Refusal, match="rule_book_not_in_force"):
            recognised(of(rules, on=on))


def test_a_version_is_pinned_by_its_hash_with_publisher_and_quorum() -> None:
    rules = version(1, "18", "P", quorum=5)
    assert book_from_text(book_to_text(rules)) == rules
    others = (replace(rules, version=2), replace(rules, publisher="他院"), replace(rules, quorum=3))
    assert len({book_hash(each) for each in (rules, *others)}) == 4


def test_a_setting_that_a_book_does_not_use_leaves_its_hash_alone() -> None:
    """The form of a book of the first version of this program, written out."""
    old = (
        '{"code":"RD","effective_from":"2026-03-02","gives_credit":["exemption","credit"],"is_sample":true,'
        '"limits":[{"article":"第十一条","credits":"6","id":"L1","kind":"amount","name":"证书合计","side":"source"}],'
        '"publisher":"示例学院","rounding":"floor","rounding_place":"course","step":"0.5","title":"认定规则",'
        '"valid_on":"claim","version":1}'
    )
    cap = LimitRow("L1", "第十一条", "证书合计", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(6))
    rules = RuleBook("RD", 1, "认定规则", "示例学院", date(2026, 3, 2), is_sample=True, limits=(cap,))
    assert book_to_text(rules) == old


def test_a_worked_example_that_comes_out_otherwise_keeps_the_book_from_being_published() -> None:
    yes = ExampleRow("Y1", "36 学时免 2 学分", training("T", 36), "SK", "1", accepted=True)
    no = ExampleRow("Y2", "18 学时不够", training("T", 18), "SK", "1", accepted=False)
    assert proofread(version(1, "18", "1", examples=(yes, no)), (MAJOR,)).is_publishable
    found = proofread(version(2, "20", "1", examples=(yes, no)), (MAJOR,))
    assert [(each.code, each.rows) for each in found.errors] == [("example_differs", ("Y1",))]


def test_replay_tells_who_gains_and_who_loses_and_how_much() -> None:
    """From 18 hours a credit to 16, with 3 credits at most: 72 hours lose 1, 36 hours nothing, 40 hours gain 0.5."""
    old = version(1, "18", "P")
    cap = LimitRow("L", "第十一条", "上限", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(3))
    new = version(2, "16", "P", limits=(cap,))
    cases = [of(old, hours, learner=Learner(name)) for name, hours in (("甲", 72), ("乙", 36), ("丙", 40))]
    found = replay(old, new, cases)
    assert [(each.learner, each.old, each.new, each.gain) for each in found.cases] == [
        ("甲", 4, 3, -1),
        ("乙", 2, 2, 0),
        ("丙", 2, Decimal("2.5"), Decimal("0.5")),
    ]
    assert [each.learner for each in found.gaining] == ["丙"]
    assert [each.learner for each in found.losing] == ["甲"]
    assert (found.balance, all(each.optimal for each in found.cases)) == (Decimal("-0.5"), True)


def test_replay_tells_who_gets_other_courses() -> None:
    found = replay(version(1, "18", "1"), version(2, "18", "P"), [of(version(1, "18", "1"))])
    [shifted] = found.shifted
    assert shifted.courses == (CourseChange("1", Decimal(2), Decimal(0)), CourseChange("P", Decimal(0), Decimal(2)))


def test_replay_keeps_the_same_history() -> None:
    """1 of the 2 credits was spent by a decision that is final: each book has the other one to give."""
    spent = of(version(1, "18", "P"), history=(posted("T", "P", "1"),))
    [only] = replay(version(1, "18", "P"), version(2, "12", "P"), [spent]).cases
    assert (only.old, only.new) == (1, 2)


def test_replay_of_a_draft_that_holds_only_later() -> None:
    """Both books are asked on the day of the case, as if both were in force."""
    draft = version(2, "9", "P", effective_from=date(2027, 1, 1))
    [only] = replay(version(1, "18", "P"), draft, [of(version(1, "18", "P"), on=TODAY)]).cases
    assert (only.old, only.new) == (2, 4)
