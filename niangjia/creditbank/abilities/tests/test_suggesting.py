"""Five minutes from job titles to posts: what a title means, and what such work asks for."""

import pytest

from niangjia.creditbank.abilities.suggesting import occupations_like, usual_needs
from niangjia.creditbank.abilities.tests.firm import build_firm
from niangjia.creditbank.abilities.types import Mastery
from niangjia.kernel.access.unit_of_work import unit_of_work


@pytest.mark.parametrize("title", ["车工", "车工岗", " 车工 ", "chegong"])
def test_a_title_or_its_pinyin_finds_the_occupation_first(title):
    assert occupations_like(title)[0] == ("6-18-01-01", "车工")


def test_a_longer_title_finds_the_occupation_that_it_names():
    assert ("6-18-01-01", "车工") in occupations_like("数控车工")


def test_a_title_that_says_nothing_finds_nothing():
    assert occupations_like("") == occupations_like("～～") == []


@pytest.mark.django_db
def test_an_occupation_brings_the_abilities_that_its_work_asks_for():
    firm = build_firm()
    with unit_of_work(firm.actor("firm1")):
        assert usual_needs(["6-18-01-01", "6-31-01-03"]) == {
            "6-18-01-01": {firm.abilities["M1"]: Mastery.DOES}, "6-31-01-03": {},
        }  # fmt: skip
