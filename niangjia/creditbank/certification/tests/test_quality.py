"""Figures of a body are counted from its acts; small ones are kept from whoever is not the bank's operator."""

from datetime import timedelta
from uuid import uuid4

import pytest

from niangjia.creditbank.certification.checking import check_outcomes
from niangjia.creditbank.certification.operations import certify_outcomes, refuse_outcomes
from niangjia.creditbank.certification.quality import Quality, quality_of, suppressed
from niangjia.creditbank.certification.tests.test_two_checks import build_bank, done
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, FIXTURES, LATHE, WIRE

DAY = timedelta(days=1)
YEAR = {"since": AT - 200 * DAY, "until": AT + 100 * DAY}


def asked(made, who, **period):
    with unit_of_work(made.actor(who)):
        return quality_of(**{**YEAR, **period}, is_operator=who == "yunying")


@pytest.mark.django_db
def test_verdicts_and_their_times_are_counted_from_the_records():
    made = build_bank()
    keys = made.deposit(LATHE, WIRE, FIXTURES)
    done(made, "renzheng", check_outcomes, keys, original_seen=True)
    done(made, "renzheng2", certify_outcomes, keys[:2], at=AT + 2 * DAY)
    done(made, "renzheng2", refuse_outcomes, keys[2:], reason="材料不符", at=AT + 4 * DAY)
    found = asked(made, "yunying")[made.body]
    assert (found.certified, found.refused, found.revoked, found.upheld) == (2, 1, 0, 0)
    assert found.median == 2 * DAY
    assert found.ninetieth == pytest.approx(3.6 * DAY, abs=timedelta(seconds=1))
    assert found.refusal_rate == pytest.approx(1 / 3)
    assert asked(made, "yunying", since=AT + 5 * DAY)[made.body].certified == 0


@pytest.mark.django_db
def test_a_certifier_asks_about_her_own_body_and_others_about_none():
    made = build_bank()
    keys = made.deposit(LATHE)
    done(made, "renzheng", check_outcomes, keys, original_seen=True)
    done(made, "renzheng2", certify_outcomes, keys)
    own = asked(made, "renzheng")
    assert list(own) == [made.body]
    assert (own[made.body].certified, own[made.body].median) == (None, None)
    assert asked(made, "jiaowu1") == {}


def test_counts_of_one_to_four_are_suppressed_and_what_follows_from_them():
    figures = Quality(uuid4(), 20, 4, 0, 1, 10, 5, DAY, 2 * DAY)
    shown = suppressed(figures)
    assert (shown.certified, shown.refused, shown.revoked, shown.upheld) == (20, None, 0, None)
    assert (shown.refusal_rate, shown.disagreement_rate) == (None, 0.5)
    assert figures.refusal_rate == pytest.approx(1 / 6)
