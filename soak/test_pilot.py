"""The 320 of the pilot, converted whole from rows in another order: the same answer for everyone, to the last line."""

from dataclasses import replace

from niangjia.creditbank.workbooks.records import read_record
from niangjia.creditbank.workbooks.runs import convert_all
from niangjia.creditbank.workbooks.tests.test_pilot import ON, basis, record, results, shuffled

__all__ = ["basis", "record", "results"]


def test_another_order_of_all_rows_gives_everyone_the_same_answer(basis, results):  # noqa: F811 - these are fixtures
    reading = read_record(shuffled("outcomes.xlsx"), programmes=basis.programmes, on=ON)
    assert reading.faults == ()
    again = convert_all(reading.enrolments()[::-1], basis)[::-1]
    assert len(again) == 320
    assert [replace(one, enrolment=other.enrolment) for one, other in zip(again, results, strict=True)] == results
