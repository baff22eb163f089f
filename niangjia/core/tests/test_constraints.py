import pytest
from django.db import IntegrityError

from niangjia.core.constraints import constraints_as_refusals, refusal_of, register_constraints
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

FULL = Term("名额已满。", "There is no place left.")


class Diagnosis:
    constraint_name = "test_places"


class DriverError(Exception):
    diag = Diagnosis()


def refused_by_the_database():
    raise IntegrityError("violates test_places") from DriverError()


def test_a_constraint_with_a_sentence_refuses_in_words():
    register_constraints({"test_places": FULL})
    with pytest.raises(Refusal) as refused, constraints_as_refusals():
        refused_by_the_database()
    assert (refused.value.code, refused.value.term) == ("test_places", FULL)


def test_an_error_without_a_constraint_stays_an_error():
    assert refusal_of(IntegrityError("lost connection")) is None
    with pytest.raises(IntegrityError, match="lost"), constraints_as_refusals():
        raise IntegrityError("lost connection")


def test_a_constraint_has_one_sentence():
    register_constraints({"test_places": FULL})
    with pytest.raises(ValueError, match="two sentences"):
        register_constraints({"test_places": Term("满了。", "Full.")})
