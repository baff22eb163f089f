"""Registrars who post the same claims at the same moment, each on a connection of her own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from niangjia.core import clock
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import post_decisions
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balances, prove_books
from niangjia.web.tests.college import PASSWORD
from niangjia.web.tests.crowd import build_crowd

LEARNERS = 8


def at_once(*works):
    def alone(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(alone, works))


def registrar(username):
    client = Client(raise_request_exception=False)
    assert client.login(username=username, password=PASSWORD)
    return client


def in_one_go(username, claims):
    client = registrar(username)
    return lambda: [client.post("/registrar/claims/post/", {"pick": [str(key) for key in claims]}).status_code]


def one_by_one(username, claims):
    client = registrar(username)
    return lambda: [client.post(f"/registrar/claims/{key}/post/").status_code for key in claims]


@pytest.mark.django_db(transaction=True)
def test_overlapping_claims_posted_in_batches_and_singly_are_each_posted_once():
    crowd = build_crowd(LEARNERS)
    claims = crowd.claim_all()
    answers = at_once(
        in_one_go("jiaowu1", claims),
        in_one_go("jiaowu2", claims[::-1]),
        one_by_one("jiaowu1", claims[::-1]),
        one_by_one("jiaowu2", claims),
    )
    assert {code for answer in answers for code in answer} <= {302, 422}
    with unit_of_work(crowd.college.actor("jiaowu1")):
        assert set(Decision.objects.values_list("record__state", flat=True)) == {"posted"}
        assert set(balances(crowd.enrolments).values()) == {700}
    assert prove_books().holds


@pytest.mark.django_db(transaction=True)
def test_a_batch_posts_what_holds_and_names_what_does_not():
    crowd = build_crowd(2)
    first, second = crowd.claim_all()
    crowd.college.post(first)
    actor = crowd.college.actor("jiaowu2")
    with unit_of_work(actor):
        refused = post_decisions([second, first], actor=actor, at=clock.now())
    assert {key: refusal.code for key, refusal in refused.items()} == {first: "decision_not_waiting"}
    with unit_of_work(actor):
        assert set(balances(crowd.enrolments).values()) == {700}
