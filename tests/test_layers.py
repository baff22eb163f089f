"""The house as the database sees it: tables point downward, as imports do."""

import re
import tomllib

from django.apps import apps
from django.conf import settings
from django.db.models import Model


def contracts() -> dict[str, list[list[str]]]:
    """The order of floors as import-linter reads it, the topmost first; one floor may hold several packages."""
    found = tomllib.loads((settings.PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {
        each["containers"][0]: [re.findall(r"\w+", layer) for layer in each["layers"]]
        for each in found
        if each["type"] == "layers"
    }


def floor(module: str) -> tuple[int, ...]:
    """Where a module lives: its floor in the house, then in its part of the house. Lower floors have higher numbers."""
    path, container = [], "niangjia"
    while container in contracts():
        name = module.removeprefix(f"{container}.").split(".")[0]
        path.append(next(number for number, names in enumerate(contracts()[container]) if name in names))
        container = f"{container}.{name}"
    return tuple(path)


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("niangjia.")]


def test_every_table_points_downward():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("niangjia.")
        if field.related_model._meta.app_label != model._meta.app_label
        if floor(field.related_model.__module__) <= floor(model.__module__)
    ]
    assert upward == []


def test_tables_of_the_house_point_at_nothing_of_django_but_logins():
    allowed = {"auth.Group", "auth.Permission"}
    outside = {
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and not field.related_model.__module__.startswith("niangjia.")
        if field.related_model._meta.label not in allowed
    }
    assert outside == set()


def test_tables_are_named_after_their_app_and_have_no_generic_keys():
    wrong = [
        model._meta.label
        for model in own_models()
        if not model._meta.db_table.startswith(f"{model._meta.app_label}_") and model._meta.db_table != "record"
        if not model._meta.proxy
    ]
    assert wrong == []
    assert [field for model in own_models() for field in model._meta.private_fields] == []
