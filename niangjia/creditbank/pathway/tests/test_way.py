"""The shortest way against every choice there is, and its reasons against leaving each of them out."""

import time
from itertools import permutations, product
from random import Random

import pytest

from niangjia.creditbank.pathway.planning.formulation import formulate
from niangjia.creditbank.pathway.planning.problem import (
    Aim,
    Choice,
    Freeing,
    Obstacle,
    Offer,
    OpenCourse,
    WayProblem,
    costs,
    is_way,
)
from niangjia.creditbank.pathway.planning.shifts import Sitting
from niangjia.creditbank.pathway.planning.way import NoWay, Way, _feasible, best_way, forbidding

ORDERS = list(permutations(Aim))
EVENING = (Sitting(2, 18 * 60, 20 * 60),)


def course(code, gives=300, category="专业课", **settings):
    return OpenCourse(code, category, gives, gives, **settings)


def every_choice(problem):
    groups = [[None, *(each for each in problem.offers if each.course == it.code)] for it in problem.courses]
    for freeing in (None, *problem.freeings):
        for taken in product(*groups):
            choice = Choice(tuple(filter(None, taken)), freeing)
            if is_way(problem, choice):
                yield choice


def drawn(seed):
    """A small programme with an offer of two or three terms, drawn from a seed."""
    random = Random(seed)
    terms = random.randint(2, 3)
    codes = [f"C{number}" for number in range(random.randint(2, 5))]
    courses = tuple(
        course(code, random.choice((200, 300, 400)), random.choice(("甲", "乙")), is_compulsory=random.random() < 0.7)
        for code in codes
    )
    offers = tuple(
        Offer(
            id=f"{code}-{term}-{group}",
            course=code,
            term=term,
            hours=random.choice((32, 48, 64)),
            price=random.choice((0, 10_000, 25_000)),
            sittings=tuple(
                Sitting(random.randint(1, 3), start, start + 90)
                for start in random.sample((9 * 60, 18 * 60, 19 * 60), random.randint(0, 2))
            ),
            obstacle=random.choice((None, None, None, None, Obstacle.SHIFT, Obstacle.FULL)),
        )
        for code in codes
        for term in range(terms)
        for group in range(random.randint(0, 2))
    )
    freed = random.sample(codes, min(2, len(codes)))
    gives = {each.code: each.gives for each in courses}
    freeings = tuple(
        Freeing(
            code, ((code, gives[code]), (freed[0], 100)), frozenset({code}), ready=random.randint(0, 1), price=5_000
        )
        for code in freed[1:]
    )
    total = sum(gives.values())
    return WayProblem(
        courses=courses,
        offers=offers,
        loads=tuple(random.choice((400, 700, 1000)) for _ in range(terms)),
        total=random.choice((total, total - 200, total // 2)),
        residency=random.choice((0, 300)),
        floors=(("甲", random.choice((0, 200))),),
        freeings=freeings,
        prerequisites=((codes[1], codes[0]),) if random.random() < 0.5 else (),
        weeks=tuple(tuple(random.randint(15, 18) for _ in range(7)) for _ in range(terms)),
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_way_found_is_the_best_of_all_choices(seed):
    problem = drawn(seed)
    order = ORDERS[seed % len(ORDERS)]
    every = [costs(problem, choice) for choice in every_choice(problem)]
    found = best_way(problem, order, seconds=60)
    if not every:
        assert isinstance(found, NoWay)
        assert found.reasons
        return
    best = min(tuple(cost[aim] for aim in order) for cost in every)
    assert tuple(found.costs[aim] for aim in order) == best
    assert found.is_proven


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_the_reasons_forbid_together_and_none_is_idle(seed):
    problem = drawn(seed)
    found = best_way(problem, tuple(Aim), seconds=60)
    horizon = problem.terms if isinstance(found, NoWay) else found.costs[Aim.TERMS] - 1
    deadline = time.monotonic() + 60
    for left_out in (None, *found.reasons):
        kept = set(found.reasons) - {left_out}
        point, _ = _feasible(formulate(problem, max(horizon, 0), kept.__contains__), deadline)
        assert (point is None) == (left_out is None and horizon >= 0)


def chain(**settings):
    """B needs A; both are offered in both of the first two terms."""
    offers = tuple(Offer(f"{code}{term}", code, term, 48) for code in "AB" for term in (0, 1))
    return WayProblem((course("A"), course("B")), offers, (1000, 1000), 600, **settings)


def test_a_chain_of_prerequisites_takes_a_term_for_each():
    found = best_way(chain(prerequisites=(("B", "A"),)), (Aim.TERMS,))
    assert isinstance(found, Way)
    assert found.costs[Aim.TERMS] == 2
    assert found.reasons == (("course", "B"), ("prerequisite", "B", "A"))


def test_without_it_one_term_is_enough():
    assert best_way(chain(), (Aim.TERMS,)).costs[Aim.TERMS] == 1


def test_what_is_freed_counts_for_those_that_come_after():
    freeing = Freeing("claim", (("A", 300),), frozenset("A"))
    found = best_way(chain(prerequisites=(("B", "A"),), freeings=(freeing,)), (Aim.TERMS,))
    assert (found.costs[Aim.TERMS], found.choice.freeing) == (1, freeing)


def test_what_must_be_studied_here_is_not_freed():
    freeing = Freeing("claim", (("A", 300),), frozenset("A"))
    found = best_way(chain(residency=600, freeings=(freeing,)), (Aim.HOURS,))
    assert (found.costs[Aim.HOURS], found.choice.freeing) == (96, None)


def test_two_classes_on_one_evening_take_one_evening():
    offers = (Offer("A", "A", 0, 32, sittings=EVENING), Offer("B", "B", 0, 32, sittings=(Sitting(2, 1200, 1290),)))
    found = best_way(WayProblem((course("A"), course("B")), offers, (1000,), 600, weeks=((16,) * 7,)), (Aim.EVENINGS,))
    assert found.costs[Aim.EVENINGS] == 16


def test_a_group_that_clashes_with_her_shifts_is_named():
    offers = (Offer("A0", "A", 0, 48, obstacle=Obstacle.SHIFT), Offer("A1", "A", 1, 48))
    found = best_way(WayProblem((course("A"),), offers, (1000, 1000), 300), (Aim.TERMS,))
    assert found.costs[Aim.TERMS] == 2
    assert found.reasons == (("course", "A"), ("shift", "A"))


def test_a_course_that_nobody_offers_leaves_no_way():
    found = best_way(WayProblem((course("A"),), (), (1000,), 300), (Aim.TERMS,))
    assert found == NoWay((("course", "A"),))


def test_without_time_nothing_is_claimed():
    assert forbidding(chain(), 0, time.monotonic() - 1) == ()
    assert best_way(chain(), (Aim.TERMS,), seconds=0) == NoWay(())
