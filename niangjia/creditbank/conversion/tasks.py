"""Work for the job worker: proposals for all learners of a book, in small units of work, with progress."""

from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.jobs import PROPOSALS
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

RETRY: Final = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions={OperationalError, InterfaceError})


@app.task(name=PROPOSALS, queue="default", retry=RETRY)
def compute_proposals(run_id: str, account_id: str, federation: str = "default") -> None:
    """Compute the proposals of a run on behalf of who asked for it. Done again it computes only what is stale.

    What breaks the job off leaves the run without an end: ``jobs.standing_of`` says then what its job says. A database
    that is away for a while is tried again.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    key, actor = UUID(run_id), _actor(UUID(account_id), federation)
    with unit_of_work(actor, federation):
        begin_run(key)
        groups = list(chunks_of(key))
    failure = ""
    try:
        for group in groups:
            _compute(key, group, actor, federation)
    except Refusal as refused:
        failure = refused.term.zh
    with unit_of_work(actor, federation):
        finish_run(key, at=clock.now(), failure=failure)


def _compute(run_id: UUID, group: list[UUID], actor: Actor, federation: str) -> None:
    with unit_of_work(actor, federation):
        propose(group, rule_book=book_of_run(run_id), on=clock.today(), at=clock.now())
        advance_run(run_id, len(group))


def _actor(account_id: UUID, federation: str) -> Actor:
    with unit_of_work(NOBODY, federation):
        return actor_of(Account.objects.get(id=account_id), at=clock.now())
