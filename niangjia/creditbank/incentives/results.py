"""Events and their official result documents, ours and others'; and the result list that rewards by them."""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.incentives.models import Event, Plan, ResultDocument
from niangjia.creditbank.incentives.naming import event_key
from niangjia.creditbank.incentives.rewarding import reserve_bonuses
from niangjia.creditbank.incentives.types import NewDocument, NewEvent, PlanState, Rewarded
from niangjia.creditbank.outcomes.importing import ImportReport, import_outcomes
from niangjia.creditbank.outcomes.types import Provenance, Source
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.queries import require
from niangjia.kernel.records.operations import attach_file, open_record
from niangjia.kernel.records.types import NewRecord

MOST_BYTES: Final = 20 * 1024 * 1024
NO_FILE: Final = Term("请附上结果文件（PDF 或图片）。", "Attach the result document (PDF or picture).")
NOT_A_PAPER: Final = Term(
    "结果文件只收 PDF、JPG、PNG，不超过 20 MB。请另存后再传。",
    "A result document is a PDF, JPG or PNG of at most 20 MB: save it as one of them.",
)
NO_NAME: Final = Term("赛事要有名称和主办单位。", "An event has a name and an organiser.")
NO_RELATION: Final = Term("请说明两个赛事是什么关系。", "Say how the two events are related.")
NOT_IN_FORCE: Final = Term("计划没有生效，不能按它奖励。", "The plan is not in force, so nothing is rewarded by it.")
OUTSIDE: Final = Term(
    "赛事在 {on} 举行，不在计划的 {start} 到 {end} 之内，不能按这份计划奖励。",
    "The event was held on {on}, outside the plan's {start} to {end}: this plan does not reward it.",
)
KINDS: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}


def open_event(event: NewEvent, *, organisation_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Put an event on record, ours or another's. What it counts as one achievement with never changes after.

    Refuses ``act_not_allowed``, ``event_without_name``, ``relation_missing`` and ``event_once``.
    """
    require(actor, "incentive.reward", on=organisation_id, at=day_of(at))
    if not event_key(event.name) or not event.held_by.strip():
        raise Refusal("event_without_name", NO_NAME)
    if event.once_with is not None and event.relation is None:
        raise Refusal("relation_missing", NO_RELATION)
    key = new_id()
    root = key if event.once_with is None else Event.objects.get(id=event.once_with).root_id
    Event.objects.create(
        id=key,
        organisation_id=organisation_id,
        kind=event.kind,
        name=event.name.strip(),
        name_key=event_key(event.name),
        held_by=event.held_by.strip(),
        held_on=event.held_on,
        root_id=root,
        relation=event.relation.value if event.once_with and event.relation else "",
    )
    return key


def file_document(event_id: UUID, document: NewDocument, *, organisation_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Keep the official result document of an event, under its hash.

    Refuses ``act_not_allowed``, ``document_missing``, ``document_is_no_paper``, ``result_document_once`` and
    ``result_document_is_official``.
    """
    require(actor, "incentive.reward", on=organisation_id, at=day_of(at))
    media_type = _media_type(document.content)
    number = document.number.strip()
    record = NewRecord("result_document", number[:200] or "—", "filed", "file", organisation_id)
    key = open_record(record, actor=actor, at=at)
    ResultDocument.objects.create(
        record_id=key,
        event_id=event_id,
        organisation_id=organisation_id,
        issuer=document.issuer.strip(),
        number=number,
        issued_on=document.issued_on,
        content_hash=sha256(document.content).hexdigest(),
    )
    attach_file(key, document.content, name=document.file_name, media_type=media_type, actor=actor, at=at)
    return key


def reward_list(
    plan_id: UUID, document_id: UUID, file: SourceFile, *, body_id: UUID, actor: Actor, at: datetime
) -> tuple[ImportReport, Rewarded | None]:
    """Deposit the outcomes of a result list with a body, and reserve the plan's bonus for each.

    A list with faults deposits nothing. Brought in again it rewards nothing twice. Refuses ``act_not_allowed``,
    ``plan_not_in_force``, ``event_outside_plan`` and what depositing refuses.
    """
    plan = Plan.objects.select_related("record").get(record_id=plan_id)
    require(actor, "incentive.reward", on=plan.organisation_id, at=day_of(at))
    if plan.record.state != PlanState.IN_FORCE:
        raise Refusal("plan_not_in_force", NOT_IN_FORCE)
    document = ResultDocument.objects.select_related("event").get(record_id=document_id)
    held_on = document.event.held_on
    if not plan.starts_on <= held_on <= plan.ends_on:
        raise Refusal("event_outside_plan", OUTSIDE.format(on=held_on, start=plan.starts_on, end=plan.ends_on))
    come_from = Provenance(Source.SCHEME, f"{document.issuer}　{document.number}"[:120], document_id)
    report = import_outcomes(file, body_id=body_id, actor=actor, at=at, provenance=come_from)
    if not report.outcome_ids:
        return report, None
    return report, reserve_bonuses(report.outcome_ids, plan=plan, document=document, actor=actor, at=at)


def _media_type(content: bytes) -> str:
    """What the content is, by itself and not by its name."""
    if not content:
        raise Refusal("document_missing", NO_FILE)
    found = next((kind for head, kind in KINDS.items() if content.startswith(head)), None)
    if found is None or len(content) > MOST_BYTES:
        raise Refusal("document_is_no_paper", NOT_A_PAPER)
    return found
