"""Two people deposit the same at the same moment: it stands once, and both get a sentence."""

from threading import Event, Thread

import pytest
from django.db import connection

from niangjia.core.refusals import Refusal
from niangjia.creditbank.outcomes.importing import import_outcomes
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.operations import deposit_outcomes
from niangjia.creditbank.outcomes.types import NewOutcome
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, FIXTURES, build_college
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 30
FILE = SourceFile(
    "培训.csv",
    f"证件号码,姓名,成果类型,名称,取得日期,学时\n{worker_paper(0).number},周晓岚,培训学时,复训,2026/5/1,32\n".encode(),
)


def both(made, deposit):
    """The answers of two units of work: the second one deposits while the first has not ended."""
    certifier, answers = made.actor("renzheng"), {}
    deposited, waiting = Event(), Event()

    def second():
        try:
            deposited.wait(SECONDS)
            with unit_of_work(certifier):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    answers["pid"] = cursor.fetchone()[0]
                waiting.set()
                answers["second"] = deposit(certifier)
        except Refusal as refused:
            answers["second"] = refused
        finally:
            connection.close()

    thread = Thread(target=second)
    thread.start()
    with unit_of_work(certifier):
        answers["first"] = deposit(certifier)
        deposited.set()
        waiting.wait(SECONDS)
        _until_blocked(answers["pid"])
    thread.join(SECONDS)
    return answers["first"], answers["second"]


def _until_blocked(pid):
    with connection.cursor() as cursor:
        for _ in range(SECONDS * 100):
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)), pg_sleep(0.01)", [pid])
            if cursor.fetchone()[0]:
                return
    raise AssertionError("the second deposit did not wait for the first")


def count(made):
    with unit_of_work(made.actor("renzheng")):
        return Outcome.objects.count()


def test_the_same_outcome_at_the_same_moment_stands_once_and_the_other_gets_a_sentence():
    made = build_college()
    new = [NewOutcome(made.person, FIXTURES)]
    first, second = both(made, lambda actor: deposit_outcomes(new, body_id=made.body, actor=actor, at=AT))
    assert len(first) == 1
    assert second.code == "outcome_once_a_person"
    assert count(made) == 1


def test_the_same_file_at_the_same_moment_is_deposited_once_with_the_same_answer():
    made = build_college()
    first, second = both(made, lambda actor: import_outcomes(FILE, body_id=made.body, actor=actor, at=AT))
    assert first.outcome_ids == second.outcome_ids
    assert (first.deposited, second.deposited, second.replayed) == (1, 1, 1)
    assert count(made) == 1
