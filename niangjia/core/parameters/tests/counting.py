"""How each kind of case is computed: from its input to what is expected."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from niangjia.core.identity import credit_code, identity_number
from niangjia.core.parameters import NeedsConfiguration, every_row, parameter_value, rows_of
from niangjia.core.parameters.arithmetic import leave, pay, shares
from niangjia.core.parameters.bounds import refuse_broken_bound
from niangjia.core.parameters.loading import typed
from niangjia.core.parameters.reading import Reading
from niangjia.core.refusals import Refusal
from niangjia.core.workdays import period_end
from niangjia.core.workdays.tests.calendars import published_calendar

CALENDAR = published_calendar()
ANY_DAY = date(2025, 6, 1)  # for cases that name no day
Given = Mapping[str, Any]


def day(text: str) -> date:
    return date.fromisoformat(text)


def reading(given: Given, on: date = ANY_DAY) -> Reading:
    return Reading(given.get("place", "CN"), on)


def period(given: Given) -> Given:
    found = parameter_value(given["parameter"], given["place"], day(given["event_on"]))
    assert (found.value, found.unit) == (given["length"], given["unit"])
    end = period_end(CALENDAR, event_on=day(given["event_on"]), length=found.value, unit=str(found.unit))
    return {"last_day": str(end.last_day)}


def configuration(given: Given) -> Given:
    try:
        return {"result": parameter_value(given["parameter"], given["place"], day(given["on"])).value}
    except NeedsConfiguration as needed:
        return {"result": needed.code}


def silence(given: Given) -> Given:
    found = parameter_value(given["parameter"], "CN", day(given["received_on"]))
    end = period_end(CALENDAR, event_on=day(given["received_on"]), length=found.value, unit=str(found.unit)).last_day
    return {"last_day": str(end), "in_force_from": str(end + timedelta(days=1))}


def overtime_pay(given: Given) -> Given:
    kinds = [pay.day_kind(CALENDAR, day(line["date"])) for line in given["work"]]
    amounts = [
        pay.overtime_pay(
            Reading("CN", day(line["date"])),
            kind,
            monthly_wage_fen=given["monthly_wage_fen"],
            hours=line["hours_beyond_normal"],
            time_off_given=line["time_off_given"],
        )
        for kind, line in zip(kinds, given["work"], strict=True)
    ]
    return {"fen": sum(amounts), "day_kinds": kinds}


def table(given: Given) -> Given:
    assert given["table"] == "annual_leave_days"
    return {"days": [leave.annual_leave_days(reading(given), months) for months in given["total_service_months"]]}


def unused_leave(given: Given) -> Given:
    def worth(*, normal_wage_paid: bool) -> int:
        return pay.unused_leave_pay(
            reading(given),
            mean_monthly_wage_fen=given["mean_monthly_wage_fen"],
            days=given["unused_days"],
            normal_wage_paid=normal_wage_paid,
        )

    return {
        "total_entitlement_fen": worth(normal_wage_paid=False),
        "still_due_fen": worth(normal_wage_paid=given["normal_wage_paid"]),
    }


def leave_proration(given: Given) -> Given:
    joined_on = day(given["joined_on"])
    law = reading(given, joined_on)
    return {"days": leave.prorated_leave_days(law, joined_on=joined_on, full_year_days=given["full_year_days"])}


def double_pay(given: Given) -> Given:
    found = pay.double_pay(
        reading(given, day(given["employed_on"])),
        employed_on=day(given["employed_on"]),
        signed_on=day(given["contract_signed_on"]),
        monthly_wage_fen=given["monthly_wage_fen"],
        day_count=given["day_count"],
    )
    assert found is not None
    assert found.days_beyond == 0
    return {
        "first_day": str(found.first_day),
        "last_day": str(found.last_day),
        "whole_months": found.whole_months,
        "extra_fen": found.extra_fen,
    }


def severance(given: Given) -> Given:
    months = [pay.severance_months(reading(given), each) for each in given["service_months"]]
    return {"months_paid": [str(each.quantize(Decimal("0.1"))) for each in months]}


def maternity(given: Given) -> Given:
    first_day = day(given["first_day"])
    law = reading(given, first_day)
    found = leave.maternity_leave(
        law, CALENDAR, first_day=first_day, children=given["children"], difficult=given["difficult"]
    )
    return {"days": found.days, "last_day": str(found.last_day)}


def leave_days(given: Given) -> Given:
    if "pregnancy" in given:
        full = [int(each.split()[0]) for each in given["pregnancy"]]
        return {"days": [leave.miscarriage_leave_days(reading(given), full_months=months) for months in full]}
    return {"days": [leave.maternity_leave_days(reading(given), **each) for each in given["cases"]]}


def nursing(given: Given) -> Given:
    return {"hours_per_day": [leave.nursing_hours_a_day(reading(given), **each) for each in given["cases"]]}


def vote(given: Given) -> Given:
    results = [
        shares.vote(
            reading(given),
            given["body"],
            everyone=given["all"],
            present=each["present"],
            in_favour=each["yes"],
        )
        for each in given["votes"]
    ]
    return {"results": results}


def least_numbers(given: Given) -> Given:
    law = reading(given)
    names = {
        "quorum": "collective_contract_quorum",
        "contract_yes": "collective_contract_majority",
        "congress_yes": "congress_majority",
    }
    assert shares.least_number(law.row("congress_quorum"), given["all"]) == 61
    return {key: shares.least_number(law.row(name), given["all"]) for key, name in names.items()}


def representatives(given: Given) -> Given:
    allowed = [
        shares.may_bargain(reading(given), representatives=side["representatives"], from_outside=side["outside"])
        for side in given["sides"]
    ]
    return {"results": ["ok" if each else "refused" for each in allowed]}


def money(given: Given) -> Given:
    ratio = reading(given).fraction("union_dues_by_employer_ratio")
    assert ratio == Fraction(given["ratio"])
    return {"fen": shares.rounded(given["wage_bill_fen"] * ratio)}


def thresholds(given: Given) -> Given:
    law = reading(given)
    asked = {
        "committee_required": ("union_members", "union_committee_threshold"),
        "may_act_by_representatives": ("claimants", "group_dispute_threshold"),
        "may_have_full_time_chair": ("workers_full_time_chair", "fulltime_chair_threshold"),
        "workers_director_required": ("workers_board", "board_worker_director_threshold"),
    }
    return {
        key: [shares.reaches(number, law.row(threshold)) for number in given[numbers]]
        for key, (numbers, threshold) in asked.items()
    }


def staffing(given: Given) -> Given:
    found = [leave.least_carers(reading(given), group=group, children=count) for group, count in given["classes"]]
    return {"least_carers": ["class_too_large" if each is None else each for each in found]}


def identity_numbers(given: Given) -> Given:
    return {"results": [identity_number(text, day(given["today"])).result for text in given["numbers"]]}


def unified_codes(given: Given) -> Given:
    return {"results": [credit_code(text).result for text in given["codes"]]}


def ordered_list(given: Given) -> Given:
    law = reading(given)
    order = law.row(given["list"]).value
    names = law.row("skill_level_names_zh").value
    below = order.index("senior") < order.index("technician")
    return {"order_zh": [names[each] for each in order], "senior_is_below_technician": below}


def load_parameter(given: Given) -> Given:
    return {"results": [_load(each) for each in given["loads"]]}


def _load(row: Given) -> str:
    national = rows_of(row["id"])[0]
    claimed = replace(national, place=row["place"], value=typed(row["value"], national.type), first_on=None)
    try:
        refuse_broken_bound(claimed, every_row())
    except Refusal:
        return "refused"
    return "accepted"


def resolve(given: Given) -> Given:
    found = [parameter_value(ask["id"], ask["place"], day(ask["on"])) for ask in given["asks"]]
    values = [str(each.value) if isinstance(each.value, Decimal) else each.value for each in found]
    return {"values": values, "verified": [each.verified for each in found]}


KINDS: Mapping[str, Callable[[Given], Given]] = {
    "period": period,
    "configuration": configuration,
    "silence": silence,
    "overtime_pay": overtime_pay,
    "table": table,
    "unused_leave": unused_leave,
    "leave_proration": leave_proration,
    "double_pay": double_pay,
    "severance": severance,
    "leave": maternity,
    "leave_days": leave_days,
    "nursing": nursing,
    "vote": vote,
    "least_numbers": least_numbers,
    "representatives": representatives,
    "money": money,
    "thresholds": thresholds,
    "staffing": staffing,
    "identity_number": identity_numbers,
    "unified_code": unified_codes,
    "ordered_list": ordered_list,
    "load_parameter": load_parameter,
    "resolve": resolve,
}
