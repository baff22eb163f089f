"""Sampling: announced before by the hash of a seed, drawn so that anyone can draw again, checked by a third person."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.checking import check_outcomes
from niangjia.creditbank.certification.models import SampleItem, SamplingRound, SamplingSeed
from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.certification.sampled import acts_text, findings_at, items_of, persons_of, rounds
from niangjia.creditbank.certification.sampling import announce_sampling, draw_sample, note_finding
from niangjia.creditbank.certification.tests.test_two_checks import build_bank, code_of, done
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, FIXTURES, LATHE, WIRE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEFORE, LATER = AT - DAY, AT + 30 * DAY


def announced(made, *, at=BEFORE, checks_count=1, verdicts_count=2):
    period = {"since": AT.date(), "until": AT.date() + 10 * DAY}
    sizes = {"checks_count": checks_count, "verdicts_count": verdicts_count}
    return done(made, "yunying", announce_sampling, at=at, bank_id=made.federation, **period, **sizes)


def drawn(made):
    """Three outcomes checked by one and certified by another; of these, one check and two verdicts are drawn."""
    key = announced(made)
    keys = made.deposit(LATHE, WIRE, FIXTURES)
    done(made, "renzheng", check_outcomes, keys, original_seen=True)
    done(made, "renzheng2", certify_outcomes, keys)
    assert done(made, "yunying", draw_sample, key, at=LATER) == 3
    return key


def drawn_again(text, seed, sizes):
    """What anyone does with the public list and the seed."""
    acts = defaultdict(list)
    for line in text.splitlines():
        step, body, act = line.split()
        acts[step, body].append(act)
    return {
        (step, act)
        for (step, _), keys in acts.items()
        for act in sorted(keys, key=lambda key: sha256(bytes.fromhex(seed) + UUID(key).bytes).digest())[: sizes[step]]
    }


def test_anyone_can_draw_the_sample_again_from_what_is_public():
    made = build_bank()
    key = drawn(made)
    with unit_of_work(SYSTEM):
        row, text = rounds().get(record_id=key), acts_text(key)
        assert row.commitment == sha256(bytes.fromhex(row.seed)).hexdigest()
        assert (row.acts_count, row.acts_hash) == (6, sha256(text.encode()).hexdigest())
    with unit_of_work(made.actor("yunying")):
        items = {(item.step, str(item.act_id)) for item in items_of(key)}
    assert items == drawn_again(text, row.seed, {"check": 1, "verdict": 2})


def test_the_seed_and_the_list_stay_closed_until_the_draw():
    made = build_bank()
    key = announced(made)
    with unit_of_work(made.actor("renzheng")):
        assert SamplingRound.objects.get().seed == ""
        assert not SamplingSeed.objects.exists()
        assert acts_text(key) == ""
    assert code_of(done, made, "yunying", draw_sample, key, at=AT + 9 * DAY) == "sampling_too_early"
    assert code_of(done, made, "renzheng", draw_sample, key, at=LATER) == "sampling_missing"
    assert done(made, "yunying", draw_sample, key, at=AT + 10 * DAY) == 0
    assert code_of(done, made, "yunying", draw_sample, key, at=LATER) == "sampling_drawn_already"


def test_it_is_announced_before_its_period_and_with_a_size():
    made = build_bank()
    assert code_of(announced, made, at=AT) == "sampling_announced_before"
    assert code_of(announced, made, verdicts_count=0) == "sampling_has_a_size"
    announced(made)
    assert code_of(announced, made) == "sampling_one_at_a_time"


def test_another_seed_than_the_promised_one_is_refused_by_the_database():
    made = build_bank()
    key = announced(made)
    forged = {"seed": "00" * 32, "drawn_on": LATER.date(), "acts_count": 0, "acts_hash": "00" * 32}
    with pytest.raises(Refusal, match="sampling_seed_as_promised"), unit_of_work(made.actor("yunying")):
        SamplingRound.objects.filter(record_id=key).update(**forged)


def test_the_operator_sees_the_sample_and_no_other_outcome():
    made = build_bank()
    with unit_of_work(made.actor("yunying")):
        assert not Outcome.objects.exists()
    key = drawn(made)
    (left_out,) = made.deposit(replace(LATHE, certificate_number="JN-2025-11-00001"))
    with unit_of_work(made.actor("yunying")):
        seen = set(Outcome.objects.values_list("record_id", flat=True))
        assert seen == {item.outcome_id for item in items_of(key)}
        assert left_out not in seen
        assert {person.name for person in persons_of(key).values()} == {"周晓岚"}
    with unit_of_work(made.actor("jiaowu1")):
        assert not SampleItem.objects.exists()
        assert persons_of(key) == {}


def test_a_third_person_agrees_or_says_why_not_and_the_body_reads_it():
    made = build_bank()
    key = drawn(made)
    with unit_of_work(made.actor("yunying")):
        first, second, _ = items_of(key)
    find = {"agreed": False, "reason": "证书上的等级是五级"}
    assert code_of(done, made, "renzheng", note_finding, first.id, **find) == "act_not_allowed"
    assert code_of(done, made, "yunying", note_finding, first.id, agreed=False, reason=" ") == "disagreement_says_why"
    done(made, "yunying", note_finding, first.id, **find, at=LATER)
    done(made, "yunying", note_finding, second.id, agreed=True, reason="", at=LATER)
    again = code_of(done, made, "yunying", note_finding, first.id, **find, at=LATER)
    assert again == "certification_samplefinding_pkey"
    with unit_of_work(made.actor("renzheng")):
        found = [(item.finding.agreed, item.finding.reason) for item in findings_at(made.body)]
    assert found == [(True, ""), (False, "证书上的等级是五级")]
    with unit_of_work(made.actor("yunying")):
        row = rounds().get(record_id=key)
        assert (row.drawn_count, row.done_count, row.against_count) == (3, 2, 1)


def test_who_made_a_check_of_it_is_no_third_person():
    made = build_bank()
    key = drawn(made)
    with unit_of_work(SYSTEM):
        account = Account.objects.get(username="renzheng")
        seat = {"organisation_id": made.federation, "since": AT.date()}
        give_role(account.id, Role.OPERATOR, **seat, actor=SYSTEM, at=AT)
    with unit_of_work(made.actor("yunying")):
        item = items_of(key)[0]
    code = code_of(done, made, "renzheng", note_finding, item.id, agreed=True, reason="", at=LATER)
    assert code == "sample_by_a_third_person"


def test_nothing_drawn_or_found_is_changed_afterwards():
    made = build_bank()
    drawn(made)
    for table in ("samplingseed", "sampleitem", "samplefinding"):
        with pytest.raises(DatabaseError), unit_of_work(made.actor("yunying")), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM certification_{table}")
