from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Closure, Edge
from niangjia.kernel.people.operations import attach, register_organisations
from niangjia.kernel.people.queries import is_under, organisations_above, organisations_under
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind, Tree
from tests.worlds import AT, ENTERPRISES, TOWNS

BEFORE, MOVED, AFTER = date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)


def names(organisations):
    return [each.name for each in organisations]


def test_a_town_has_its_enterprises_under_it_and_the_county_all(world):
    with unit_of_work(SYSTEM):
        assert len(organisations_under(Tree.UNION, world.federation, on=AFTER)) == 1 + 3 + 10
        assert sorted(names(organisations_under(Tree.UNION, world.towns[2], on=AFTER))) == sorted(
            [TOWNS[2], ENTERPRISES[2], ENTERPRISES[5], ENTERPRISES[8]]
        )


def test_an_enterprise_knows_its_superiors_from_the_top(world):
    with unit_of_work(SYSTEM):
        above = organisations_above(Tree.UNION, world.enterprises[0], on=AFTER)
    assert names(above) == ["示例县总工会", TOWNS[0], ENTERPRISES[0]]


def test_who_moves_stands_under_the_old_town_until_the_day_and_under_the_new_one_from_it(world):
    firm, old, new = world.enterprises[0], world.towns[0], world.towns[1]
    with unit_of_work(SYSTEM):
        attach(firm, tree=Tree.UNION, parent_id=new, since=MOVED, actor=SYSTEM, at=AT)
        asked = [
            (is_under(Tree.UNION, firm, old, on=day), is_under(Tree.UNION, firm, new, on=day))
            for day in (BEFORE, MOVED)
        ]
        assert asked == [(True, False), (False, True)]
        assert is_under(Tree.UNION, firm, world.federation, on=BEFORE)
        assert is_under(Tree.UNION, firm, world.federation, on=AFTER)


def test_a_town_that_moves_takes_its_enterprises_along(world):
    with unit_of_work(SYSTEM):
        attach(world.towns[0], tree=Tree.UNION, parent_id=world.towns[1], since=MOVED, actor=SYSTEM, at=AT)
        above = organisations_above(Tree.UNION, world.enterprises[0], on=AFTER)
    assert names(above) == ["示例县总工会", TOWNS[1], TOWNS[0], ENTERPRISES[0]]


def test_a_circle_is_refused(world):
    with pytest.raises(Refusal, match="edge_makes_no_circle"), unit_of_work(SYSTEM):
        attach(world.federation, tree=Tree.UNION, parent_id=world.enterprises[0], since=MOVED, actor=SYSTEM, at=AT)


def test_an_organisation_is_not_placed_under_itself(world):
    with pytest.raises(Refusal, match="edge_not_to_itself"), unit_of_work(SYSTEM):
        attach(world.towns[0], tree=Tree.UNION, parent_id=world.towns[0], since=MOVED, actor=SYSTEM, at=AT)


def test_a_later_place_on_record_is_not_overwritten_silently(world):
    with unit_of_work(SYSTEM):
        attach(world.enterprises[0], tree=Tree.UNION, parent_id=world.towns[1], since=AFTER, actor=SYSTEM, at=AT)
    with pytest.raises(Refusal, match="edge_one_parent_at_a_time"), unit_of_work(SYSTEM):
        attach(world.enterprises[0], tree=Tree.UNION, parent_id=world.towns[2], since=MOVED, actor=SYSTEM, at=AT)


def test_the_trees_are_apart(world):
    with unit_of_work(SYSTEM):
        attach(
            world.enterprises[0], tree=Tree.INDUSTRY, parent_id=world.enterprises[1], since=MOVED, actor=SYSTEM, at=AT
        )
        assert names(organisations_above(Tree.INDUSTRY, world.enterprises[0], on=AFTER)) == [
            ENTERPRISES[1],
            ENTERPRISES[0],
        ]
        assert len(organisations_above(Tree.UNION, world.enterprises[0], on=AFTER)) == 3


def test_an_organisation_is_taken_out_of_a_tree(world):
    with unit_of_work(SYSTEM):
        attach(world.enterprises[0], tree=Tree.UNION, parent_id=None, since=MOVED, actor=SYSTEM, at=AT)
        assert names(organisations_above(Tree.UNION, world.enterprises[0], on=AFTER)) == [ENTERPRISES[0]]


DAYS = [date(2026, 1, day) for day in range(1, 29)]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 27)), max_size=8))
def test_the_closure_is_always_what_walking_the_edges_gives(moves):
    with unit_of_work(SYSTEM):
        new = [NewOrganisation(f"示例{each}", OrganisationKind.UNION) for each in range(6)]
        nodes = register_organisations(new, actor=SYSTEM, at=AT, since=DAYS[0])
    for child, parent, day in sorted(moves, key=lambda move: move[2]):
        try:
            with unit_of_work(SYSTEM):
                attach(nodes[child], tree=Tree.UNION, parent_id=nodes[parent], since=DAYS[day], actor=SYSTEM, at=AT)
        except Refusal as refusal:
            assert refusal.code in {"edge_makes_no_circle", "edge_not_to_itself"}  # noqa: PT017 - most moves are fine
    with unit_of_work(SYSTEM):
        for day in (DAYS[0], DAYS[10], DAYS[27]):
            assert _held(nodes, day) == {pair for node in nodes for pair in _walked(node, day)}


def _held(nodes, day):
    paths = Closure.objects.filter(tree=Tree.UNION, descendant_id__in=nodes)
    on_day = paths.exclude(valid_from__gt=day).exclude(valid_to__lte=day)
    rows = list(on_day.values_list("ancestor_id", "descendant_id", "depth"))
    assert len(rows) == len(set(rows))
    return set(rows)


def _walked(node, day):
    above, depth = node, 0
    while True:
        yield above, node, depth
        edge = (
            Edge.objects.filter(tree=Tree.UNION, child_id=above)
            .exclude(valid_from__gt=day)
            .exclude(valid_to__lte=day)
            .first()
        )
        if edge is None:
            return
        above, depth = edge.parent_id, depth + 1
