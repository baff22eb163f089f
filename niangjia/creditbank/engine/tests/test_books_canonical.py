"""The canonical form: the same book, the same bytes; and back again."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.conditions import all_of, fact, none_of
from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.books import (
    CategoryFloor,
    ExampleRow,
    GateRow,
    NeverRow,
    PackageRow,
    PackageTake,
    PostedLine,
    RecognitionRow,
    RelationKind,
    RelationRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.canonical import (
    book_from_text,
    book_hash,
    book_to_text,
    case_hash,
    programme_from_text,
    programme_hash,
    programme_to_text,
)
from niangjia.creditbank.engine.tests.samples import book, certificate, course, programme, worked_example

_words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
_credits = st.decimals(0, 200, places=2)
_conditions = st.sampled_from(
    [
        all_of(),
        fact("kind").equals("training"),
        all_of(fact("level").at_least(Decimal("3.5")), none_of(fact("tier").one_of(4, 5))),
        fact("awarded_on").more_than(date(2025, 1, 1)),
    ]
)
_books = st.builds(
    RuleBook,
    code=_words,
    version=st.integers(1, 99),
    title=_words,
    publisher=_words,
    effective_from=st.dates(),
    effective_to=st.none() | st.dates(),
    programmes=st.lists(_words, max_size=2).map(tuple),
    step=_credits,
    ceiling_months=st.none() | st.integers(1, 120),
    valuations=st.lists(
        st.builds(ValuationRow, _words, _words, _conditions, credits=st.none() | _credits, per=st.none() | _credits),
        max_size=3,
    ).map(tuple),
    rows=st.lists(
        st.builds(
            RecognitionRow, _words, _words, _conditions, courses=st.lists(_words).map(tuple), spill=st.booleans()
        ),
        max_size=3,
    ).map(tuple),
)


@given(_books)
def test_a_book_comes_back_from_its_canonical_form(rules: RuleBook) -> None:
    text = book_to_text(rules)
    assert book_from_text(text) == rules
    assert book_to_text(book_from_text(text)) == text


def test_every_kind_of_row_comes_back() -> None:
    full = replace(
        worked_example().book,
        packages=(
            PackageRow("P", "第六条", (PackageTake(fact("tier").equals(4), Decimal(2)), PackageTake(all_of())), ("1",)),
        ),
        never=(NeverRow("N", "第十二条", fact("certificate_class").equals("experience")),),
        relations=(RelationRow("X", "第八条", RelationKind.TRAINING_INSIDE_CERTIFICATE, 12),),
        gates=(GateRow("G", "第二条", fact("is_enrolled").is_true(), "在籍"),),
        examples=(ExampleRow("E", "车工三级", certificate("A", 4, share=Decimal("0.5")), "SK", "1", accepted=True),),
    )
    assert book_from_text(book_to_text(full)) == full


def test_a_programme_comes_back() -> None:
    major = programme(course("1", "2.50", level=Decimal("3.5")), floors=(CategoryFloor("专业课", Decimal(45)),))
    assert programme_from_text(programme_to_text(major)) == major
    assert programme_hash(major) == programme_hash(replace(major, total_credits=Decimal("80.0")))
    assert programme_from_text(programme_to_text(programme())) == programme()


def test_the_hash_covers_every_setting() -> None:
    rules = book()
    assert len(book_hash(rules)) == 64
    assert book_hash(rules) != book_hash(replace(rules, step=Decimal("0.1")))
    assert book_hash(rules) == book_hash(replace(rules, step=Decimal("0.50")))


def test_a_field_that_says_nothing_leaves_the_hash_as_it_was() -> None:
    form = json.loads(book_to_text(book()))
    assert "ceiling_months" not in form
    assert "examples" not in form
    assert form["rounding"] == "floor"


def test_a_case_is_hashed_with_its_history() -> None:
    asked = worked_example()
    line = PostedLine("d", "A", "1", Fraction(1, 3), Decimal(4), "R1", "hash")
    assert case_hash(asked) == case_hash(worked_example())
    assert case_hash(asked) != case_hash(replace(asked, history=(line,)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":3', '"version":"3"'),
        ('"step":"0.5"', '"step":"0.50"'),
        ('"step":"0.5"', '"step":"half"'),
        ('"effective_from":"2026-03-02"', '"effective_from":"20260302"'),
        ('"rounding":"floor"', '"rounding":"down"'),
        ('"title"', '"titel"'),
        (',"version":3', ""),
        ("}", ""),
    ],
)
def test_what_is_not_canonical_is_refused(old: str, new: str) -> None:
    text = book_to_text(book())
    assert old in text
    with pytest.raises(Refusal, match="malformed_canonical"):
        book_from_text(text.replace(old, new, 1))
