"""The 320 of the pilot, converted whole from rows in another order: the same answer for everyone, to the last line."""

from dataclasses import replace

from niangjia.creditbank.workbooks.records import read_record
from niangjia.creditbank.workbooks.runs import convert_all
from niangjia.creditbank.workbooks.tests.test_pilot import ON, ground, record, results, shuffled

__all__ = ["ground", "record", "results"]


def test_another_order_of_all_rows_gives_everyone_the_same_answer(ground, results):  # noqa: F811 - these are fixtures
    reading = read_record(shuffled("outcomes.xlsx"), programmes=ground.programmes, on=ON)
    assert reading.faults == ()
    again = convert_all(reading.enrolments()[::-1], ground)[::-1]
    assert len(again) == 320
    assert [replace(one, enrolment=other.enrolment) for one, other in zip(again, results, strict=True)] == results
