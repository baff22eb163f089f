from datetime import date

import pytest
from django.db import connection

from niangjia.core import crypto
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.models import ReadLog
from niangjia.kernel.access.queries import search_parties
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Organisation, Paper, Person, PersonKey
from niangjia.kernel.people.operations import (
    add_paper,
    add_phone,
    forget_person,
    register_organisation,
    register_person,
    register_persons,
    rename_person,
    rewrap_keys,
)
from niangjia.kernel.people.queries import (
    find_person_by_paper,
    find_persons_by_papers,
    paper_numbers,
    person_card,
    person_cards,
)
from niangjia.kernel.people.types import (
    AffiliationRole,
    NewOrganisation,
    NewPaper,
    NewPerson,
    OrganisationKind,
    PaperType,
    Sex,
)
from tests.worlds import AT, NAMES, credit_code, identity_number, worker_paper

EMPLOYEE, CLIENT = AffiliationRole.EMPLOYEE, AffiliationRole.CLIENT
TODAY = date(2026, 3, 2)
NEWCOMER = NewPerson("王示", NewPaper(PaperType.IDENTITY_NUMBER, identity_number(date(1990, 5, 6), 124)))


def register(world, who, people, organisation, role=EMPLOYEE):
    actor = world.actor(who)
    with unit_of_work(actor):
        return register_persons(people, organisation_id=organisation, role=role, actor=actor, at=AT)


def test_a_person_is_registered_with_what_her_number_tells(world):
    (registered,) = register(world, "county clerk", [NEWCOMER], world.enterprises[0])
    with unit_of_work(world.actor("county clerk")):
        card = person_card(registered.person_id, on=TODAY)
    assert registered.is_new
    assert (card.name, card.sex, card.born_on) == ("王示", Sex.FEMALE, date(1990, 5, 6))
    assert card.papers == ((PaperType.IDENTITY_NUMBER, f"349***********{NEWCOMER.paper.number[-4:]}"),)
    assert card.employer == "示例机床有限公司"


def test_registering_again_finds_the_same_person_and_changes_nothing(world):
    first = register(world, "county clerk", [NEWCOMER], world.enterprises[0])
    with unit_of_work(world.actor("county clerk")):
        before = (Person.objects.count(), Paper.objects.count())
    again = register(world, "county clerk", [NEWCOMER, NEWCOMER], world.enterprises[0])
    with unit_of_work(world.actor("county clerk")):
        assert (Person.objects.count(), Paper.objects.count()) == before
    assert [each.person_id for each in again] == [first[0].person_id] * 2
    assert not again[0].is_new


def test_a_body_that_knows_name_and_paper_gets_to_know_the_person_and_that_is_written_down(world):
    stranger = NewPerson(NAMES[29], worker_paper(29))
    (found,) = register(world, "other certifier", [stranger], world.bodies[1], CLIENT)
    certifier = world.actor("other certifier")
    with unit_of_work(certifier):
        assert [card.name for card in person_cards([found.person_id], on=TODAY)] == ["韩雪"]
    with unit_of_work(world.actor("auditor")):
        reads = ReadLog.objects.filter(account_id=certifier.account_id).values_list("about", "purpose")
        assert list(reads) == [(found.person_id, "register_known_person")]


def test_a_known_paper_under_another_name_is_refused_and_nothing_is_written(world):
    people = [NEWCOMER, NewPerson("不是她", worker_paper(0))]
    with pytest.raises(Refusal) as refused:
        register(world, "county clerk", people, world.enterprises[0])
    assert (refused.value.code, refused.value.place.row) == ("paper_known_under_other_name", 2)
    assert "单雄文" not in refused.value.term.zh
    with unit_of_work(world.actor("county clerk")):
        assert find_person_by_paper(NEWCOMER.paper, purpose="test", at=AT) is None


def test_one_paper_under_two_names_in_one_list_is_refused(world):
    people = [NEWCOMER, NewPerson("王例", NEWCOMER.paper)]
    with pytest.raises(Refusal, match="paper_under_two_names") as refused:
        register(world, "county clerk", people, world.enterprises[0])
    assert refused.value.place.row == 2


