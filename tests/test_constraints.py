"""Whatever constraint of the credit bank refuses, a person reads a sentence."""

from django.apps import apps
from django.conf import settings

from niangjia.core.constraints import constraint_sentences


def named_constraints(package: str) -> set[str]:
    return {
        constraint.name
        for config in apps.get_app_configs()
        if config.name.startswith(f"niangjia.{package}.")
        for model in config.get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_of_the_credit_bank_has_a_sentence():
    named = named_constraints("creditbank")
    assert len(named) > 20
    assert named - set(constraint_sentences()) == set()


def test_a_sentence_says_it_in_both_languages():
    assert settings.LANGUAGE_CODE.startswith("zh")
    for name, sentence in constraint_sentences().items():
        assert sentence.zh, name
        assert sentence.en, name
        assert sentence.zh != sentence.en, name
