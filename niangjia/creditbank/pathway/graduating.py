"""Who graduates: a list is drawn from the audits, two people sign it, and what it rests on is watched afterwards."""

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.pathway.audits import audits_of
from niangjia.creditbank.pathway.models import (
    Cohort,
    Graduation,
    GraduationList,
    GraduationRequirement,
    GraduationRow,
)
from niangjia.creditbank.pathway.planning.audit import Audit, Requirement
from niangjia.creditbank.pathway.types import GraduationState, ListState
from niangjia.creditbank.programmes.models import Enrolment, Programme
from niangjia.kernel.access.queries import require
from niangjia.kernel.credentials.operations import allot_statuses
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import move_records, next_number, numbered, open_record, open_records
from niangjia.kernel.records.types import NewMove, NewRecord

LIST_KIND: Final = "graduation_list"
KIND: Final = "graduation"
NOBODY: Final = Term(
    "没有可以列入名单的在籍学员（已毕业的不再列入）。", "There is nobody enrolled to list; graduates are left out."
)
NOT_THERE: Final = Term(
    "这份名单现在是“{state}”，不能做这一步。请刷新后再看。",
    "The list stands at “{state}”, so this step is not open. Reload the page.",
)
TWICE: Final = Term(
    "毕业名单要由两个人先后签字。您已经签过，请转给另一位同事。",
    "Two people sign a graduation list. You have signed: hand it to a colleague.",
)
OVERTAKEN: Final = Term(
    "名单里 {count} 名学员的情况在生成名单之后变了，没有签发。请作废这份名单，重新生成。",
    "Of {count} learner(s) the record has changed since the list was drawn, so it was not issued. Draw it anew.",
)
NO_PREFIX: Final = Term("请填毕业证书编号的前缀。", "Fill in how certificate numbers begin.")
NO_REASON: Final = Term("复核要写明理由，本人会看到这句话。", "A review needs a reason; the graduate will read it.")
NOT_FLAGGED: Final = Term(
    "这份毕业现在不在待复核状态。请刷新后再看。", "This graduation does not wait for review. Reload the page."
)
OWN: Final = Term(
    "这是您本人的毕业，不能由您复核。请转给同事。", "This is your own graduation: a colleague reviews it."
)
GRADUATED: Final = Term(
    "您已从《{programme}》毕业，毕业证书编号 {number}。", "You have graduated from {programme}, certificate {number}."
)
UPHELD: Final = Term(
    "您的毕业（{number}）经复核维持。理由：{reason}", "Your graduation ({number}) stands after review: {reason}"
)
WITHDRAWN: Final = Term(
    "您的毕业（{number}）经复核撤回。理由：{reason}。您可以请学院教务处复核。",
    "Your graduation ({number}) was withdrawn after review: {reason}. You may ask the registrar to look again.",
)


def draw_list(
    *, programme_id: UUID, cohort_id: UUID | None = None, class_name: str = "", actor: Actor, at: datetime
) -> UUID:
    """Draw the list of a programme, of one cohort or class of it: each learner with each requirement as it stands.

    Refuses ``act_not_allowed`` and ``nobody_to_list``.
    """
    programme = Programme.objects.get(id=programme_id)
    require(actor, "graduation.sign", on=programme.college_id, at=day_of(at))
    learners = list(_learners(programme_id, cohort_id, class_name))
    if not learners:
        raise Refusal("nobody_to_list", NOBODY)
    audits = audits_of(learners, on=day_of(at))
    hashes = {row.id: audit_hash(audits[row.id]) for row in learners}
    key = open_record(
        NewRecord(
            kind=LIST_KIND,
            title=_title(programme, cohort_id, class_name),
            state=ListState.DRAWN,
            verb="draw",
            organisation_id=programme.college_id,
            number=numbered("毕业", at, "毕业-{year}-{number:04}"),
        ),
        actor=actor,
        at=at,
    )
    made = GraduationList.objects.create(
        record_id=key,
        programme=programme,
        cohort_id=cohort_id,
        drawn_on=day_of(at),
        content_hash=_digest([[str(row.id), hashes[row.id]] for row in learners]),
    )
    _write_rows(made, learners, audits, hashes)
    log(actor=actor, act="graduation.draw", about=key, at=at, detail={"hash": made.content_hash})
    return key


