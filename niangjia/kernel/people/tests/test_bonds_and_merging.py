from datetime import date

import pytest

from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Occupation
from niangjia.kernel.people.operations import (
    affiliate,
    end_affiliation,
    merge_parties,
    take_up_occupation,
    undo_merge,
)
from niangjia.kernel.people.queries import members_of, person_card, surviving_party
from niangjia.kernel.people.types import AffiliationRole
from tests.worlds import AT

EMPLOYEE, MEMBER = AffiliationRole.EMPLOYEE, AffiliationRole.UNION_MEMBER
LEFT, AFTER = date(2026, 2, 1), date(2026, 3, 2)


def test_who_left_is_no_employee_from_that_day_on(world):
    clerk, worker, firm = world.actor("county clerk"), world.workers[0], world.enterprises[0]
    with unit_of_work(clerk, today=date(2026, 1, 31)):
        end_affiliation(worker.id, firm, role=EMPLOYEE, on=LEFT, actor=clerk, at=AT)
        assert worker.id in {each.pk for each in members_of(firm, role=EMPLOYEE, on=date(2026, 1, 31))}
        assert worker.id not in {each.pk for each in members_of(firm, role=EMPLOYEE, on=LEFT)}


def test_ending_what_is_not_there_is_refused(world):
    clerk = world.actor("county clerk")
    with pytest.raises(Refusal, match="no_such_affiliation"), unit_of_work(clerk):
        end_affiliation(world.workers[0].id, world.enterprises[0], role=MEMBER, on=LEFT, actor=clerk, at=AT)


def test_the_same_affiliation_twice_at_a_time_is_refused_in_words(world):
    clerk = world.actor("county clerk")
    with pytest.raises(Refusal) as refused, unit_of_work(clerk):
        affiliate(world.workers[0].id, world.enterprises[0], role=EMPLOYEE, since=LEFT, actor=clerk, at=AT)
    assert refused.value.term.zh == "此人在这段时间已与该组织有同一种隶属关系。"


def test_a_worker_may_belong_to_two_organisations(world):
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        affiliate(world.workers[0].id, world.enterprises[3], role=MEMBER, since=LEFT, actor=clerk, at=AT)
        assert [each.name for each in members_of(world.enterprises[3], role=MEMBER, on=AFTER)] == ["单雄文"]


def test_a_new_occupation_ends_the_one_before(world):
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        take_up_occupation(world.workers[0].id, "6-31-01-03", since=LEFT, actor=clerk, at=AT)
        before, after = (person_card(world.workers[0].id, on=day).occupation for day in (date(2026, 1, 31), LEFT))
    assert (before, after) == ("车工", "电工")


def test_an_occupation_outside_the_classification_is_refused(world):
    clerk = world.actor("county clerk")
    with pytest.raises(Refusal, match="no_such_occupation"), unit_of_work(clerk):
        take_up_occupation(world.workers[0].id, "9-99-99-99", since=LEFT, actor=clerk, at=AT)


@pytest.mark.django_db
def test_the_classification_of_2022_stands():
    assert Occupation.objects.count() == 2047
    assert Occupation.objects.get(code="6-18-01-01").name == "车工"


def test_a_merge_is_an_alias_that_can_be_undone(world):
    clerk = world.actor("county clerk")
    first, second, third = (world.workers[each].id for each in range(3))
    with unit_of_work(clerk):
        merge_parties(first, into=second, reason="重复登记", actor=clerk, at=AT)
        merge_parties(second, into=third, reason="重复登记", actor=clerk, at=AT)
        assert surviving_party(first) == third
        undo_merge(second, actor=clerk, at=AT)
        assert [surviving_party(first), surviving_party(second)] == [second, second]


def test_merges_never_make_a_circle(world):
    clerk = world.actor("county clerk")
    first, second = world.workers[0].id, world.workers[1].id
    with unit_of_work(clerk):
        merge_parties(first, into=second, reason="重复登记", actor=clerk, at=AT)
    with pytest.raises(Refusal, match="merge_into_merged"), unit_of_work(clerk):
        merge_parties(second, into=first, reason="重复登记", actor=clerk, at=AT)


def test_a_person_and_an_organisation_are_not_merged(world):
    clerk = world.actor("county clerk")
    with pytest.raises(Refusal, match="merge_of_two_kinds"), unit_of_work(clerk):
        merge_parties(world.workers[0].id, into=world.federation, reason="误点", actor=clerk, at=AT)
