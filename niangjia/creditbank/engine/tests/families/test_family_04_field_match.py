"""Family 4: field match. Occupation against major by the classification tree; so many outside the field."""

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import Case, LimitKind, LimitRow
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.tests.families.reading import freed, posted, recognised, spent
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    book,
    case,
    certificate,
    course,
    frees,
    pool,
    programme,
    worth,
)

COOK = "4-03-02-01"


@pytest.mark.parametrize(
    ("occupation", "is_free"), [("6-18-01-01", True), ("6-18-99-00", True), ("6-1", False), (COOK, False)]
)
def test_an_occupation_belongs_to_the_major_by_the_tree(occupation: str, is_free: bool) -> None:  # noqa: FBT001
    """The major is of 6-18: everything below it belongs to the field, what only begins alike does not."""
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R", "1", when=fact("in_field").is_true()),))
    major = programme(course("1", "4"), occupations=("6-18",))
    assert bool(freed(case(rules, major, certificate("A", 4, occupation=occupation)))) is is_free


def of_occupations(*occupations: str, **settings: object) -> Case:
    """Certificates of 4 credits each: in the field one row takes them, outside it another, marked unrelated."""
    rules = book(
        valuations=(worth("V", "4"),),
        rows=(
            frees("R1", "P", when=all_of(IS_CERTIFICATE, fact("in_field").is_true())),
            frees("R2", "P", when=all_of(IS_CERTIFICATE, fact("in_field").is_false()), unrelated=True),
        ),
        limits=(
            LimitRow("L1", "第六条", "证书个数", LimitKind.OUTCOME_COUNT, Side.SOURCE, IS_CERTIFICATE, count=3),
            LimitRow("L2", "第六条", "非对口证书", LimitKind.UNRELATED_COUNT, Side.SOURCE, count=1),
        ),
    )
    held = (certificate(f"A{place}", 4, occupation=each) for place, each in enumerate(occupations))
    return case(rules, programme(pool("P", "40"), occupations=("6-18",)), *held, **settings)


def test_three_certificates_of_which_one_outside_the_field() -> None:
    """Of three cooks one counts; of two lathe operators and two cooks three count; of four lathe operators three."""
    lathes = ("6-18-01-01", "6-18-01-02", "6-18-01-03", "6-18-02-01")
    assert recognised(of_occupations(COOK, "4-03-02-02", "4-03-02-03")) == 4
    assert recognised(of_occupations(*lathes[:2], COOK, "4-03-02-02")) == 12
    assert recognised(of_occupations(*lathes)) == 12


def test_what_was_counted_as_unrelated_before_is_counted() -> None:
    """One cook was recognised last year: no other outside the field is, the rest of the same one still may be."""
    asked = of_occupations(COOK, "4-03-02-02", history=(posted("A0", "P", "2", row="R2"),))
    assert spent(asked) == {"A0": 2}