def _learners(programme_id: UUID, cohort_id: UUID | None, class_name: str) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(programme_id=programme_id, ended_on=None, graduation=None)
    if cohort_id is not None:
        found = found.filter(candidate__cohort_id=cohort_id)
    if class_name:
        found = found.filter(class_name=class_name)
    return found.order_by("student_number", "id")


def _title(programme: Programme, cohort_id: UUID | None, class_name: str) -> str:
    cohort = "" if cohort_id is None else Cohort.objects.get(id=cohort_id).title
    return "　".join(filter(None, (programme.title, cohort or class_name)))


def _write_rows(
    made: GraduationList, learners: Sequence[Enrolment], audits: dict[UUID, Audit], hashes: dict[UUID, str]
) -> None:
    rows, requirements = [], []
    for learner in learners:
        audit = audits[learner.id]
        total = audit.line(Requirement.TOTAL)
        row = GraduationRow(
            id=new_id(),
            list=made,
            enrolment=learner,
            is_met=audit.is_complete,
            recognised=total.recognised,
            studied=total.studied,
            content_hash=hashes[learner.id],
        )
        rows.append(row)
        requirements += [
            GraduationRequirement(
                row=row,
                requirement=line.requirement,
                key=line.key,
                needed=line.needed,
                recognised=line.recognised,
                studied=line.studied,
                is_met=line.is_met,
            )
            for line in audit.lines
        ]
    GraduationRow.objects.bulk_create(rows)
    GraduationRequirement.objects.bulk_create(requirements, batch_size=2000)


def audit_hash(audit: Audit) -> str:
    """The SHA-256 of every requirement with what counts for it."""
    return _digest(
        [
            [line.requirement.value, line.key, line.needed, line.recognised, line.studied, line.is_met]
            for line in audit.lines
        ]
    )


