"""A draft over all learners: who gains and who loses are those that the engine's own replay names."""

from dataclasses import replace

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.batch.connections import open_reading, schema_of
from niangjia.creditbank.batch.models import Difference
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.batch.replays import replay_page, replay_totals
from niangjia.creditbank.batch.running import replay_all
from niangjia.creditbank.batch.tests.test_proposals_for_all import AT, EXAMPLES, registrar
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.engine.replay import replay
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.unit_of_work import unit_of_work

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def stricter(book):
    """The next version: certificates are worth half, trainings twice as much."""
    rows = (
        replace(row, per=row.per / 2)
        if row.measure == "hours"
        else replace(row, credits=row.credits and row.credits / 2)
        for row in book.valuations
    )
    return replace(book, version=book.version + 1, valuations=tuple(rows))


def test_gains_and_losses_are_those_of_the_engine_and_come_page_by_page():
    ground = load_population(70, examples=EXAMPLES, at=AT, posted=3)
    with unit_of_work(SYSTEM):
        old = RuleBook.objects.get(id=ground.rule_book_id)
        draft = stricter(engine_book(old))
        key = draft_rule_book(draft, publisher_id=ground.college_id, actor=SYSTEM, at=AT)
    run = replay_all(key, against=old.id, on=AT.date(), chunk=30)
    with unit_of_work(registrar(ground)):
        enrolled = Enrolment.objects.filter(ended_on=None).values_list("id", flat=True)
        cases = learner_cases(enrolled, rule_book=old, on=AT.date())
        expected = replay(engine_book(old), draft, [case.case for case in cases])
        found = {str(row.enrolment_id): row.change for row in Difference.objects.filter(run_id=run)}
    assert found == {each.learner: int(each.gain * 100) for each in expected.cases if each.gain}
    assert {change > 0 for change in found.values()} == {True, False}
    with open_reading(schema_of("default")) as connection:
        totals = replay_totals(connection, run)
        first = replay_page(connection, run, limit=5)
        rest = replay_page(connection, run, after=first[-1].mark, limit=1000)
    assert sum(each.gaining for each in totals) == len(expected.gaining)
    assert sum(each.losing for each in totals) == len(expected.losing)
    assert sum(each.won - each.lost for each in totals) == expected.balance
    assert [each.after - each.before for each in (*first, *rest)] == sorted(
        each.gain for each in expected.cases if each.gain
    )
