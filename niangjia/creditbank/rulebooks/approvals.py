"""Approvals of a draft: who gave one to what stands there now, which a change made void, how many are missing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.rulebooks.models import Approval, Purpose, RuleBook
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import accounts_who_may

APPROVING: Final = {Purpose.RECOGNITION: "rulebook.approve", Purpose.STANDARD: "standard.publish"}
APPROVED_ALREADY: Final = Term(
    "您已经同意过这份草稿，不用再点。还差 {missing} 人同意，请其他同事来办。",
    "You have approved this draft already. Approvals still missing: {missing}. Ask other colleagues.",
)
TOO_FEW: Final = Term(
    "《{title}》第 {version} 版要 {quorum} 人同意才能发布，算上您还差 {missing} 人，所以没有发布。"
    "您先点“同意”，再请其他有权的同事同意。",
    "Version {version} of {title} takes {quorum} approvals; with yours {missing} would still be missing, so it was not "
    "published. Approve it yourself, then ask colleagues with that right.",
)


@dataclass(frozen=True, slots=True)
class Approvals:
    """Where a book stands: approvals of its content, those that a change made void, who could still give one."""

    quorum: int
    given: tuple[Approval, ...]
    void: tuple[Approval, ...]
    waiting: tuple[Account, ...]

    @property
    def missing(self) -> int:
        """How many more people must approve."""
        return max(0, self.quorum - len(self.given))

    @property
    def is_reachable(self) -> bool:
        """Enough people hold the right."""
        return self.missing <= len(self.waiting)

    def is_given_by(self, account_id: UUID | None) -> bool:
        """Whether this account's approval stands."""
        return any(each.approved_by == account_id for each in self.given)


def approvals_of(row: RuleBook, *, on: date) -> Approvals:
    """Where a book stands on a day. Two queries."""
    every = list(row.approvals.order_by("approved_at", "id"))
    given = tuple(each for each in every if _is_for(each, row))
    done = {each.approved_by for each in given} | {row.drafted_by}
    able = accounts_who_may(APPROVING[Purpose(row.purpose)], on=row.publisher_id, at=on)
    return Approvals(
        quorum=row.quorum,
        given=given,
        void=tuple(each for each in every if not _is_for(each, row)),
        waiting=tuple(account for account in able if account.id not in done),
    )


def give_approval(row: RuleBook, *, actor: Actor, at: datetime) -> None:
    """Keep the actor's approval of a locked draft as it stands. Refuses ``approved_already``."""
    given = _given(row)
    if any(each.approved_by == actor.account_id for each in given):
        raise Refusal("approved_already", APPROVED_ALREADY.format(missing=max(0, row.quorum - len(given))))
    Approval.objects.create(
        rule_book=row,
        content_hash=row.content_hash,
        drafted_at=row.drafted_at,
        approved_by=actor.account_id,
        label=actor.label,
        approved_at=at,
    )
    log(actor=actor, act="rule_book.approve", about=row.id, at=at, detail={"hash": row.content_hash})


def approve_by_publishing(row: RuleBook, *, actor: Actor, at: datetime) -> None:
    """Whoever publishes a locked draft approves it by that, if not before. Refuses ``quorum_missing``."""
    given = _given(row)
    is_given = any(each.approved_by == actor.account_id for each in given)
    missing = row.quorum - len(given) - (not is_given)
    if missing > 0:
        told = {"title": row.title, "version": row.version, "quorum": row.quorum}
        raise Refusal("quorum_missing", TOO_FEW.format(missing=missing, **told))
    if not is_given:
        give_approval(row, actor=actor, at=at)


def _given(row: RuleBook) -> list[Approval]:
    return [each for each in row.approvals.all() if _is_for(each, row)]


def _is_for(approval: Approval, row: RuleBook) -> bool:
    """Given to this content, and not to an earlier draft that happened to say the same."""
    return approval.content_hash == row.content_hash and approval.drafted_at == row.drafted_at
