"""Deposit outcomes, set-based: one statement a table however many rows a file has."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.ids import new_id
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.queries import require_accredited
from niangjia.creditbank.accreditation.types import Work
from niangjia.creditbank.engine.books import HeldOutcome
from niangjia.creditbank.outcomes.fingerprints import DETAILS, certificate_key
from niangjia.creditbank.outcomes.models import Deposit, Outcome, OutcomeDetail
from niangjia.creditbank.outcomes.queries import clashes, facts_digest
from niangjia.creditbank.outcomes.types import Clash, NewOutcome, Provenance, Source, State
from niangjia.kernel.access.queries import may, not_allowed
from niangjia.kernel.people.models import Affiliation
from niangjia.kernel.people.types import AffiliationRole
from niangjia.kernel.records.operations import open_records
from niangjia.kernel.records.types import NewRecord

KEEPERS: Final = (AffiliationRole.EMPLOYEE, AffiliationRole.UNION_MEMBER)
"""Whose unions may hand in outcomes on a person's behalf."""
BATCH = 2000
CLASH = Term(
    "证书编号 {number} 已经存入过（本次第 {place} 条）：{where}。同一张证书只能存一次：请删去这一条，或核对编号。",
    "Certificate {number} is deposited already (item {place}): {where}. One certificate counts once: "
    "remove this item or check its number.",
)
SAME = Term(
    "此人的《{title}》已经存入过（本次第 {place} 条），各项内容都相同：{where}。同一项成果只能存一次：请删去这一条。",
    "{title} of this person is deposited already (item {place}), the same in everything: {where}. "
    "One outcome counts once: remove this item.",
)
STANDS = Term("{on} 存入的《{title}》{file}", "{title}, deposited on {on} {file}")
STANDS_ABOVE = Term("与本次第 {place} 条相同", "the same as item {place}")
STANDS_ELSEWHERE = Term("在您看不到的单位", "at a body that you do not see")


def deposit_outcomes(
    outcomes: Sequence[NewOutcome],
    *,
    body_id: UUID,
    actor: Actor,
    at: datetime,
    file_name: str = "",
    file_hash: str = "",
    provenance: Provenance | None = None,
) -> list[UUID]:
    """Deposit outcomes with a body, to be certified by it, and give their ids in the order asked.

    The one way in for every part of the program: ``provenance`` says from where they come, and is shown on each.
    Without it they come from the body itself, by a workbook where a file is named. The body comes to know by name whom
    a worker or her union deposits for. Refuses ``act_not_allowed``, what ``require_accredited`` refuses,
    ``certificate_deposited_already`` and ``outcome_deposited_already``; nothing is written then.
    """
    come_from = provenance or Provenance(Source.WORKBOOK if file_name else Source.BODY)
    persons = {outcome.person_id for outcome in outcomes}
    if not may(actor, "outcome.deposit", on=body_id, at=day_of(at)):
        require_may_offer(persons, actor=actor, at=at)
        _make_known(persons, body_id, at=at)
    require_accredited(body_id, [(work_of(each.held), each.held.title) for each in outcomes], on=day_of(at))
    for clash in clashes(outcomes):
        raise clash_refusal(clash, outcomes[clash.position].held.title)
    deposit = Deposit.objects.create(
        body_id=body_id,
        file_name=file_name,
        file_hash=file_hash,
        outcomes_count=len(outcomes),
        deposited_by=actor.account_id,
        deposited_at=at,
        source=come_from.source,
        source_name=come_from.name,
        source_id=come_from.about_id,
        consent=come_from.consent,
    )
    ids = [new_id() for _ in outcomes]
    open_records(
        [_record(key, outcome, body_id) for key, outcome in zip(ids, outcomes, strict=True)], actor=actor, at=at
    )
    _write(ids, outcomes, deposit)
    log(
        actor=actor, act="outcomes.deposit", about=deposit.id, at=at, detail={"count": str(len(ids)), "file": file_hash}
    )
    return ids


def _write(ids: Sequence[UUID], outcomes: Sequence[NewOutcome], deposit: Deposit) -> None:
    """The outcomes of a deposit with their facts."""
    rows = list(zip(ids, outcomes, strict=True))
    Outcome.objects.bulk_create((_outcome(key, each, deposit) for key, each in rows), batch_size=BATCH)
    OutcomeDetail.objects.bulk_create((_detail(key, each.held) for key, each in rows), batch_size=BATCH)


def require_may_offer(person_ids: Iterable[UUID], *, actor: Actor, at: datetime) -> None:
    """Hand outcomes to a body: for oneself, or as a clerk over the person's employer or union.

    Refuses ``act_not_allowed``.
    """
    for person_id in person_ids:
        kept_by = Affiliation.objects.filter(holds_on(day_of(at)), person_id=person_id, role__in=KEEPERS)
        places = [person_id, *kept_by.values_list("organisation_id", flat=True)]
        if not any(may(actor, "outcome.offer", on=place, at=day_of(at)) for place in places):
            raise not_allowed("outcome.offer")


def _make_known(person_ids: Iterable[UUID], body_id: UUID, *, at: datetime) -> None:
    """The body has to know by name whose outcome it shall certify."""
    with constraints_as_refusals(), connection.cursor() as cursor:
        cursor.execute("SELECT outcomes_make_known(%s::uuid[], %s, %s)", [list(person_ids), body_id, day_of(at)])


def work_of(held: HeldOutcome) -> Work:
    """What a body's accreditation is asked about an outcome."""
    return Work(held.kind.value, held.occupation, held.level)


def clash_refusal(clash: Clash, title: str) -> Refusal:
    """What to say of an outcome that stands already."""
    place, where = clash.position + 1, where_it_stands(clash)
    if clash.certificate_number is not None:
        told = CLASH.format(number=clash.certificate_number, place=place, where=where)
        return Refusal("certificate_deposited_already", told)
    return Refusal("outcome_deposited_already", SAME.format(title=title, place=place, where=where))


def where_it_stands(clash: Clash) -> Term:
    """Where an outcome stands that is deposited already, as far as the asker may know."""
    standing = clash.standing
    if standing is not None:
        file = f"《{standing.file_name}》" if standing.file_name else ""
        return STANDS.format(on=standing.deposited_on, file=file, title=standing.title)
    return STANDS_ELSEWHERE if clash.earlier is None else STANDS_ABOVE.format(place=clash.earlier + 1)


def _record(key: UUID, outcome: NewOutcome, body_id: UUID) -> NewRecord:
    return NewRecord(
        id=key,
        kind="outcome",
        organisation_id=body_id,
        subject_id=outcome.person_id,
        title=outcome.held.title,
        state=State.DEPOSITED,
        verb="deposit",
        follows_subject=True,
    )


def _detail(key: UUID, held: HeldOutcome) -> OutcomeDetail:
    facts = {name: getattr(held, name) for name in DETAILS}
    return OutcomeDetail(outcome_id=key, made_from=list(held.made_from), **facts)


def _outcome(key: UUID, outcome: NewOutcome, deposit: Deposit) -> Outcome:
    held = outcome.held
    return Outcome(
        record_id=key,
        person_id=outcome.person_id,
        body_id=deposit.body_id,
        deposit=deposit,
        kind=held.kind,
        title=held.title,
        certificate_number=held.certificate_number,
        certificate_key=certificate_key(held.certificate_number),
        fingerprint=facts_digest(outcome),
        issuer=held.issuer,
        awarded_on=held.awarded_on,
        expires_on=held.expires_on,
    )
