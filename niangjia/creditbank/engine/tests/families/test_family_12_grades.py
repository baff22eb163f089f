"""Family 12: grades. A pass mark, a fixed mark, a mapping, none; of several contributors the least or the mean."""

from decimal import Decimal

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import Case, HeldOutcome, MarkRow, SeveralMarks
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.problem import Cover
from niangjia.creditbank.engine.tests.families.reading import recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    course,
    frees,
    programme,
    training,
    worth,
)

SCORE = fact("score")
WORDS = (
    MarkRow("M1", "第九条", SCORE.at_least(Decimal(90)), "优秀"),
    MarkRow("M2", "第九条", SCORE.at_least(Decimal(75)), "良好"),
    MarkRow("M3", "第九条", SCORE.at_least(Decimal(60)), "合格"),
)


def of(*outcomes: HeldOutcome, mark: str | None = None, **settings: object) -> Case:
    """Certificates are worth 3 credits, trainings 1 for 18 hours; one course of 3 takes both, in part."""
    rules = book(
        valuations=(worth("V1", "3", IS_CERTIFICATE), by_hours("V2")), rows=(frees("R", "1", mark=mark),), **settings
    )
    return case(rules, programme(course("1", "3", cover=Cover.PART)), *outcomes)


def mark(asked: Case) -> str | None:
    return convert(asked).certain.courses["1"].mark


@pytest.mark.parametrize("fixed", ["合格", "90", None])
def test_a_pass_mark_a_fixed_mark_or_none(fixed: str | None) -> None:
    asked = of(certificate("A", 4), mark=fixed)
    assert mark(asked) == fixed
    assert [line.mark for line in convert(asked).certain.lines] == [fixed]


@pytest.mark.parametrize(
    ("score", "word"), [("95", "优秀"), ("90", "优秀"), ("80", "良好"), ("60", "合格"), ("50", None), (None, None)]
)
def test_a_mapping_of_the_score(score: str | None, word: str | None) -> None:
    """What is not known has no mark: a guess would be wrong in the mark book."""
    asked = of(training("T", 54, score=None if score is None else Decimal(score)), marks=WORDS)
    assert mark(asked) == word


def test_the_score_itself() -> None:
    asked = of(training("T", 54, score=Decimal("86.50")), marks=(MarkRow("M", "第九条", IS_TRAINING),))
    assert mark(asked) == "86.5"


def test_a_mapping_of_the_level() -> None:
    """Grade 3 of a certificate gives 85, grade 2 and above 95."""
    levels = tuple(
        MarkRow(f"M{least}", "第九条", all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(least))), given)
        for least, given in ((5, "95"), (4, "85"))
    )
    assert [mark(of(certificate("A", level), marks=levels)) for level in (6, 5, 4, 3)] == ["95", "95", "85", None]


def test_the_mark_of_the_row_goes_before_the_mapping() -> None:
    assert mark(of(training("T", 54, score=Decimal(95)), mark="合格", marks=WORDS)) == "合格"


def two(**settings: object) -> Case:
    """36 hours with 91 marks give 2 credits, 18 hours with 80 give 1: the mean is (2·91 + 80) / 3 = 87.3."""
    scores = (MarkRow("M", "第九条", IS_TRAINING),)
    return of(training("T1", 36, score=Decimal(91)), training("T2", 18, score=Decimal(80)), marks=scores, **settings)


def test_of_several_contributors_the_least_or_the_weighted_mean() -> None:
    assert mark(two()) == "80"
    assert mark(two(several_marks=SeveralMarks.LEAST)) == "80"
    assert mark(two(several_marks=SeveralMarks.WEIGHTED_MEAN)) == "87"
    assert mark(two(several_marks=SeveralMarks.WEIGHTED_MEAN, mark_step=Decimal("0.5"))) == "87.5"
    assert mark(two(several_marks=SeveralMarks.WEIGHTED_MEAN, mark_step=Decimal("0.1"))) == "87.3"


def test_each_line_keeps_its_own_mark() -> None:
    lines = convert(two(several_marks=SeveralMarks.WEIGHTED_MEAN)).certain.lines
    assert [(line.outcome, line.mark) for line in lines] == [("T1", "91"), ("T2", "80")]


def test_of_marks_in_words_the_least_is_the_one_that_the_mapping_lists_last() -> None:
    asked = of(training("T1", 36, score=Decimal(91)), training("T2", 18, score=Decimal(80)), marks=WORDS)
    assert mark(asked) == "良好"


def test_marks_change_nothing_in_the_plan() -> None:
    assert recognised(two()) == recognised(two(several_marks=SeveralMarks.WEIGHTED_MEAN)) == 3
