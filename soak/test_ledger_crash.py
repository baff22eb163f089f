"""The ledger under kill -9, again and again: whatever was acknowledged stands, nothing stands twice.

Fifty times in each run: forty times the server, ten times a writer, at random moments of their work.
"""

import os

import pytest

from niangjia.kernel.ledger.tests.crashes import open_site

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "2"))


@pytest.fixture
def site():
    with open_site() as site:
        site.result(site.start("prepare", seed=0, batches=0))
        yield site


def test_the_server_is_killed_again_and_again(site):
    for seed in range(ROUNDS):
        site.crash_round(seed=seed, batches=160, crashes=20)


def test_writers_are_killed_again_and_again(site):
    for seed in range(ROUNDS):
        site.writers_round(seed=seed, batches=60, victims=5)
