"""The ledger under kill -9, again and again: whatever was acknowledged stands, nothing stands twice.

In each run fifty-five times the server (forty under writers of batches, ten under the collector, five under imports)
and sixteen times a process of writers, at random moments of their work.
"""

import os

import pytest

from niangjia.kernel.ledger.tests.crash_writers import Way
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


def test_the_server_is_killed_under_the_collector(site):
    site.crash_round(seed=100, batches=60, crashes=5 * ROUNDS, way=Way.COLLECTOR)


def test_processes_with_a_collector_are_killed(site):
    site.writers_round(seed=101, batches=40, victims=3, way=Way.COLLECTOR)


def test_the_server_is_killed_under_imports(site):
    site.crash_round(seed=200, batches=1500, crashes=5, way=Way.IMPORT)


def test_processes_that_import_are_killed(site):
    site.writers_round(seed=201, batches=1200, victims=3, way=Way.IMPORT)
