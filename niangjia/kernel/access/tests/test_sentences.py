from django.apps import apps
from django.db.models import CheckConstraint

from niangjia.core.constraints import constraint_sentences

WITHIN_THE_HOUSE = {  # nothing that a person types leads there
    "person_key_held_or_destroyed",
    "paper_index_32_bytes",
    "phone_index_32_bytes",
    "attachment_hash_shape",
}


def test_every_constraint_that_a_person_can_meet_has_a_sentence():
    named = {
        constraint.name
        for label in ("people", "access", "records")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }
    assert named - set(constraint_sentences()) == WITHIN_THE_HOUSE


def test_checks_are_named_by_the_rule():
    for label in ("people", "access", "records"):
        for model in apps.get_app_config(label).get_models():
            for constraint in model._meta.constraints:
                assert not isinstance(constraint, CheckConstraint) or "_check" not in constraint.name
