"""Family 10: the never list. Courses that nothing frees, and classes of certificates that free nothing."""

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import CertificateClass, NeverRow
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.plan import CourseVerdict
from niangjia.creditbank.engine.standing import Obstacle
from niangjia.creditbank.engine.tests.families.reading import freed, obstacles
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    book,
    case,
    certificate,
    course,
    frees,
    programme,
    worth,
)

BARRED = ("experience", "automatic", "degree_required")


@pytest.mark.parametrize("name", ["毕业论文", "思想政治", "体育", "岗位实习"])
def test_thesis_politics_sport_and_internship_are_never_freed(name: str) -> None:
    rules = book(valuations=(worth("V", "8"),), rows=(frees("R", "1", "2"),))
    major = programme(course("1", "4", name=name, never=True), course("2", "3"))
    asked = case(rules, major, certificate("A", 4))
    assert freed(asked) == {"2": 3}
    assert convert(asked).certain.courses["1"].verdict is CourseVerdict.NEVER


@pytest.mark.parametrize("how", CertificateClass)
def test_classes_of_certificates_that_a_book_bars(how: CertificateClass) -> None:
    """By experience alone, as an automatic extra, because of a degree: never. By examination: yes."""
    never = NeverRow("N", "第四条", all_of(IS_CERTIFICATE, fact("certificate_class").one_of(*BARRED)))
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R", "1"),), never=(never,))
    asked = case(rules, programme(course("1", "4")), certificate("A", 4, certificate_class=how))
    barred = how is not CertificateClass.EXAM
    assert obstacles(asked) == {"A": Obstacle.NEVER if barred else None}
    assert freed(asked) == ({} if barred else {"1": 4})


def test_another_book_takes_all_of_them() -> None:
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R", "1"),))
    asked = case(rules, programme(course("1", "4")), certificate("A", 4, certificate_class=CertificateClass.EXPERIENCE))
    assert freed(asked) == {"1": 4}
