"""A worker hands her own outcome to a body; her union does it for her with her consent."""

import pytest
from django.db import DatabaseError

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.outcomes.answers import facts_asked, read_answers
from niangjia.creditbank.outcomes.models import Deposit, Draft, Outcome
from niangjia.creditbank.outcomes.offering import (
    ask_to_confirm,
    begin_draft,
    choose_body,
    decline_draft,
    deposit_draft,
    drop_draft,
    save_answers,
)
from niangjia.creditbank.outcomes.operations import deposit_outcomes
from niangjia.creditbank.outcomes.queries import drafts_of, outcomes_of_body
from niangjia.creditbank.outcomes.types import Consent, NewOutcome, Provenance, Purpose, Source, State
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Affiliation
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.kernel.records.keeping import keep_file
from niangjia.kernel.records.models import Attachment, KeptFile, Move
from niangjia.web.tests.college import AT, LATHE, build_college
from tests.worlds import accredit_for_all

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n% a certificate\n"
TYPED = {
    "occupation": "车工",
    "level": "三级",
    "certificate_number": "JN-2025-11-08264",
    "issuer": "望溪技能评价中心",
    "awarded_on": "2025-11-20",
    "expires_on": "",
}


def strange_body():
    """A body that has never heard of her."""
    with unit_of_work(SYSTEM):
        return register_organisation(
            NewOrganisation("江北行业协会", OrganisationKind.CERTIFYING_BODY), actor=SYSTEM, at=AT
        )


def draft_by(actor, person, body, *, typed=TYPED, purposes=(Purpose.EVIDENCE,)):
    with unit_of_work(actor):
        draft = begin_draft(person, OutcomeKind.SKILL_CERTIFICATE, actor=actor, at=AT)
        save_answers(draft, typed, actor=actor, at=AT)
        if body is not None:
            choose_body(draft, body, actor=actor, at=AT)
        for place, purpose in enumerate(purposes):
            content = PDF + str(place).encode()
            keep_file(content, name="证书.pdf", purpose=purpose, draft_id=draft, about_id=person, actor=actor, at=AT)
    return draft


def deposited(draft, actor):
    with unit_of_work(actor):
        return deposit_draft(draft, actor=actor, at=AT)


def test_a_workers_own_deposit_reaches_the_body_with_its_evidence():
    made = build_college()
    zhou, certifier = made.actor("zhou"), made.actor("renzheng")
    key = deposited(draft_by(zhou, made.person, made.body), zhou)
    with unit_of_work(certifier):
        (row,) = outcomes_of_body(made.body, state=State.DEPOSITED)
        assert (row.record_id, row.title, row.person.name) == (key, "车工", "周晓岚")
        assert (row.deposit.source, row.deposit.consent) == (Source.WORKER, Consent.NONE)
        (file,) = Attachment.objects.filter(record_id=key)
        assert (file.name, file.media_type, file.purpose, file.scan) == (
            "证书.pdf", "application/pdf", Purpose.EVIDENCE, "not_scanned"
        )  # fmt: skip
        certify_outcomes([key], actor=certifier, at=AT)
    with unit_of_work(zhou):
        assert Outcome.objects.get().deposit.source == Source.WORKER
        assert not drafts_of(made.person).exists()
        assert not KeptFile.objects.exists()


def test_a_body_comes_to_know_by_name_whom_it_shall_certify():
    made = build_college()
    body = strange_body()
    accredit_for_all(body, bank=made.federation, operator=made.actor("yunying"))
    zhou = made.actor("zhou")
    deposited(draft_by(zhou, made.person, body), zhou)
    with unit_of_work(zhou):
        assert Affiliation.objects.get(person_id=made.person, organisation_id=body).role == "client"


def test_a_worker_hands_in_nothing_for_somebody_else():
    made = build_college()
    zhou = made.actor("zhou")
    with unit_of_work(zhou), pytest.raises(Refusal, match="act_not_allowed"):
        begin_draft(made.other, OutcomeKind.TRAINING, actor=zhou, at=AT)
    with unit_of_work(zhou), pytest.raises(Refusal, match="act_not_allowed"):
        deposit_outcomes([NewOutcome(made.other, LATHE)], body_id=made.body, actor=zhou, at=AT)


def test_the_database_lets_a_worker_decide_nothing():
    made = build_college()
    zhou = made.actor("zhou")
    key = deposited(draft_by(zhou, made.person, made.body), zhou)
    move = {"record_id": key, "version": 2, "verb": "certify", "at": AT, "actor_label": "x"}
    with pytest.raises(DatabaseError), unit_of_work(zhou):
        Move.objects.bulk_create([Move(from_state="deposited", to_state="certified", **move)])


