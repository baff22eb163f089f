import pytest
from django.db import transaction
from hypothesis import given, settings

from niangjia.kernel.ledger.tests.sequences import histories, run_against_model


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(histories())
def test_random_histories_end_as_the_model_says(batches):
    with transaction.atomic():
        run_against_model(batches)
        transaction.set_rollback(True)