def _digest(content: list[list[Any]]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def sign_list(list_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The first signature. Refuses ``act_not_allowed`` and ``graduation_list_elsewhere``."""
    made = _list(list_id, ListState.DRAWN, actor, at)
    made.signed_by = actor.account_id
    made.save(update_fields=["signed_by"])
    _move_list(made, "sign", ListState.DRAWN, ListState.SIGNED, actor=actor, at=at)


def drop_list(list_id: UUID, *, actor: Actor, at: datetime) -> None:
    """A list that is not issued is put aside; it stays on record. Refuses as ``sign_list`` does."""
    made = _list(list_id, None, actor, at)
    _move_list(made, "drop", ListState(made.record.state), ListState.DROPPED, actor=actor, at=at)


def issue_list(list_id: UUID, *, prefix: str, actor: Actor, at: datetime) -> list[UUID]:
    """The second signature: who meets everything graduates, each with a certificate number that begins with ``prefix``.

    Everything is looked at again first. Refuses ``act_not_allowed``, ``graduation_list_elsewhere``,
    ``graduation_list_signed_by_two``, ``certificate_prefix_missing`` and ``graduation_list_overtaken``.
    """
    made = _list(list_id, ListState.SIGNED, actor, at)
    if made.signed_by == actor.account_id:
        raise Refusal("graduation_list_signed_by_two", TWICE)
    if not prefix.strip():
        raise Refusal("certificate_prefix_missing", NO_PREFIX)
    rows = list(made.rows.select_related("enrolment").order_by("enrolment__student_number"))
    learners = list(
        Enrolment.objects.select_for_update().filter(id__in=[row.enrolment_id for row in rows]).order_by("id")
    )
    _refuse_overtaken(rows, learners, at)
    made.issued_by = actor.account_id
    with constraints_as_refusals():
        made.save(update_fields=["issued_by"])
    _move_list(made, "issue", ListState.SIGNED, ListState.ISSUED, actor=actor, at=at)
    return _confer(made, [row for row in rows if row.is_met], prefix.strip(), actor=actor, at=at)


def _refuse_overtaken(rows: Sequence[GraduationRow], learners: Sequence[Enrolment], at: datetime) -> None:
    audits = audits_of(learners, on=day_of(at))
    ended = {learner.id for learner in learners if learner.ended_on is not None}
    changed = [
        row
        for row in rows
        if audit_hash(audits[row.enrolment_id]) != row.content_hash or (row.is_met and row.enrolment_id in ended)
    ]
    if changed:
        raise Refusal("graduation_list_overtaken", OVERTAKEN.format(count=len(changed)))


def _confer(
    made: GraduationList, rows: Sequence[GraduationRow], prefix: str, *, actor: Actor, at: datetime
) -> list[UUID]:
    college_id, title = made.record.organisation_id, made.programme.title
    numbers = [f"{prefix}{next_number(f'毕业证书 {college_id}', day_of(at).year):06}" for _ in rows]
    keys = open_records(
        [
            NewRecord(
                kind=KIND,
                title=title,
                state=GraduationState.GRADUATED,
                verb="graduate",
                organisation_id=college_id,
                subject_id=row.enrolment.person_id,
                follows_subject=True,
                number=number,
            )
            for row, number in zip(rows, numbers, strict=True)
        ],
        actor=actor,
        at=at,
    )
    with constraints_as_refusals():
        Graduation.objects.bulk_create(
            Graduation(
                record_id=key, row=row, enrolment=row.enrolment, certificate_number=number, graduated_on=day_of(at)
            )
            for key, row, number in zip(keys, rows, numbers, strict=True)
        )
    allot_statuses(keys, at=at)  # what is taken back before she looks for her credential shows in it too
    log_many(actor=actor, act="graduation.confer", about=keys, at=at, detail={"list": str(made.record_id)})
    told = [
        NewNotice(
            row.enrolment.person_id, "graduation.conferred", key, GRADUATED.format(programme=title, number=number)
        )
        for key, row, number in zip(keys, rows, numbers, strict=True)
    ]
    notify(told, actor=actor, at=at)
    return keys


def flag_graduations(enrolment_ids: Collection[UUID], *, reason: str, actor: Actor, at: datetime) -> None:
    """Something that a graduation rests on was taken back: it waits for review. A reversal flags by itself."""
    standing = Graduation.objects.filter(
        enrolment_id__in=enrolment_ids, record__state__in=(GraduationState.GRADUATED, GraduationState.UPHELD)
    ).select_related("record")
    moves = [
        NewMove(row.record_id, "flag", row.record.state, GraduationState.TO_REVIEW, reason=reason) for row in standing
    ]
    if moves:
        move_records(moves, actor=actor, at=at)


def decide_review(graduation_id: UUID, *, stands: bool, reason: str, actor: Actor, at: datetime) -> None:
    """A registrar decides, for a reason that the graduate reads, whether a flagged graduation stands.

    Refuses ``reason_missing``, ``act_not_allowed``, ``own_graduation`` and ``graduation_not_flagged``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    row = Graduation.objects.select_related("record", "enrolment").get(record_id=graduation_id)
    require(actor, "graduation.review", on=row.record.organisation_id, at=day_of(at))
    if actor.person_id is not None and actor.person_id == row.enrolment.person_id:
        raise Refusal("own_graduation", OWN)
    if row.record.state != GraduationState.TO_REVIEW:
        raise Refusal("graduation_not_flagged", NOT_FLAGGED)
    to, verb = (GraduationState.UPHELD, "uphold") if stands else (GraduationState.WITHDRAWN, "withdraw_graduation")
    move = NewMove(row.record_id, verb, GraduationState.TO_REVIEW, to, reason=reason.strip())
    move_records([move], actor=actor, at=at)
    words = (UPHELD if stands else WITHDRAWN).format(number=row.certificate_number, reason=reason.strip())
    notify([NewNotice(row.enrolment.person_id, "graduation.reviewed", row.record_id, words)], actor=actor, at=at)
    log(actor=actor, act=f"graduation.{verb}", about=row.record_id, at=at)


def _list(list_id: UUID, state: ListState | None, actor: Actor, at: datetime) -> GraduationList:
    """The list, locked, where it stands in a state; None: not issued and not dropped."""
    made = (
        GraduationList.objects.select_for_update(of=("self",))
        .select_related("record", "programme")
        .get(record_id=list_id)
    )
    require(actor, "graduation.sign", on=made.record.organisation_id, at=day_of(at))
    stands = ListState(made.record.state)
    if stands is not state and (state is not None or stands in {ListState.ISSUED, ListState.DROPPED}):
        raise Refusal("graduation_list_elsewhere", NOT_THERE.format(state=stands.term))
    return made


def _move_list(made: GraduationList, verb: str, start: ListState, to: ListState, *, actor: Actor, at: datetime) -> None:
    move_records([NewMove(made.record_id, verb, start, to)], actor=actor, at=at)
    log(actor=actor, act=f"graduation_list.{verb}", about=made.record_id, at=at)
