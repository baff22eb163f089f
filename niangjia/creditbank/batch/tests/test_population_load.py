"""A made-up population stands in the tables as if people had entered it, and the books can be proved."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import IntegrityError

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.batch.populations.people import draw_learner
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import certified_of
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import prove_books

EXAMPLES = settings.PROJECT / "examples" / "anqing"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def load(count, **settings_):
    return load_population(count, examples=EXAMPLES, at=AT, **settings_)


def registrar(ground):
    with unit_of_work(SYSTEM):
        return actor_of(Account.objects.get(id=ground.registrar_id), at=AT)


def test_learners_stand_with_what_was_drawn_for_them():
    ground = load(60)
    drawn = {f"R01{number:08}": draw_learner(1, number, ground.programmes, AT.date()) for number in range(60)}
    with unit_of_work(registrar(ground)):
        enrolled = {row.student_number: row for row in Enrolment.objects.select_related("person", "programme")}
        held = certified_of(row.person_id for row in enrolled.values())
    assert enrolled.keys() == drawn.keys()
    for number, row in enrolled.items():
        made = drawn[number]
        assert (row.person.name, row.person.born_on) == (made.name, made.born_on)
        assert row.programme.code == ground.programmes[made.programme].code
        titles = [outcome.title for outcome in held.get(row.person_id, ())]
        assert set(titles) <= {outcome.title for outcome in made.outcomes}
        assert all(outcome.balance == outcome.standard_value > 0 for outcome in held.get(row.person_id, ()))


def test_the_books_hold_with_and_without_decisions():
    ground = load(120, posted=5)
    proof = prove_books()
    assert proof.holds
    with unit_of_work(registrar(ground)):
        assert Outcome.objects.count() == sum(
            len(draw_learner(1, number, ground.programmes, AT.date()).outcomes) for number in range(120)
        )
        assert Outcome.objects.filter(standard_value=None).exclude(record__state="deposited").count() == 0


def test_another_seed_is_another_population_and_the_same_seed_is_refused():
    first = load(20)
    second = load(20, seed=2)
    assert (first.college_id, first.rule_book_id) == (second.college_id, second.rule_book_id)
    with unit_of_work(registrar(first)):
        assert Enrolment.objects.count() == 40
    with pytest.raises((IntegrityError, Exception), match="already exists"):
        load(20)


def test_many_have_few_outcomes_and_few_have_many():
    ground = load(1)
    counts = [len(draw_learner(7, number, ground.programmes, AT.date()).outcomes) for number in range(4000)]
    assert sum(count <= 2 for count in counts) > 2400
    assert 60 < sum(count >= 10 for count in counts) < 400
    assert max(counts) > 15
