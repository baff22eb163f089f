"""Proposals for all learners at once are, row by row, those of single conversions."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.batch.models import Chunk, Run
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.batch.running import propose_all
from niangjia.creditbank.conversion.models import Proposal, ProposalRun
from niangjia.creditbank.conversion.proposals import FIELDS, propose
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.unit_of_work import unit_of_work

EXAMPLES = settings.PROJECT / "examples" / "anqing"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
KEPT = [name for name in FIELDS if name != "computed_at"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def registrar(ground):
    with unit_of_work(SYSTEM):
        return actor_of(Account.objects.get(id=ground.registrar_id), at=AT)


def kept(ground):
    with unit_of_work(registrar(ground)):
        return {row.pop("enrolment_id"): row for row in Proposal.objects.values("enrolment_id", *KEPT)}


def test_they_are_those_of_single_conversions_and_a_page_can_read_the_progress():
    ground = load_population(150, examples=EXAMPLES, at=AT, posted=6)
    told = []
    run = propose_all(ground.rule_book_id, on=AT.date(), chunk=40, tell=told.append)
    found = kept(ground)
    with unit_of_work(registrar(ground)):
        book = RuleBook.objects.get(id=ground.rule_book_id)
        enrolled = list(Enrolment.objects.filter(ended_on=None).values_list("id", flat=True))
        Proposal.objects.all().delete()
        assert propose(enrolled, rule_book=book, on=AT.date(), at=AT) == len(enrolled)
        shown = ProposalRun.objects.get()
        assert Chunk.objects.filter(run_id=run, done_at=None).count() == 0
        assert Run.objects.get(id=run).finished_at is not None
    assert (shown.done_count, shown.learners_count) == (len(enrolled), len(enrolled))
    assert (told[-1].done, told[-1].count, told[-1].chunks_left) == (len(enrolled), len(enrolled), 0)
    assert found == kept(ground)
    assert sum(row["certain_credits"] for row in found.values()) > 0
