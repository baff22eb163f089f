from datetime import date
from itertools import combinations
from random import Random

from niangjia.creditbank.abilities.fitting import Evidence, Need, Way, WayKind, closing_most, fit_of

ON = date(2026, 5, 8)


def way(key, *gives, starts_on=None):
    return Way(key, WayKind.COURSE, key, tuple(Need(*each) for each in gives), starts_on=starts_on)


def test_what_is_held_is_met_with_its_evidence():
    fit = fit_of([Need("turn", 2)], [Evidence("turn", 3, "certificate", "c1")], [], on=ON)
    assert fit.lines[0].is_met
    assert fit.lines[0].evidence[0].key == "c1"
    assert fit.route == ()


def test_a_lower_mastery_is_shown_and_not_enough():
    fit = fit_of([Need("turn", 3)], [Evidence("turn", 2, "certificate", "c1")], [way("k", ("turn", 3))], on=ON)
    assert (fit.lines[0].held, fit.lines[0].is_met) == (2, False)
    assert [step.way.key for step in fit.route] == ["k"]


def test_the_route_takes_one_course_for_two_abilities_rather_than_two():
    ways = [way("a", ("x", 2)), way("b", ("y", 2)), way("both", ("x", 2), ("y", 2))]
    fit = fit_of([Need("x", 2), Need("y", 2)], [], ways, on=ON)
    assert [step.way.key for step in fit.route] == ["both"]
    assert fit.is_shortest


def test_what_comes_before_is_done_before():
    ways = [way("a", ("late", 2)), way("z", ("early", 2))]
    fit = fit_of([Need("late", 2), Need("early", 2)], [], ways, [("early", "late")], on=ON)
    assert [step.way.key for step in fit.route] == ["z", "a"]


def test_two_abilities_that_precede_each_other_leave_the_order_to_the_days():
    ways = [way("a", ("x", 1)), way("b", ("y", 1))]
    fit = fit_of([Need("x", 1), Need("y", 1)], [], ways, [("x", "y"), ("y", "x")], on=ON)
    assert [step.way.key for step in fit.route] == ["a", "b"]


def test_an_offer_that_has_begun_is_no_way_and_that_is_said():
    fit = fit_of([Need("x", 1)], [], [way("a", ("x", 1), starts_on=date(2026, 5, 7))], on=ON)
    assert [line.need.ability for line in fit.without_way] == ["x"]
    assert fit.route == ()


def test_the_fewest_steps_are_those_that_trying_all_finds():
    random = Random(7)
    for _ in range(40):
        needs = [Need(str(number), 1) for number in range(6)]
        ways = [
            way(str(number), *((each.ability, 1) for each in random.sample(needs, random.randint(1, 3))))
            for number in range(7)
        ]
        fit = fit_of(needs, [], ways, on=ON)
        closable = {need for need in needs if any(each.brings(need) for each in ways)}
        fewest = next(
            size
            for size in range(len(ways) + 1)
            for some in combinations(ways, size)
            if all(any(each.brings(need) for each in some) for need in closable)
        )
        assert len(fit.route) == fewest
        assert fit.is_shortest


def test_closing_most_is_what_trying_all_finds():
    random = Random(11)
    for _ in range(40):
        missing = {Need(str(number), 1): random.randint(0, 9) for number in range(6)}
        ways = [
            way(str(number), *((str(each), 1) for each in random.sample(range(6), random.randint(1, 3))))
            for number in range(7)
        ]
        found = closing_most(missing, ways, most=2)
        best = max(
            sum(count for need, count in missing.items() if any(each.brings(need) for each in some))
            for size in range(3)
            for some in combinations(ways, size)
        )
        assert (found.closed, found.is_proven) == (best, True)
        assert sum(missing[need] for _, closes in found.ways for need in closes) == best


def test_nothing_is_missing_so_nothing_is_chosen():
    assert closing_most({Need("x", 1): 0}, [way("a", ("x", 1))], most=3).ways == ()
