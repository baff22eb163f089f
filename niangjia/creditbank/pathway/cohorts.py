"""Open a cohort, put its people on the list, and let each pass two gates: entrance checked, student number given."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.lengths import refuse_too_long
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.pathway.models import Candidate, Cohort, ProgressConsent
from niangjia.creditbank.pathway.types import CandidateState, NewCohort, StatedEntrance
from niangjia.creditbank.programmes.models import Enrolment, Programme
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol
from niangjia.kernel.access.queries import require
from niangjia.kernel.people.models import Affiliation, Person
from niangjia.kernel.people.operations import affiliate
from niangjia.kernel.people.types import AffiliationRole
from niangjia.kernel.records.operations import move_records, open_records
from niangjia.kernel.records.types import NewMove, NewRecord

KIND: Final = "candidate"
NO_PROGRAMME: Final = Term(
    "本院没有这个培养方案。请从列表里选一个。", "The college has no such programme. Choose one from the list."
)
NOT_OPEN: Final = Term(
    "“{title}”的报名时间是 {opens} 到 {closes}，今天不能加人。请先改报名时间，或另开一班。",
    "Intake of {title} runs from {opens} to {closes}; nobody is added today. Change the days, or open another cohort.",
)
NO_PLACES: Final = Term(
    "“{title}”有 {places} 个名额，已列 {taken} 人，再加 {asked} 人就超了。请减少人数，或另开一班。",
    "{title} has {places} places and {taken} people; {asked} more are too many. List fewer, or open another cohort.",
)
NOT_THERE: Final = Term(
    "{name} 现在是“{state}”，不能做这一步。请刷新后再看。",
    "{name} stands at “{state}”, so this step is not open. Reload the page.",
)
NOT_COMPLETE: Final = Term(
    "录取信息要写全：录取方式、号码、日期、看到的材料。请补全后再提交。",
    "Put down how she was admitted: number, day, and what was seen. Complete it and submit again.",
)
NO_NUMBER: Final = Term(
    "还没有写学籍号，不能登记学籍。请填学籍号。", "Without a student number there is no enrolment. Fill it in."
)
OLD_VERSION: Final = Term(
    "“{title}”定的是培养方案第 {version} 版，现在最新的是另一版。请另开一班，或用这一版的学员名单导入。",
    "{title} was commissioned for version {version} of its programme, which is not the newest. Open another cohort.",
)


def open_cohort(cohort: NewCohort, *, college_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Open a cohort. Refuses ``act_not_allowed``, ``unknown_programme``, ``text_too_long`` and its constraints."""
    require(actor, "cohort.keep", on=college_id, at=day_of(at))
    if not Programme.objects.filter(id=cohort.programme_id, college_id=college_id).exists():
        raise Refusal("unknown_programme", NO_PROGRAMME)
    row = Cohort(
        college_id=college_id,
        commissioner_id=cohort.commissioner_id,
        programme_id=cohort.programme_id,
        title=cohort.title.strip(),
        places=cohort.places,
        union_fen=cohort.union_fen,
        employer_fen=cohort.employer_fen,
        own_fen=cohort.own_fen,
        opens_on=cohort.opens_on,
        closes_on=cohort.closes_on,
        opened_at=at,
        opened_by=actor.account_id,
    )
    refuse_too_long([row])
    with constraints_as_refusals():
        row.save(force_insert=True)
    log(actor=actor, act="cohort.open", about=row.id, at=at, detail={"commissioner": str(cohort.commissioner_id)})
    return row.id


