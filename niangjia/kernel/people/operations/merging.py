"""Two parties that are one: an alias, which can be undone."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.models import Alias, Party

_KINDS: Final = Term("人员只能与人员合并，组织只能与组织合并。", "A person can be merged with a person only.")
_MERGED: Final = Term(
    "保留的一方本身已并入别处。请选择它并入的那一方。",
    "The one to keep was itself merged into another. Choose the one it was merged into.",
)
_NO_MERGE: Final = Term("没有可撤销的合并。", "There is no merge to undo.")


def merge_parties(party_id: UUID, *, into: UUID, reason: str, actor: Actor, at: datetime) -> UUID:
    """From now on a party stands for another; keys are never rewritten. Gives the alias' id.

    Refuses ``merge_of_two_kinds``, ``merge_into_merged``, ``alias_once_at_a_time`` and ``alias_not_of_itself``.
    """
    kinds = set(Party.objects.filter(id__in=[party_id, into]).values_list("kind", flat=True))
    if len(kinds) != 1:
        raise Refusal("merge_of_two_kinds", _KINDS)
    if Alias.objects.filter(party_id=into, undone_at=None).exists():
        raise Refusal("merge_into_merged", _MERGED)
    with constraints_as_refusals():
        alias = Alias.objects.create(
            party_id=party_id, stands_for_id=into, reason=reason, merged_at=at, merged_by=actor.account_id
        )
    log(actor=actor, act="party.merge", about=party_id, at=at, detail={"into": str(into), "reason": reason})
    return alias.id


def undo_merge(party_id: UUID, *, actor: Actor, at: datetime) -> None:
    """A party stands for itself again. Refuses ``no_merge``."""
    if not Alias.objects.filter(party_id=party_id, undone_at=None).update(undone_at=at, undone_by=actor.account_id):
        raise Refusal("no_merge", _NO_MERGE)
    log(actor=actor, act="party.undo_merge", about=party_id, at=at)
