"""Work for the job worker: proposals for all learners of a book, in small units of work, with progress."""

from uuid import UUID

from procrastinate.contrib.django import app

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.models import ProposalRun
from niangjia.creditbank.conversion.proposals import advance_run, chunks_of, finish_run, propose
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import NOBODY, actor_of
from niangjia.kernel.access.unit_of_work import unit_of_work


@app.task(name="conversion.compute_proposals", queue="default")
def compute_proposals(run_id: str, account_id: str, federation: str = "default") -> None:
    """Compute the proposals of a run on behalf of who asked for it. Done again it computes only what is stale."""
    key, actor = UUID(run_id), _actor(UUID(account_id), federation)
    with unit_of_work(actor, federation):
        ProposalRun.objects.filter(id=key).update(done_count=0, finished_at=None, failure="")
        groups = list(chunks_of(key))
    failure = ""
    for group in groups:
        with unit_of_work(actor, federation):
            run = ProposalRun.objects.select_related("rule_book").get(id=key)
            try:
                propose(group, rule_book=run.rule_book, on=clock.today(), at=clock.now())
            except Refusal as refused:
                failure = refused.term.zh
                break
            advance_run(key, len(group))
    with unit_of_work(actor, federation):
        finish_run(key, at=clock.now(), failure=failure)


def _actor(account_id: UUID, federation: str) -> Actor:
    with unit_of_work(NOBODY, federation):
        return actor_of(Account.objects.get(id=account_id), at=clock.now())
