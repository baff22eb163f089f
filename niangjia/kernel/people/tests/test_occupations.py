import pytest

from niangjia.kernel.people.queries import occupation_names, occupations_under

pytestmark = [pytest.mark.django_db]


def test_a_group_stands_for_its_occupations_without_itself(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = occupations_under(["6-18-01", "6-31-01-03"])
    assert len(found) == 14
    assert (found["6-18-01-01"], found["6-18-01-13"], found["6-31-01-03"]) == ("车工", "增材制造设备操作员", "电工")
    assert not {"机械冷加工人员", "6-18-01-00"} & {*found, *found.values()}
    assert occupation_names(["6-18-01"]) == {"6-18-01": "机械冷加工人员"}


@pytest.mark.parametrize("groups", [[], ["1-01"], ["2-02-01"], ["9-99"]])
def test_officials_professionals_and_unknown_groups_have_no_skill_certificates(groups):
    assert occupations_under(groups) == {}
