import re

import pytest

from conftest import owner_connection
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.queries import search_parties
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations.persons import renew_grams


def found(world, who, text):
    with unit_of_work(world.actor(who)):
        return sorted(each.name for each in search_parties(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("欧阳静", ["欧阳静"]),
        ("静", ["陈静", "欧阳静"]),
        ("𬱖明", ["𬱖明"]),
        ("𬱖", ["𬱖明"]),
        ("阿依古丽·买", ["阿依古丽·买买提"]),
        ("买买提", ["阿依古丽·买买提"]),
        ("ouyang", ["欧阳静"]),
        ("oyj", ["欧阳静"]),
        ("shanxiong", ["单雄文"]),
        ("zengguo", ["曾国强"]),
        ("0002", ["张明"]),
        ("机床", ["示例机床有限公司"]),
        ("没有这个人", []),
        ("", []),
        ("%", []),
    ],
)
def test_the_countys_clerk_finds_by_name_sound_and_last_digits(world, text, names):
    assert found(world, "county clerk", text) == sorted(names)


def test_search_stays_in_the_callers_subtree(world):
    assert found(world, "town clerk", "欧阳静") == ["欧阳静"]
    assert found(world, "other town clerk", "欧阳静") == []
    assert found(world, "certifier", "ouyang") == ["欧阳静"]
    assert found(world, "other certifier", "ouyang") == []
    assert found(world, "leader", "欧阳静") == []
    assert found(world, "李秀英", "欧阳静") == []


def test_a_number_of_an_identity_card_is_found_by_its_last_four(world):
    worker = world.workers[5]
    assert worker.name in found(world, "county clerk", worker.identity_number[-4:])


def test_no_more_are_found_than_asked_for(world):
    with unit_of_work(world.actor("county clerk")):
        assert len(search_parties("示例", limit=4)) == 4


def test_what_search_knows_of_a_stranger_is_not_changed(world):
    with pytest.raises(Refusal, match="rename_in_own_subtree"), unit_of_work(world.actor("other town clerk")):
        renew_grams({world.workers[0].id: [("name", "偷")]})


@pytest.mark.usefixtures("world")
def test_the_index_answers_the_search():
    """With 60,000 pieces of other names beside, each branch of the search is an index look-up."""
    with owner_connection() as owner:
        (body,) = owner.execute("SELECT prosrc FROM pg_proc WHERE proname = 'search_parties'").fetchone()
        owner.execute(
            "INSERT INTO people_gram (kind, gram, party_id) SELECT kind, 'x' || number, gen_random_uuid()"
            " FROM generate_series(1, 20000) AS number, unnest(ARRAY['name', 'sound', 'tail']) AS kind"
        )
        owner.execute("ANALYZE people_gram")
        body = body.split("RETURN QUERY")[1].rsplit(";", 2)[0]
        given = {
            "pieces": "(ARRAY['欧阳', '阳静'])",
            "sound": "'ouyang'",
            "tail": "'abcd'",
            "at_most": "20",
            "seats": "nj_seats()",
            "own": "nj_person()",
            "today": "nj_today()",
        }
        for name, value in given.items():
            body = re.sub(rf"(?<!')\b{name}\b(?!')", value, body)
        plan = "\n".join(line for (line,) in owner.execute("EXPLAIN " + body).fetchall())
        owner.rollback()
    assert plan.count("people_gram_pkey") >= 3
    assert "Seq Scan on people_gram" not in plan


def test_everyone_who_can_be_found_can_be_found_once(world):
    with unit_of_work(world.actor("county clerk")):
        parties = [each.party_id for each in search_parties("静", limit=50)]
    assert len(parties) == len(set(parties)) == 2
