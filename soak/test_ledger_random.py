"""Thousands of random histories against the plain model of the ledger."""

import os
from random import Random

import pytest
from django.db import transaction

from niangjia.kernel.ledger.tests.sequences import history, run_against_model

ROUNDS = int(os.environ.get("NIANGJIA_SOAK_ROUNDS", "2"))


@pytest.mark.django_db
@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_random_histories_end_as_the_model_says(round_number):
    for seed in range(1000 * round_number, 1000 * (round_number + 1)):
        with transaction.atomic():
            run_against_model(history(Random(seed)))
            transaction.set_rollback(True)
