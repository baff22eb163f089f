from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from niangjia.kernel.ledger.tests.sequences import history, run_against_model


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_random_histories_end_as_the_model_says(seed):
    with transaction.atomic():
        run_against_model(history(Random(seed)))
        transaction.set_rollback(True)
