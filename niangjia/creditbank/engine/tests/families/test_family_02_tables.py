"""Family 2: tables. Certificates by level, competitions by tier, prize, team and rank, tenure, innovation by share."""

from decimal import Decimal

import pytest

from niangjia.core.conditions import Condition, all_of, fact
from niangjia.creditbank.engine.books import HeldOutcome, OutcomeKind, Prize, ValuationRow
from niangjia.creditbank.engine.tests.families.reading import recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    TODAY,
    book,
    case,
    certificate,
    competition,
    frees,
    pool,
    programme,
    worth,
)


def credited(outcome: HeldOutcome, *table: ValuationRow, step: str = "0.5") -> Decimal:
    """What a pool of 30 credits takes of one outcome under a table."""
    rules = book(valuations=table, rows=(frees("R", "P"),), step=Decimal(step))
    return recognised(case(rules, programme(pool("P", "30", "0.1")), outcome))


@pytest.mark.parametrize(("level", "credits_"), [("2", "2"), ("3", "4"), ("4", "8"), ("5", "12"), ("6", "12")])
def test_a_certificate_by_its_level(level: str, credits_: str) -> None:
    steps = [("5", "12"), ("4", "8"), ("3", "4"), ("2", "2")]
    rows = [
        worth(f"V{least}", value, all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(least))))
        for least, value in steps
    ]
    assert credited(certificate("A", level), *rows) == Decimal(credits_)


def team(place: int, value: str, *, most: int) -> ValuationRow:
    """A provincial prize of a team by its rank among the first ``most``."""
    when = all_of(IS_COMPETITION, fact("is_team").is_true(), fact("rank").equals(place), fact("rank").at_most(most))
    return worth(f"T{place}", value, when)


@pytest.mark.parametrize(("values", "credits_"), [(("3", "2", "1"), "3 2 1 0"), (("2", "1.5", "1"), "2 1.5 1 0")])
def test_only_the_first_three_ranks_of_a_team_count(values: tuple[str, ...], credits_: str) -> None:
    """3/2/1 in one book, 2/1.5/1 in another; the fourth gets nothing in both."""
    rows = [team(place, value, most=3) for place, value in enumerate(values, start=1)]
    found = [credited(competition("C", 4, Prize.SECOND, is_team=True, rank=place), *rows) for place in (1, 2, 3, 4)]
    assert found == [Decimal(each) for each in credits_.split()]


def test_a_competition_by_tier_and_prize_alone_or_in_a_team() -> None:
    """A first prize of the nation is worth 8, of the province 6; in a team half of it."""

    def prize(key: str, tier: int, value: str, when: Condition) -> ValuationRow:
        return worth(key, value, all_of(fact("tier").equals(tier), fact("prize").equals("first"), when))

    alone, in_team = fact("is_team").is_false(), fact("is_team").is_true()
    table = (
        prize("V1", 5, "8", alone),
        prize("V2", 5, "4", in_team),
        prize("V3", 4, "6", alone),
        prize("V4", 4, "3", in_team),
    )
    found = {
        (tier, is_team): credited(competition("C", tier, Prize.FIRST, is_team=is_team), *table)
        for tier in (5, 4)
        for is_team in (False, True)
    }
    assert found == {(5, False): 8, (5, True): 4, (4, False): 6, (4, True): 3}


@pytest.mark.parametrize(
    ("months", "credits_"), [(5, 0), (6, 4), (11, 4), (12, 7), (23, 7), (24, 14), (36, 21), (60, 21)]
)
def test_tenure_in_steps(months: int, credits_: int) -> None:
    """From 6 months 4 credits, from 1 year 7, from 2 years 14, from 3 years 21."""
    steps = [(36, "21"), (24, "14"), (12, "7"), (6, "4")]
    rows = [worth(f"V{least}", value, fact("months").at_least(least)) for least, value in steps]
    assert credited(HeldOutcome("M", OutcomeKind.MENTORING, "带徒", TODAY, months=months), *rows) == credits_


def innovation(tier: int, share: str) -> HeldOutcome:
    return HeldOutcome("F", OutcomeKind.FIVE_SMALLS, "小发明", TODAY, tier=tier, share=Decimal(share))


def test_innovation_times_the_share_of_the_contributor() -> None:
    """A provincial result of 6 credits: 40 % of it is 2.4, a city one of 3 is 1.2."""
    rows = [
        ValuationRow(f"V{tier}", "第六条", fact("tier").equals(tier), credits=Decimal(value), times_share=True)
        for tier, value in ((4, 6), (3, 3))
    ]
    found = [credited(innovation(tier, "0.4"), *rows, step="0.1") for tier in (4, 3)]
    assert found == [Decimal("2.4"), Decimal("1.2")]


def test_innovation_by_bands_of_the_share() -> None:
    """The other reading: the first contributor (half and more) gets 6, from 20 % 3, below nothing."""
    rows = (
        worth("V1", "6", fact("share").at_least(Decimal("0.5"))),
        worth("V2", "3", fact("share").at_least(Decimal("0.2"))),
    )
    assert [credited(innovation(4, share), *rows) for share in ("0.6", "0.5", "0.4", "0.1")] == [6, 6, 3, 0]
