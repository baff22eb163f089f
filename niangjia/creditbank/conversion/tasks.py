"""Work for the job worker: proposals for all learners of a book, in small units of work, with progress."""

from uuid import UUID

from procrastinate.contrib.django import app

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.proposals import (
    advance_run,
    begin_run,
    book_of_run,
    chunks_of,
    finish_run,
    propose,
)
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import NOBODY, actor_of
from niangjia.kernel.access.unit_of_work import unit_of_work

UNEXPECTED = Term(
    "测算中断了，是我们的问题。已算好的都保留着；请再测算一次，还不行就联系管理员。",
    "The computation broke off, by a fault of ours. What is computed is kept: ask again, or tell the administrator.",
)


@app.task(name="conversion.compute_proposals", queue="default")
def compute_proposals(run_id: str, account_id: str, federation: str = "default") -> None:
    """Compute the proposals of a run on behalf of who asked for it. Done again it computes only what is stale."""
    key, actor = UUID(run_id), _actor(UUID(account_id), federation)
    with unit_of_work(actor, federation):
        begin_run(key)
        groups = list(chunks_of(key))
    failure = UNEXPECTED.zh
    try:
        for group in groups:
            _compute(key, group, actor, federation)
        failure = ""
    except Refusal as refused:
        failure = refused.term.zh
    finally:
        with unit_of_work(actor, federation):
            finish_run(key, at=clock.now(), failure=failure)


def _compute(run_id: UUID, group: list[UUID], actor: Actor, federation: str) -> None:
    with unit_of_work(actor, federation):
        propose(group, rule_book=book_of_run(run_id), on=clock.today(), at=clock.now())
        advance_run(run_id, len(group))


def _actor(account_id: UUID, federation: str) -> Actor:
    with unit_of_work(NOBODY, federation):
        return actor_of(Account.objects.get(id=account_id), at=clock.now())
