"""Two accounts of one person become one, and can be parted again: an alias, no key rewritten, nothing moved.

No account of the ledger belongs to a person: a lot belongs to its outcome, a transcript to its enrolment. So both
ledgers stay as they are, and whoever reads what the remaining person holds finds what both hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.operations import KEEPERS
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.queries import may, not_allowed
from niangjia.kernel.ledger.queries import balance, balance_by_event
from niangjia.kernel.people.models import Affiliation, Alias, Person
from niangjia.kernel.people.operations import merge_parties, undo_merge

_CONFLICTS: Final = Term(
    "还有 {count} 处两边重复，没有合并。请先逐处处理：{first}",
    "{count} thing(s) stand on both sides, so nothing was merged. Settle each first: {first}",
)
_TWICE_ENROLLED: Final = Term(
    "两边都在《{title}》有学籍：请学院先结束其中一个",
    "both are enrolled in {title}: the college has to end one of the enrolments first",
)
_TWICE_HELD: Final = Term(
    "两边都有《{title}》（{number}）：请机构先不予认证或撤销其中一项",
    "both hold {title} ({number}): the body has to refuse or revoke one of them first",
)
_ALREADY: Final = Term(
    "其中一个账户已经合并过。请先撤销原来的合并，再合并。", "One of them is merged already: part that merge first."
)
_NO_REASON: Final = Term("请写明凭什么断定是同一个人。", "Say why the two are one person.")
_IN_USE: Final = Term(
    "合并以后已经动用了《{title}》的学分，不能直接分开。请先冲销用到它的认定。",
    "Credits of {title} were used since the merge, so it cannot be parted. Reverse the decision that used it first.",
)
_NO_MERGE: Final = Term("这两个账户没有合并。", "These two are not merged.")


@dataclass(frozen=True, slots=True)
class Holding:
    """What stands under one of the two: outcomes that count, and enrolments in force."""

    outcomes: Sequence[Outcome]
    enrolments: Sequence[Enrolment]


def holding_of(person_id: UUID) -> Holding:
    """What stands under a key alone, whatever it is merged with, as far as the actor may see. Two queries."""
    outcomes = Outcome.objects.filter(person_id=person_id, void_at=None).select_related("body", "record")
    enrolments = Enrolment.objects.filter(person_id=person_id, ended_on=None).select_related("programme", "college")
    return Holding(list(outcomes.order_by("record_id")), list(enrolments.order_by("id")))


def conflicts_of_merge(party_id: UUID, *, into: UUID) -> tuple[Term, ...]:
    """What may stand once for a person and stands on both sides, seen past row-level security: it names no place.

    Enrolled twice in one programme, one certificate twice, the same outcome twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, title, number FROM outcomes_merge_conflicts(%s, %s)", [party_id, into])
        found = cursor.fetchall()
    return tuple(
        _TWICE_ENROLLED.format(title=title) if kind == "enrolment" else _TWICE_HELD.format(title=title, number=number)
        for kind, title, number in found
    )


def merge_persons(party_id: UUID, *, into: UUID, reason: str, actor: Actor, at: datetime) -> UUID:
    """From now on one account stands for the other; gives the alias' key.

    By a clerk over the employers or unions of both. Refuses ``act_not_allowed``, ``reason_missing``,
    ``merged_already``, ``merge_conflicts`` and what ``merge_parties`` refuses.
    """
    _lock(party_id, into)
    _require(party_id, into, actor=actor, at=at)
    if not reason.strip():
        raise Refusal("reason_missing", _NO_REASON)
    both = [party_id, into]
    standing = Alias.objects.filter(undone_at=None)
    if standing.filter(party_id__in=both).exists() or standing.filter(stands_for_id=party_id).exists():
        raise Refusal("merged_already", _ALREADY)
    conflicts = conflicts_of_merge(party_id, into=into)
    if conflicts:
        raise Refusal("merge_conflicts", _CONFLICTS.format(count=len(conflicts), first=conflicts[0]))
    return merge_parties(party_id, into=into, reason=reason.strip(), actor=actor, at=at)


def part_persons(party_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Undo a merge: each account holds its own again.

    Refuses ``act_not_allowed``, ``not_merged``, and ``merge_in_use`` where credits of either were used since the
    merge: they may have been used for the other.
    """
    alias = Alias.objects.filter(party_id=party_id, undone_at=None).first()
    if alias is None:
        raise Refusal("not_merged", _NO_MERGE)
    _lock(party_id, alias.stands_for_id)
    _require(party_id, alias.stands_for_id, actor=actor, at=at)
    for outcome in _used_since(party_id, alias):
        raise Refusal("merge_in_use", _IN_USE.format(title=outcome.title))
    undo_merge(party_id, actor=actor, at=at)


def _used_since(party_id: UUID, alias: Alias) -> Sequence[Outcome]:
    """Outcomes of either with less in their lot than at the merge."""
    rows = Outcome.objects.filter(
        person_id__in=[party_id, alias.stands_for_id], standard_value__isnull=False, void_at=None
    )
    return [
        row
        for row in rows.order_by("record_id")
        if (before := balance_by_event(row.record_id, by=alias.merged_at)) is not None
        and (balance(row.record_id) or 0) < before
    ]


def _lock(*party_ids: UUID) -> None:
    list(Person.objects.select_for_update().filter(party_id__in=party_ids).order_by("party_id"))


def _require(*party_ids: UUID, actor: Actor, at: datetime) -> None:
    """A clerk over an employer or union of each of them."""
    on = day_of(at)
    for party_id in party_ids:
        places = Affiliation.objects.filter(holds_on(on), person_id=party_id, role__in=KEEPERS)
        if not any(
            may(actor, "person.merge", on=place, at=on) for place in places.values_list("organisation_id", flat=True)
        ):
            raise not_allowed("person.merge")
