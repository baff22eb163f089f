"""The lines of packages: what is given, shared out in proportion to what is taken."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from niangjia.creditbank.engine.books import PackageRow, PackageTake
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.lines import ClaimedLine, allocation_of, lines_of
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.problem import Allocation, Package
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    course,
    programme,
    training,
    worth,
)

TAKES = PackageTake(IS_CERTIFICATE), PackageTake(IS_TRAINING)
RULES = book(
    valuations=(worth("V", "5", IS_CERTIFICATE), by_hours("W")),
    packages=(PackageRow("K", "第六条", TAKES, ("1", "2")),),
)
ASKED = case(RULES, programme(course("1", "4"), course("2", "2")), certificate("A", 4), training("T", 18))


def test_six_credits_for_five_and_one() -> None:
    """The certificate (5.0) gives 5.0 of the 6.0, the training (1.0) gives 1.0; course 1 is filled first."""
    found = convert(ASKED).certain.lines
    assert [(line.course, line.outcome, line.amount) for line in found] == [
        ("1", "A", Fraction(4)),
        ("2", "A", Fraction(1)),
        ("2", "T", Fraction(1)),
    ]


@given(
    st.lists(st.integers(1, 9999), min_size=1, max_size=4),
    st.lists(st.integers(10, 9999), min_size=1, max_size=4),
)
def test_every_course_is_filled_and_everyone_gives(taken: list[int], given_: list[int]) -> None:
    package = Package(
        "K",
        tuple((f"o{number}", amount) for number, amount in enumerate(taken)),
        tuple((f"s{number}", amount) for number, amount in enumerate(given_)),
    )
    lines = lines_of(prepare(ASKED), Allocation(packages=(package,)))
    filled = {code: sum(line.grain_amount for line in lines if line.course == code) for code, _ in package.gives}
    assert filled == dict(package.gives)
    assert {line.outcome for line in lines} == {key for key, _ in package.takes}
    assert all(line.grain_amount > 0 for line in lines)


def test_lines_of_a_package_become_the_package_again() -> None:
    found = convert(ASKED)
    kept = [ClaimedLine(line.outcome, line.course, line.row, line.grain_amount) for line in found.certain.lines]
    assert allocation_of(found.prepared.certain, kept).packages == found.certain.allocation.packages