def test_a_wrong_number_is_refused_with_its_row(world):
    wrong = NewPerson("李示", NewPaper(PaperType.IDENTITY_NUMBER, "34999919900506124Y"))
    with pytest.raises(Refusal, match="paper_number_wrong") as refused:
        register(world, "county clerk", [NEWCOMER, wrong], world.enterprises[0])
    assert refused.value.place.row == 2


def test_a_birth_date_that_contradicts_the_number_is_refused(world):
    wrong = NewPerson("王示", NEWCOMER.paper, born_on=date(1990, 5, 7))
    with pytest.raises(Refusal, match="birth_contradicts_number"):
        register(world, "county clerk", [wrong], world.enterprises[0])


def test_nobody_registers_into_another_towns_enterprise(world):
    with pytest.raises(Refusal, match="register_into_own_subtree"):
        register(world, "town clerk", [NEWCOMER], world.enterprises[1])


def test_people_without_a_citizens_number_are_registered_too(world):
    people = [
        NewPerson("陈大文", NewPaper(PaperType.HK_MO_PERMIT, "H12345678"), Sex.MALE, date(1981, 2, 3)),
        NewPerson("Marie Curie", NewPaper(PaperType.PASSPORT, "FR1234567")),
    ]
    found = register(world, "county clerk", people, world.enterprises[0])
    with unit_of_work(world.actor("county clerk")):
        cards = person_cards([each.person_id for each in found], on=TODAY)
    assert [card.papers[0][1] for card in cards] == ["H******78", "F******67"]


def test_a_rare_name_is_kept_to_the_last_character(world):
    with unit_of_work(world.actor("county clerk")):
        card = person_card(world.workers[6].id, on=TODAY)
    assert card.name == "𬱖明"


def test_thousands_are_registered_in_a_few_statements(world, django_assert_max_num_queries):
    born = date(1980, 1, 1)
    people = [
        NewPerson(f"示例{each}", NewPaper(PaperType.PASSPORT, f"EX{each:07}"), Sex.FEMALE, born) for each in range(4100)
    ]
    with django_assert_max_num_queries(20):
        found = register(world, "county clerk", people, world.enterprises[0])
    assert len({each.person_id for each in found}) == 4100
    assert all(each.is_new for each in found)


def test_cards_of_three_need_no_more_queries_than_cards_of_one(world, django_assert_num_queries):
    with unit_of_work(world.actor("county clerk")):
        with django_assert_num_queries(6):
            person_cards([world.workers[0].id], on=TODAY)
        with django_assert_num_queries(6):
            assert len(person_cards([worker.id for worker in world.workers[:3]], on=TODAY)) == 3


def test_a_stranger_is_found_by_paper_and_the_look_up_is_logged(world):
    clerk = world.actor("other town clerk")
    with unit_of_work(clerk):
        papers = [worker_paper(0), NewPaper(PaperType.IDENTITY_NUMBER, "no number"), worker_paper(3)]
        found = find_persons_by_papers(papers, purpose="transfer", at=AT)
    assert found == [world.workers[0].id, None, world.workers[3].id]
    with unit_of_work(world.actor("auditor")):
        # the other one is of her own town: no entry
        reads = ReadLog.objects.filter(account_id=clerk.account_id).values_list("about", "purpose")
        assert list(reads) == [(world.workers[0].id, "transfer")]


def test_nobody_logged_in_finds_nobody(world):
    with pytest.raises(Refusal, match="find_from_a_seat"), unit_of_work(world.actor("leader")):
        find_person_by_paper(worker_paper(0), purpose="curiosity", at=AT)


def test_another_paper_is_added_and_belongs_to_one_person_alone(world):
    clerk = world.actor("county clerk")
    passport = NewPaper(PaperType.PASSPORT, "EA1234567")
    with unit_of_work(clerk):
        add_paper(world.workers[0].id, passport, actor=clerk, at=AT)
        assert find_person_by_paper(passport, purpose="test", at=AT) == world.workers[0].id
    with pytest.raises(Refusal, match="paper_number_once"), unit_of_work(clerk):
        add_paper(world.workers[1].id, passport, actor=clerk, at=AT)


