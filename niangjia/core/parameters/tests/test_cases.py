"""Forty cases worked out by hand: periods, pay, leave, votes, numbers and levels come to the last figure."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from niangjia.core.parameters import NeedsConfiguration, parameter_value
from niangjia.core.parameters.tests.counting import ANY_DAY, KINDS

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


def test_there_are_forty_cases() -> None:
    assert len(CASES) == 40


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_to_what_was_worked_out_by_hand(case: Mapping[str, Any]) -> None:
    assert KINDS[case["kind"]](case["input"]) == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_shows_the_mark_of_what_nobody_has_read(case: Mapping[str, Any]) -> None:
    assert sorted(unread(case)) == sorted(case["rests_on_unverified"])


def unread(case: Mapping[str, Any]) -> Iterator[str]:
    """The parameters of a case whose instrument was not read, or that are still to be configured by its input."""
    for name in case["parameters"]:
        for place, on in occasions(name, case["input"]):
            try:
                found = parameter_value(name, place, on)
            except NeedsConfiguration:
                if case["kind"] != "configuration":
                    yield name
            else:
                if not found.verified:
                    yield name


def occasions(name: str, given: Mapping[str, Any]) -> list[tuple[str, date]]:
    if "asks" in given:
        return [(ask["place"], date.fromisoformat(ask["on"])) for ask in given["asks"] if ask["id"] == name]
    days = [
        given[key] for key in ("event_on", "on", "received_on", "joined_on", "employed_on", "first_day") if key in given
    ]
    return [(given.get("place", "CN"), date.fromisoformat(days[0]) if days else ANY_DAY)]