@pytest.mark.parametrize(
    ("typed", "body", "purposes", "code"),
    [
        ({**TYPED, "level": "很高"}, True, (Purpose.EVIDENCE,), "answers_unfit"),
        ({**TYPED, "certificate_number": ""}, True, (Purpose.EVIDENCE,), "answers_unfit"),
        (TYPED, False, (Purpose.EVIDENCE,), "body_missing"),
        (TYPED, True, (), "evidence_missing"),
    ],
)
def test_what_is_not_complete_is_not_deposited(typed, body, purposes, code):
    made = build_college()
    zhou = made.actor("zhou")
    draft = draft_by(zhou, made.person, made.body if body else None, typed=typed, purposes=purposes)
    with unit_of_work(zhou), pytest.raises(Refusal, match=code):
        deposit_draft(draft, actor=zhou, at=AT)
    with unit_of_work(zhou):
        assert Draft.objects.get().outcome_id is None
        assert not Outcome.objects.exists()


def test_her_union_deposits_with_her_signed_paper():
    made = build_college()
    clerk = made.actor("gonghui1")
    key = deposited(draft_by(clerk, made.person, made.body, purposes=(Purpose.EVIDENCE, Purpose.CONSENT)), clerk)
    with unit_of_work(made.actor("zhou")):
        deposit = Deposit.objects.get(outcomes=key)
        assert (deposit.source, deposit.consent) == (Source.CLERK, Consent.PAPER)
        assert {each.purpose for each in Attachment.objects.filter(record_id=key)} == {"evidence", "consent"}


def test_without_her_paper_her_union_asks_her_and_she_confirms():
    made = build_college()
    clerk, zhou = made.actor("gonghui1"), made.actor("zhou")
    draft = draft_by(clerk, made.person, made.body)
    with unit_of_work(clerk), pytest.raises(Refusal, match="consent_missing"):
        deposit_draft(draft, actor=clerk, at=AT)
    with unit_of_work(zhou):
        assert not drafts_of(made.person).exists()  # it is not hers before she is asked
    with unit_of_work(clerk):
        ask_to_confirm(draft, actor=clerk, at=AT)
    with unit_of_work(made.actor("renzheng")):
        assert not outcomes_of_body(made.body).exists()
    key = deposited(draft, zhou)
    with unit_of_work(made.actor("renzheng")):
        deposit = Deposit.objects.get(outcomes=key)
        assert (deposit.source, deposit.consent) == (Source.CLERK, Consent.CONFIRMED)


def test_she_may_decline_what_her_union_typed_in():
    made = build_college()
    clerk, zhou = made.actor("gonghui1"), made.actor("zhou")
    draft = draft_by(clerk, made.person, made.body)
    with unit_of_work(clerk):
        ask_to_confirm(draft, actor=clerk, at=AT)
    with unit_of_work(clerk), pytest.raises(Refusal, match="draft_gone"):
        save_answers(draft, {"issuer": "别处"}, actor=clerk, at=AT)  # what she is asked about stands still
    with unit_of_work(zhou):
        decline_draft(draft, actor=zhou, at=AT)
    with unit_of_work(zhou), pytest.raises(Refusal, match="draft_gone"):
        deposit_draft(draft, actor=zhou, at=AT)


def test_a_draft_is_thrown_away_by_who_began_it():
    made = build_college()
    clerk, zhou = made.actor("gonghui1"), made.actor("zhou")
    draft = draft_by(clerk, made.person, made.body)
    with unit_of_work(zhou), pytest.raises(Refusal, match="draft_gone"):
        drop_draft(draft, actor=zhou)
    with unit_of_work(clerk):
        drop_draft(draft, actor=clerk)
        assert not Draft.objects.exists()


def test_a_clerk_of_another_firm_begins_nothing_for_her():
    made = build_college()
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar), pytest.raises(Refusal, match="act_not_allowed"):
        begin_draft(made.person, OutcomeKind.TRAINING, actor=registrar, at=AT)


def test_other_parts_of_the_program_say_where_an_outcome_comes_from():
    made = build_college()
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        (key,) = deposit_outcomes(
            [NewOutcome(made.person, LATHE)],
            body_id=made.body,
            actor=certifier,
            at=AT,
            provenance=Provenance(Source.SCHEME, "五小竞赛（2026年）", made.federation),
        )
    with unit_of_work(made.actor("zhou")):
        deposit = Deposit.objects.get(outcomes=key)
        assert (deposit.source, deposit.source_name, deposit.source_id) == (
            "scheme", "五小竞赛（2026年）", made.federation
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (OutcomeKind.MENTORING, ["title", "months", "issuer", "awarded_on"]),
        (OutcomeKind.TRAINING, ["title", "subject", "hours", "issuer", "certificate_number", "awarded_on"]),
    ],
)
def test_only_what_the_kind_needs_is_asked(kind, names):
    assert [name for name, *_ in facts_asked(kind)] == names


def test_a_certificate_is_called_by_its_occupation():
    read = read_answers(OutcomeKind.SKILL_CERTIFICATE, TYPED, on=AT.date())
    assert (read.held.title, read.held.level, read.wrong) == ("车工", 4, {})


def test_each_answer_is_told_what_is_wrong_with_it():
    typed = {**TYPED, "occupation": "车公", "awarded_on": "去年", "level": ""}
    wrong = read_answers(OutcomeKind.SKILL_CERTIFICATE, typed, on=AT.date()).wrong
    assert set(wrong) == {"occupation", "awarded_on", "level"}
    assert wrong["level"].zh == "请填写“等级”"
