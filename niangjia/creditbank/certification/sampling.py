"""Sampling both steps: announced with the hash of a seed, drawn by it, checked again by a third person."""

import secrets
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.models import SampleFinding, SampleItem, SamplingRound, SamplingSeed
from niangjia.creditbank.certification.sampled import acts_text
from niangjia.kernel.access.queries import require
from niangjia.kernel.records.operations import move_record, numbered, open_record
from niangjia.kernel.records.types import NewMove, NewRecord

NUMBER: Final = "CC-{year}-{number:03}"
SEED_BYTES: Final = 32
TITLE: Final = "认证抽查 {since} 起"
NOT_THERE: Final = Term(
    "没有找到这次抽查或这一项，或它不归您管。请回到抽查列表再看。",
    "There is no such sampling, or it is not yours. Go back to the list.",
)
TOO_EARLY: Final = Term(
    "这次抽查的时段到 {last} 才结束，{last} 起才能抽取。",
    "The period of this sampling ends on {last}: it is drawn from that day on.",
)
DRAWN_ALREADY: Final = Term("这次抽查已经抽取过了。请刷新后再看。", "This sampling is drawn already. Reload the page.")
NO_REASON: Final = Term("不同意原来的结论，要写明理由。", "Say why you do not agree.")
# Each body's acts of a step, in the order of SHA-256(seed + the act's 16 bytes): the first ones are the sample.
DRAW: Final = """
SELECT step, act_id, outcome_id, body_id, place
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY step, body_id ORDER BY sha256(decode(%s, 'hex') || uuid_send(act_id))
    ) AS place
    FROM sampling_acts(%s)
) AS ordered
WHERE place <= CASE step WHEN 'check' THEN %s ELSE %s END
ORDER BY step, body_id, place
"""


def announce_sampling(
    *,
    bank_id: UUID,
    since: date,
    until: date,
    checks_count: int,
    verdicts_count: int,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Announce that so many acts of each step at each body will be drawn from a period yet to come.

    Makes a secret seed and publishes its hash. Refuses ``act_not_allowed``, ``sampling_announced_before``,
    ``sampling_one_at_a_time``, ``sampling_ends_after_start``, ``sampling_has_a_size``.
    """
    require(actor, "work.sample", on=bank_id, at=day_of(at))
    seed, number = secrets.token_bytes(SEED_BYTES), numbered("sampling", at, NUMBER)
    title = TITLE.format(since=since.isoformat())
    record = NewRecord("sampling", title, "announced", "announce", organisation_id=bank_id, number=number)
    key = open_record(record, actor=actor, at=at)
    with constraints_as_refusals():
        SamplingRound.objects.create(
            record_id=key,
            bank_id=bank_id,
            number=number,
            valid_from=since,
            valid_to=until,
            checks_count=checks_count,
            verdicts_count=verdicts_count,
            commitment=sha256(seed).hexdigest(),
            announced_on=day_of(at),
        )
    SamplingSeed.objects.create(round_id=key, seed=seed.hex())
    log(actor=actor, act="sampling.announce", about=key, at=at)
    return key


def draw_sample(round_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Draw the sample once the period is over, and publish the seed. Gives how many acts were drawn.

    Refuses ``sampling_missing``, ``act_not_allowed``, ``sampling_too_early``, ``sampling_drawn_already``.
    """
    row = SamplingRound.objects.select_for_update(of=("self",)).filter(record_id=round_id).first()
    if row is None:
        raise Refusal("sampling_missing", NOT_THERE)
    require(actor, "work.sample", on=row.bank_id, at=day_of(at))
    if row.drawn_on is not None:
        raise Refusal("sampling_drawn_already", DRAWN_ALREADY)
    if day_of(at) < row.valid_to:
        raise Refusal("sampling_too_early", TOO_EARLY.format(last=row.valid_to))
    seed = SamplingSeed.objects.values_list("seed", flat=True).get(round_id=round_id)
    items = _drawn(row, seed)
    text = acts_text(round_id)
    SampleItem.objects.bulk_create(items, batch_size=2000)
    with constraints_as_refusals():
        SamplingRound.objects.filter(record_id=round_id).update(
            seed=seed,
            drawn_on=day_of(at),
            acts_count=text.count("\n"),
            acts_hash=sha256(text.encode()).hexdigest(),
        )
    move_record(NewMove(round_id, "draw", "announced", "drawn"), actor=actor, at=at)
    log(actor=actor, act="sampling.draw", about=round_id, at=at, detail={"items": str(len(items))})
    return len(items)


def _drawn(row: SamplingRound, seed: str) -> list[SampleItem]:
    with connection.cursor() as cursor:
        cursor.execute(DRAW, [seed, row.record_id, row.checks_count, row.verdicts_count])
        return [
            SampleItem(round=row, step=step, act_id=act, outcome_id=outcome, body_id=body, place=place)
            for step, act, outcome, body, place in cursor.fetchall()
        ]


def note_finding(item_id: UUID, *, agreed: bool, reason: str, actor: Actor, at: datetime) -> None:
    """A third person checked a drawn act again and agrees or, with a reason, does not.

    Refuses ``sampling_missing``, ``act_not_allowed``, ``disagreement_says_why``, ``sample_by_a_third_person`` and
    ``certification_samplefinding_pkey`` for what was checked again meanwhile.
    """
    item = SampleItem.objects.filter(id=item_id).select_related("round").first()
    if item is None:
        raise Refusal("sampling_missing", NOT_THERE)
    require(actor, "work.sample", on=item.round.bank_id, at=day_of(at))
    if not agreed and not reason.strip():
        raise Refusal("disagreement_says_why", NO_REASON)
    with constraints_as_refusals():
        SampleFinding.objects.create(
            item=item, agreed=agreed, reason=reason.strip(), by=account_of(actor), by_label=actor.label, at=at
        )
    log(actor=actor, act="sampling.find", about=item.outcome_id, at=at, detail={"agreed": str(agreed)})