def test_a_phone_added_later_is_shown_and_found(world):
    clerk, worker = world.actor("county clerk"), world.workers[0]
    with unit_of_work(clerk):
        add_phone(worker.id, "0556-5512345", actor=clerk, at=AT)
        add_phone(worker.id, "05565512345", actor=clerk, at=AT)
        assert person_card(worker.id, on=TODAY).phone == "055****2345"
        assert [found.name for found in search_parties("2345")] == [worker.name]


def test_a_number_is_unreadable_in_the_table_and_readable_with_the_key(world):
    with unit_of_work(world.actor("county clerk")):
        worker = world.workers[0]
        cipher = bytes(Paper.objects.get(person_id=worker.id).number_cipher)
        assert worker.identity_number.encode() not in cipher
        assert paper_numbers(worker.id) == {PaperType.IDENTITY_NUMBER: worker.identity_number}


def test_destroying_the_key_makes_the_number_unreadable_for_ever(world):
    clerk, worker = world.actor("county clerk"), world.workers[0]
    with unit_of_work(clerk):
        cipher = bytes(Paper.objects.get(person_id=worker.id).number_cipher)
        forget_person(worker.id, reason="本人申请", actor=clerk, at=AT)
    with unit_of_work(clerk):
        kept = PersonKey.objects.get(person_id=worker.id)
        card = person_card(worker.id, on=TODAY)
        assert (kept.wrapped, kept.destroyed_at) == (None, AT)
        assert (card.name, card.born_on, card.papers, card.phone) == (
            "已删除",
            None,
            ((PaperType.IDENTITY_NUMBER, "****"),),
            None,
        )
        assert find_person_by_paper(worker_paper(0), purpose="test", at=AT) is None
    with pytest.raises(Refusal, match="person_key_destroyed"), unit_of_work(clerk):
        paper_numbers(worker.id)
    other = crypto.new_person_key()
    with pytest.raises(crypto.UnreadableSecretError):
        crypto.decrypt(other, cipher, "paper.number")


def test_a_body_that_served_a_person_cannot_delete_her_data(world):
    certifier = world.actor("certifier")
    with pytest.raises(Refusal, match="forget_in_own_subtree"), unit_of_work(certifier):
        forget_person(world.workers[0].id, reason="误点", actor=certifier, at=AT)


def test_a_changed_name_is_found_and_the_old_one_is_not(world):
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        rename_person(world.workers[2].id, "张晓明", reason="户口簿更名", actor=clerk, at=AT)
        assert [found.name for found in search_parties("张晓明")] == ["张晓明"]
        assert search_parties("张明") == ()
        assert [found.name for found in search_parties(world.workers[2].identity_number[-4:])] == ["张晓明"]


def test_keys_are_wrapped_anew_after_a_rotation(world):
    clerk = world.actor("county clerk")
    crypto.rotate()
    with unit_of_work(clerk):
        after, rounds = rewrap_keys(at_most=12), 1
        while after is not None:
            after, rounds = rewrap_keys(after=after, at_most=12), rounds + 1
        assert rounds == 3
        assert all(crypto.is_current(key.wrapped) for key in PersonKey.objects.all())
        assert paper_numbers(world.workers[0].id)[PaperType.IDENTITY_NUMBER] == world.workers[0].identity_number


def test_persons_cannot_be_written_around_the_function(world):
    with unit_of_work(world.actor("county clerk")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('people_person', 'INSERT'), has_table_privilege('people_gram', 'SELECT')"
        )
        assert cursor.fetchone() == (False, False)


def test_a_credit_code_is_checked_and_belongs_to_one_organisation(world):
    clerk = world.actor("county clerk")

    def found(code):
        with unit_of_work(clerk):
            new = NewOrganisation("示例新厂", OrganisationKind.ENTERPRISE, code, parent_id=world.towns[0])
            return register_organisation(new, actor=clerk, at=AT)

    with pytest.raises(Refusal, match="credit_code_wrong"):
        found(credit_code(77)[:-1] + "0")
    with pytest.raises(Refusal, match="organisation_credit_code_once"):
        found(credit_code(10))
    assert Organisation.objects.get(party_id=found(credit_code(77).lower())).credit_code == credit_code(77)


def test_one_person_alone_is_registered_the_same_way(world):
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        found = register_person(NEWCOMER, organisation_id=world.federation, role=EMPLOYEE, actor=clerk, at=AT)
        assert found.is_new
