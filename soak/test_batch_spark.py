"""Spark works off the same chunks to the same results, row by row, as processes of this machine."""

import pytest

from niangjia.creditbank.batch.models import Engine, Run
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.batch.running import propose_all
from niangjia.creditbank.batch.tests.test_proposals_for_all import AT, EXAMPLES, kept, registrar
from niangjia.creditbank.conversion.models import Proposal
from niangjia.kernel.access.unit_of_work import unit_of_work

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_spark_comes_to_the_same_rows_as_processes():
    ground = load_population(400, examples=EXAMPLES, at=AT, posted=5)
    propose_all(ground.rule_book_id, on=AT.date(), chunk=50)
    by_processes = kept(ground)
    with unit_of_work(registrar(ground)):
        Proposal.objects.all().delete()
    propose_all(ground.rule_book_id, on=AT.date(), chunk=50, engine=Engine.SPARK)
    assert len(by_processes) > 350
    assert kept(ground) == by_processes
    with unit_of_work(registrar(ground)):
        assert set(Run.objects.values_list("engine", flat=True)) == {"processes", "spark"}
