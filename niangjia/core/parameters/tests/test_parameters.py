"""Where a value comes from, who has read it, and what may not be loaded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from niangjia.core import identity
from niangjia.core.conditions import Truth, fact, holds, parameter
from niangjia.core.parameters import (
    NeedsConfiguration,
    Occasion,
    every_row,
    parameter_value,
    rows_of,
    unverified,
)
from niangjia.core.parameters.arithmetic.pay import double_pay
from niangjia.core.parameters.arithmetic.shares import rounded
from niangjia.core.parameters.bounds import refuse_broken_bound
from niangjia.core.parameters.loading import check, read
from niangjia.core.parameters.reading import Reading
from niangjia.core.refusals import Refusal

DAY = date(2025, 6, 1)
ROW: dict[str, Any] = {
    "id": "tea_break_minutes",
    "bound": "at_least",
    "type": "integer",
    "value": 10,
    "unit": "minutes",
    "law": {"title": "示例", "article": "第1条"},
    "verified": False,
    "zh": "示例。",
    "en": "A sample.",
}


def content(place: str = "CN", **changes: Any) -> dict[str, Any]:
    return {"place": place, "name": {"zh": "示例", "en": "sample"}, "parameters": [{**ROW, **changes}]}


def test_the_deepest_place_that_has_a_value_is_asked() -> None:
    found = parameter_value("opinion_letter_reply_period", "320922", DAY)
    assert (found.place, found.value, found.verified) == ("320000", 15, False)


def test_a_deeper_row_without_a_value_is_skipped_and_its_doubt_shown() -> None:
    found = parameter_value("bargaining_reply_period", "320922", DAY)
    assert (found.place, found.value, found.verified, found.doubted_in) == ("CN", 20, True, ("320000",))
    assert not found.is_certain
    assert parameter_value("bargaining_reply_period", "330100", DAY).is_certain


def test_where_nobody_could_read_a_value_it_must_be_configured() -> None:
    with pytest.raises(NeedsConfiguration) as needed:
        parameter_value("opinion_letter_reply_period", "420100", DAY)
    assert needed.value.code == "needs_configuration"
    assert "420100" in needed.value.term.zh


def test_a_value_holds_from_its_first_to_its_last_day() -> None:
    last, first = date(2024, 12, 31), date(2025, 1, 1)
    assert [parameter_value("statutory_holidays_days", "CN", on).value for on in (last, first)] == [11, 13]
    with pytest.raises(NeedsConfiguration):
        parameter_value("arbitration_limitation", "CN", date(2008, 4, 30))


def test_an_unknown_parameter_is_an_error_of_the_program_and_an_unknown_place_is_refused() -> None:
    with pytest.raises(KeyError):
        parameter_value("height_of_the_chair", "CN", DAY)
    for place in ("", "32", "Jiangsu", "020000"):
        with pytest.raises(Refusal) as refusal:
            parameter_value("arbitration_limitation", place, DAY)
        assert refusal.value.code == "unknown_place"


def test_what_is_not_verified_is_listed_for_the_page() -> None:
    listed = {row.id for row in unverified()}
    assert {"skill_levels", "credit_hours_per_credit", "maternity_leave_extension"} <= listed
    assert "arbitration_limitation" not in listed
    assert all(row.law.title and row.summary.zh and row.summary.en for row in every_row())


def test_a_value_carries_its_law_and_article() -> None:
    found = parameter_value("labour_mediation_period", "CN", DAY)
    assert str(found.law) == "《劳动争议调解仲裁法》第14条"
    assert parameter_value("collective_contract_quorum", "CN", DAY).share == Fraction(2, 3)
    assert parameter_value("pay_days_per_month", "CN", DAY).value == Decimal("21.75")


def test_a_condition_takes_its_parameters_from_the_occasion() -> None:
    occasion = Occasion("320922", DAY)
    needs_union = fact("workers").at_least(parameter("union_committee_threshold"))
    assert holds(needs_union, {"workers": 25}, parameters=occasion) is Truth.YES
    hours = fact("hours").at_least(parameter("credit_hours_per_credit"))
    assert holds(hours, {"hours": 18}, parameters=occasion) is Truth.UNKNOWN


def test_the_numbers_of_the_standards_are_those_that_identity_checks_by() -> None:
    def value(name: str) -> Any:
        return rows_of(name)[0].value

    assert value("cn_id_weights") == identity._WEIGHTS
    assert value("cn_id_check_map") == identity._CHECKS
    assert value("cn_id_length") == value("uscc_length") == identity._LENGTH
    assert value("uscc_weights") == identity._CODE_WEIGHTS
    assert value("uscc_charset") == identity._CODE_CHARACTERS


def test_a_reading_remembers_what_it_rests_on() -> None:
    law = Reading("320000", DAY)
    law.integer("maternity_leave_base")
    law.integer("maternity_leave_extension")
    assert [row.id for row in law.used] == ["maternity_leave_base", "maternity_leave_extension"]
    assert [row.id for row in law.uncertain] == ["maternity_leave_extension"]


def test_a_reading_of_the_law_that_is_not_settled_must_be_chosen() -> None:
    law, months = Reading("CN", DAY), {"employed_on": date(2024, 3, 1), "monthly_wage_fen": 500_000}
    with pytest.raises(NeedsConfiguration):
        double_pay(law, signed_on=date(2024, 7, 1), **months)
    assert double_pay(law, signed_on=date(2024, 3, 20), day_count="employment_day_counts", **months) is None
    whole = double_pay(law, signed_on=date(2026, 1, 1), day_count="employment_day_counts", **months)
    assert whole is not None
    assert (whole.whole_months, whole.days_beyond, whole.extra_fen) == (11, 0, 5_500_000)
    later = double_pay(law, signed_on=date(2024, 7, 1), day_count="employment_day_excluded", **months)
    assert later is not None
    assert (later.first_day, later.whole_months, later.days_beyond) == (date(2024, 4, 2), 2, 29)


def test_money_is_rounded_half_up() -> None:
    assert [rounded(Fraction(each, 10)) for each in (4, 5, 14, 15, -5)] == [0, 1, 1, 2, 0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": "10"}, "wrong_type"),
        ({"value": True}, "wrong_type"),
        ({"value": 1.5, "type": "decimal"}, "wrong_type"),
        ({"value": "x", "type": "decimal"}, "wrong_type"),
        ({"value": 1, "type": "boolean"}, "wrong_type"),
        ({"value": 1, "type": "list"}, "wrong_type"),
        ({"type": "number"}, "unreadable_parameter"),
        ({"bound": "about"}, "unreadable_parameter"),
        ({"form": "2025-01-01"}, "unreadable_parameter"),
        ({"from": "2025-01-01"}, "unreadable_parameter"),
        ({"law": {"titel": "x"}}, "unreadable_parameter"),
    ],
)
def test_a_row_that_is_not_written_as_the_others_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(content(**changes))
    assert refusal.value.code == code
    assert "tea_break_minutes" in refusal.value.term.zh


def test_two_rows_of_one_place_and_date_and_backward_dates_are_refused() -> None:
    with pytest.raises(Refusal) as twice:
        check(read(content()) * 2)
    assert twice.value.code == "duplicate_parameter"
    with pytest.raises(Refusal) as backward:
        check(read(content(**{"from": date(2025, 1, 2), "to": date(2025, 1, 1)})))
    assert backward.value.code == "backward_dates"


def test_a_deeper_value_may_not_break_a_bound_while_that_is_in_force() -> None:
    nation = read(content(**{"from": date(2025, 1, 1)}))
    check(nation + read(content("320000", value=12)))
    check(nation + read(content("320000", value=5, to=date(2024, 12, 31))))
    check(nation + read(content("320000", value=None)))
    for changes in ({"value": 5}, {"value": 12, "unit": "hours"}):
        with pytest.raises(Refusal) as refusal:
            check(nation + read(content("320000", **changes)))
        assert refusal.value.code == "bound_broken"


def test_a_city_is_bound_by_its_province_and_by_no_other() -> None:
    province = read(content("320000", value=12))
    with pytest.raises(Refusal):
        check(province + read(content("320900", value=11)))
    check(province + read(content("330100", value=11)))


def test_a_share_is_bound_as_a_fraction() -> None:
    quorum = rows_of("congress_quorum")[0]
    for share, allowed in (((3, 4), True), ((3, 5), False)):
        claimed = replace(quorum, place="320000", value={"numerator": share[0], "denominator": share[1]})
        if allowed:
            refuse_broken_bound(claimed, every_row())
            continue
        with pytest.raises(Refusal):
            refuse_broken_bound(claimed, every_row())