def list_candidates(cohort_id: UUID, person_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Put persons, whom the college knows, on a cohort's list; who stands there is left. Gives how many are new.

    Refuses ``act_not_allowed``, ``cohort_not_open`` and ``cohort_has_no_places``.
    """
    cohort = Cohort.objects.select_for_update().get(id=cohort_id)
    require(actor, "cohort.keep", on=cohort.college_id, at=day_of(at))
    if not cohort.opens_on <= day_of(at) <= cohort.closes_on:
        told = {"title": cohort.title, "opens": cohort.opens_on, "closes": cohort.closes_on}
        raise Refusal("cohort_not_open", NOT_OPEN.format(**told))
    standing = set(Candidate.objects.filter(cohort=cohort).values_list("person_id", flat=True))
    fresh = [key for key in dict.fromkeys(person_ids) if key not in standing]
    taken = Candidate.objects.filter(cohort=cohort).exclude(record__state=CandidateState.WITHDRAWN).count()
    if taken + len(fresh) > cohort.places:
        told = {"title": cohort.title, "places": cohort.places, "taken": taken, "asked": len(fresh)}
        raise Refusal("cohort_has_no_places", NO_PLACES.format(**told))
    names = dict(Person.objects.filter(party_id__in=fresh).values_list("party_id", "name"))
    opened = open_records(
        [
            NewRecord(
                kind=KIND,
                title=f"{cohort.title}　{names[person_id]}",
                state=CandidateState.LISTED,
                verb="list",
                organisation_id=cohort.college_id,
                subject_id=person_id,
            )
            for person_id in fresh
        ],
        actor=actor,
        at=at,
    )
    Candidate.objects.bulk_create(
        Candidate(record_id=key, cohort=cohort, person_id=person_id)
        for key, person_id in zip(opened, fresh, strict=True)
    )
    log_many(actor=actor, act="candidate.list", about=opened, at=at, detail={"cohort": str(cohort_id)})
    return len(fresh)


def state_entrance(candidate_id: UUID, stated: StatedEntrance, *, actor: Actor, at: datetime) -> None:
    """Put down how a candidate was admitted, and what was seen of it. It waits for a colleague's check.

    Refuses ``act_not_allowed``, ``candidate_elsewhere``, ``entrance_incomplete`` and ``text_too_long``.
    """
    row = _candidate(candidate_id, actor, at, CandidateState.LISTED, CandidateState.STATED)
    if not (stated.number.strip() and stated.seen.strip()):
        raise Refusal("entrance_incomplete", NOT_COMPLETE)
    row.entrance, row.entrance_on = stated.entrance, stated.on
    row.entrance_number, row.entrance_seen = stated.number.strip(), stated.seen.strip()
    row.stated_by = actor.account_id
    refuse_too_long([row])
    row.save()
    _move(row, "state", CandidateState.STATED, actor=actor, at=at)


def check_entrance(candidate_id: UUID, *, actor: Actor, at: datetime) -> None:
    """A second person found the entrance to be as stated.

    Refuses ``act_not_allowed``, ``candidate_elsewhere`` and ``entrance_checked_by_another``.
    """
    row = _candidate(candidate_id, actor, at, CandidateState.STATED)
    row.checked_by, row.checked_at = actor.account_id, at
    with constraints_as_refusals():
        row.save(update_fields=["checked_by", "checked_at"])
    _move(row, "admit", CandidateState.ADMITTED, actor=actor, at=at)


def enrol_candidate(
    candidate_id: UUID, *, student_number: str, class_name: str = "", actor: Actor, at: datetime
) -> UUID:
    """Enrol an admitted candidate under her student number, and give the enrolment.

    Refuses ``student_number_missing``, ``candidate_elsewhere`` before both gates are passed, ``programme_superseded``,
    and what ``programmes.operations.enrol`` refuses.
    """
    if not student_number.strip():
        raise Refusal("student_number_missing", NO_NUMBER)
    row = _candidate(candidate_id, actor, at, CandidateState.ADMITTED)
    cohort = Cohort.objects.select_related("programme").get(id=row.cohort_id)
    _become_student(row.person_id, cohort.college_id, actor=actor, at=at)
    new = NewEnrolment(row.person_id, cohort.programme.code, student_number.strip(), class_name, day_of(at))
    (key,) = enrol([new], college_id=cohort.college_id, actor=actor, at=at)
    if not Enrolment.objects.filter(id=key, programme_id=cohort.programme_id).exists():
        told = {"title": cohort.title, "version": cohort.programme.version}
        raise Refusal("programme_superseded", OLD_VERSION.format(**told))
    row.enrolment_id = key
    row.save(update_fields=["enrolment"])
    _move(row, "enrol", CandidateState.ENROLLED, actor=actor, at=at)
    return key


def withdraw_candidate(candidate_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take a candidate off the list; her place is free again. Refuses ``act_not_allowed``, ``candidate_elsewhere``."""
    open_states = (CandidateState.LISTED, CandidateState.STATED, CandidateState.ADMITTED)
    row = _candidate(candidate_id, actor, at, *open_states)
    _move(row, "withdraw", CandidateState.WITHDRAWN, actor=actor, at=at, reason=reason)


def share_progress(candidate_id: UUID, *, shares: bool, actor: Actor, at: datetime) -> None:
    """The worker lets the organisation that sends her see how far she is, or takes that back. Done again: no change.

    Refuses ``act_not_allowed``.
    """
    row = Candidate.objects.get(record_id=candidate_id)
    require(actor, "progress.share", on=row.person_id, at=day_of(at))
    standing = ProgressConsent.objects.select_for_update().filter(candidate=row, ended_at=None)
    if shares and not standing.exists():
        ProgressConsent.objects.create(candidate=row, given_at=at)
    elif not shares:
        standing.update(ended_at=at)
    log(actor=actor, act="progress.share" if shares else "progress.withhold", about=candidate_id, at=at)


def _candidate(candidate_id: UUID, actor: Actor, at: datetime, *states: CandidateState) -> Candidate:
    """The candidate, locked, where she stands in one of these states."""
    found = Candidate.objects.select_for_update(of=("self",)).select_related("record", "person")
    row = found.annotate(college_id=F("cohort__college_id")).get(record_id=candidate_id)
    require(actor, "cohort.keep", on=row.college_id, at=day_of(at))
    state = CandidateState(row.record.state)
    if state not in states:
        raise Refusal("candidate_elsewhere", NOT_THERE.format(name=row.person.name, state=state.term))
    return row


def _move(row: Candidate, verb: str, to: CandidateState, *, actor: Actor, at: datetime, reason: str = "") -> None:
    move_records([NewMove(row.record_id, verb, row.record.state, to, reason=reason)], actor=actor, at=at)


def _become_student(person_id: UUID, college_id: UUID, *, actor: Actor, at: datetime) -> None:
    """So that the college goes on knowing her; who studied there before is known already."""
    role = AffiliationRole.STUDENT
    if not Affiliation.objects.filter(
        person_id=person_id, organisation_id=college_id, role=role, valid_to=None
    ).exists():
        affiliate(person_id, college_id, role=role, since=day_of(at), actor=actor, at=at)
