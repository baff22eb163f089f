"""A panel decides what the book leaves to it, by the book of the day of asking, without anyone who is in conflict."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.appeals.operations import accept_appeal, file_appeal
from niangjia.creditbank.certification.models import Relation, RelationKind
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.panels.asking import ask_panel, withdraw_panel
from niangjia.creditbank.panels.members import add_expert, conflicts_of, excuse_member, name_members
from niangjia.creditbank.panels.models import Expert, Member, Panel, PanelLine, Vote
from niangjia.creditbank.panels.queries import learner_before, panel_of, panels_of_college, roster, seats_on_panels
from niangjia.creditbank.panels.voting import conclude_panel, vote
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.kernel.access.operations import create_account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, prove_books
from niangjia.kernel.records.models import Record
from niangjia.web.tests.college import AT, BOOK, INNOVATION, LATHE, PASSWORD, build_college

pytestmark = pytest.mark.django_db
EXPERTS = ("shi1", "shi2", "shi3")


@contextmanager
def refused(code):
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code == code


@contextmanager
def acting(made, username):
    actor = made.actor(username)
    with unit_of_work(actor):
        yield actor


def asked(made, username="zhou"):
    with acting(made, username) as worker:
        return ask_panel(made.enrolment, actor=worker, at=clock.now())


def with_experts(made, *more):
    with unit_of_work(SYSTEM):
        for username in EXPERTS:
            create_account(username, label=f"专家{username}", password=PASSWORD, actor=SYSTEM, at=AT)
    with acting(made, "jiaowu1") as registrar:
        return [
            add_expert(made.college, username, field="数控加工", actor=registrar, at=clock.now())
            for username in (*EXPERTS, *more)
        ]


def sitting(made):
    panel = asked(made)
    experts = with_experts(made)
    with acting(made, "jiaowu1") as registrar:
        name_members(panel, experts, actor=registrar, at=clock.now())
    return panel


def votes(made, panel, *answers):
    for username, is_granted in zip(EXPERTS, answers, strict=True):
        with acting(made, username) as expert:
            for line in PanelLine.objects.filter(panel_id=panel, is_open=True):
                vote(line.id, is_granted=is_granted, reason="看过图纸和实物", actor=expert, at=clock.now())


def concluded(made, panel, username="jiaowu1"):
    with acting(made, username) as registrar:
        return conclude_panel(panel, minutes="三人到会，逐项表决。", actor=registrar, at=clock.now())


def state_of(made, key):
    with acting(made, "jiaowu1"):
        return Record.objects.get(id=key).state


def test_what_most_members_grant_is_claimed_and_posted():
    made = build_college(INNOVATION)
    panel = sitting(made)
    votes(made, panel, True, False, True)
    claim = concluded(made, panel)
    assert (state_of(made, panel), state_of(made, claim)) == ("concluded", "claimed")
    made.post(claim)
    with acting(made, "zhou"):
        decision = Decision.objects.get(record_id=claim)
        assert [row.course.code for row in decision.courses.all()] == ["GX"]
        assert decision.by_panel
        assert balance(made.enrolment) == 200
    assert prove_books().holds


def test_what_most_refuse_is_not_claimed_and_she_reads_why():
    made = build_college(INNOVATION)
    panel = sitting(made)
    votes(made, panel, False, False, True)
    assert concluded(made, panel) is None
    with acting(made, "zhou"):
        assert not Decision.objects.exists()
        assert Vote.objects.filter(line__panel_id=panel).count() == 3


def test_a_book_superseded_while_a_panel_sits_does_not_change_what_it_decides_by():
    made = build_college(INNOVATION)
    panel = sitting(made)
    newer = replace(BOOK, version=4, effective_from=date(2026, 4, 1), rows=tuple(r for r in BOOK.rows if r.id != "30"))
    with acting(made, "jiaowu1") as registrar:
        key = draft_rule_book(newer, publisher_id=made.college, actor=registrar, at=clock.now())
    with acting(made, "jiaowu2") as registrar:
        publish_rule_book(key, actor=registrar, at=clock.now())
    with acting(made, "zhou") as worker, refused("nothing_to_claim"):
        claim_courses(made.enrolment, actor=worker, at=clock.now())
    votes(made, panel, True, True, True)
    claim = concluded(made, panel)
    made.post(claim)
    with acting(made, "zhou"):
        decision = Decision.objects.select_related("rule_book").get(record_id=claim)
        assert decision.rule_book.version == 3
        assert decision.book_hash == panel_of(panel).book_hash
        assert balance(made.enrolment) == 200


def test_catalogue_courses_are_claimed_and_posted_at_once_while_the_panel_sits():
    made = build_college(LATHE, INNOVATION)
    panel = sitting(made)
    with acting(made, "zhou") as worker:
        claim = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(claim)
    votes(made, panel, True, True, True)
    made.post(concluded(made, panel))
    with acting(made, "zhou"):
        assert balance(made.enrolment) == 900


def test_a_panel_is_odd_and_nobody_in_conflict_sits_on_it():
    made = build_college(INNOVATION)
    panel = asked(made)
    experts = with_experts(made, "zhou", "renzheng", "jiaowu2")
    with acting(made, "jiaowu1") as registrar:
        found = conflicts_of(Panel.objects.select_related("enrolment").get(record_id=panel), list(roster(made.college)))
        names = {Expert.objects.select_related("account").get(id=key).account.username for key in found}
        assert names == {"zhou", "renzheng"}
        with refused("wrong_number_of_members"):
            name_members(panel, experts[:2], actor=registrar, at=clock.now())
        with refused("member_in_conflict"):
            name_members(panel, [*experts[:2], experts[3]], actor=registrar, at=clock.now())
        name_members(panel, [*experts[:2], experts[5]], actor=registrar, at=clock.now())
    with acting(made, "zhou") as worker, refused("act_not_allowed"):
        name_members(panel, experts[:1], actor=worker, at=clock.now())


def test_a_member_who_steps_back_is_replaced_before_anything_is_concluded():
    made = build_college(INNOVATION)
    panel = sitting(made)
    with acting(made, "shi1") as expert:
        seat = seats_on_panels(expert.account_id).get()
        excuse_member(seat.id, reason="是我徒弟", actor=expert, at=clock.now())
    for username in EXPERTS[1:]:
        with acting(made, username) as expert:
            line = PanelLine.objects.get(panel_id=panel)
            vote(line.id, is_granted=True, reason="看过实物", actor=expert, at=clock.now())
    with refused("votes_missing"):
        concluded(made, panel)
    with acting(made, "jiaowu1") as registrar:
        new = add_expert(made.college, "jiaowu2", field="机械", actor=registrar, at=clock.now())
        name_members(panel, [new], actor=registrar, at=clock.now())
    with acting(made, "jiaowu2") as expert:
        line = PanelLine.objects.get(panel_id=panel)
        vote(line.id, is_granted=False, reason="不够新", actor=expert, at=clock.now())
    assert concluded(made, panel) is not None


def test_members_vote_once_each_for_herself_and_see_no_other_vote_before_the_end():
    made = build_college(INNOVATION)
    panel = sitting(made)
    with acting(made, "shi1") as expert:
        line = PanelLine.objects.get(panel_id=panel)
        assert learner_before(panel) == "周晓岚"
        vote(line.id, is_granted=True, reason="好", actor=expert, at=clock.now())
    with acting(made, "shi1") as expert, refused("vote_once_a_line"):
        vote(line.id, is_granted=False, reason="改主意", actor=expert, at=clock.now())
    with acting(made, "shi2"):
        assert not Vote.objects.exists()
        other = Member.objects.get(panel_id=panel, account__username="shi1")
    with pytest.raises(DatabaseError), acting(made, "shi2"), transaction.atomic():
        Vote.objects.create(line=line, member=other, is_granted=False, reason="代投", at=clock.now())
    with acting(made, "lin"):
        assert not Panel.objects.exists()
        assert learner_before(panel) == ""
    with acting(made, "lin") as stranger, pytest.raises(PanelLine.DoesNotExist):
        vote(line.id, is_granted=True, reason="路过", actor=stranger, at=clock.now())


def test_who_sat_on_the_panel_does_not_decide_the_appeal():
    made = build_college(INNOVATION)
    panel = asked(made)
    experts = with_experts(made, "jiaowu2")
    with acting(made, "jiaowu1") as registrar:
        name_members(panel, [experts[0], experts[1], experts[3]], actor=registrar, at=clock.now())
    for username in ("shi1", "shi2", "jiaowu2"):
        with acting(made, username) as expert:
            line = PanelLine.objects.get(panel_id=panel)
            vote(line.id, is_granted=True, reason="好", actor=expert, at=clock.now())
    claim = concluded(made, panel)
    with acting(made, "jiaowu1") as registrar:
        post_decision(claim, actor=registrar, at=clock.now())
    with acting(made, "zhou") as worker:
        appeal = file_appeal(claim, grounds="成绩记少了", actor=worker, at=clock.now())
    with refused("had_part"), acting(made, "jiaowu2") as registrar:
        accept_appeal(appeal, actor=registrar, at=clock.now())


def test_a_worker_asks_once_at_a_time_and_may_take_it_back():
    made = build_college(INNOVATION)
    panel = asked(made)
    with refused("panel_open_already"):
        asked(made)
    with acting(made, "zhou") as worker:
        withdraw_panel(panel, actor=worker, at=clock.now())
    assert state_of(made, panel) == "withdrawn"
    again = asked(made)
    with acting(made, "jiaowu1"):
        assert [row.record_id for row in panels_of_college(made.college, is_open=True)] == [again]


def test_without_a_row_for_a_panel_there_is_nothing_to_ask():
    made = build_college(LATHE)
    with refused("nothing_for_a_panel"):
        asked(made)


def test_a_second_panel_has_other_people_and_there_is_no_third():
    made = build_college(INNOVATION)
    panel = sitting(made)
    votes(made, panel, False, False, False)
    concluded(made, panel)
    again = asked(made)
    with acting(made, "jiaowu1"):
        found = conflicts_of(Panel.objects.select_related("enrolment").get(record_id=again), list(roster(made.college)))
        assert len(found) == 3
    with acting(made, "zhou") as worker:
        withdraw_panel(again, actor=worker, at=clock.now())
    with unit_of_work(SYSTEM):
        for username in ("wang1", "wang2", "wang3"):
            create_account(username, label=username, password=PASSWORD, actor=SYSTEM, at=AT)
    third = asked(made)
    with acting(made, "jiaowu1") as registrar:
        new = [
            add_expert(made.college, name, field="机械", actor=registrar, at=clock.now())
            for name in ("wang1", "wang2", "wang3")
        ]
        name_members(third, new, actor=registrar, at=clock.now())
    for username in ("wang1", "wang2", "wang3"):
        with acting(made, username) as expert:
            vote(
                PanelLine.objects.get(panel_id=third).id, is_granted=False, reason="不新", actor=expert, at=clock.now()
            )
    concluded(made, third)
    with refused("panel_decided_twice"):
        asked(made)


def test_a_member_who_declared_the_worker_to_be_kin_does_not_vote():
    made = build_college(INNOVATION)
    panel = sitting(made)
    with acting(made, "shi1") as expert:
        Relation.objects.create(
            account=expert.account_id,
            person_id=made.person,
            kind=RelationKind.KIN,
            name="周晓岚",
            valid_from=clock.today(),
            declared_at=clock.now(),
        )
    with refused("related_person"):
        votes(made, panel, True, True, True)
