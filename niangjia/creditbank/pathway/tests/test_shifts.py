"""Which classes fit which shifts: counted day by day over the term."""

from datetime import date

from niangjia.creditbank.pathway.planning.shifts import (
    Missed,
    Rotation,
    Shift,
    Sitting,
    missed_sittings,
    weekday_counts,
)

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)  # a Tuesday and a Thursday
HOURS = ((Shift.DAY, 480, 960), (Shift.MIDDLE, 960, 1440), (Shift.NIGHT, 1440, 1920))
FOUR_CREWS = (Shift.DAY, Shift.DAY, Shift.MIDDLE, Shift.MIDDLE, Shift.NIGHT, Shift.NIGHT, Shift.OFF, Shift.OFF)
TUESDAY_EVENING = Sitting(2, 18 * 60 + 30, 20 * 60 + 30)


def rotation(*days, margin=0, anchor=FIRST):
    return Rotation(anchor, days, HOURS, margin)


def test_on_day_shifts_alone_no_evening_is_missed():
    assert missed_sittings(rotation(Shift.DAY), [TUESDAY_EVENING], FIRST, LAST) == Missed(0, 18)


def test_on_middle_shifts_alone_every_evening_is_missed():
    assert missed_sittings(rotation(Shift.MIDDLE), [TUESDAY_EVENING], FIRST, LAST) == Missed(18, 18)


def test_four_crews_on_three_shifts_miss_about_a_quarter():
    found = missed_sittings(rotation(*FOUR_CREWS), [TUESDAY_EVENING], FIRST, LAST)
    assert found == Missed(4, 18)
    assert found.is_within(1, 3)
    assert not found.is_within(1, 5)


def test_last_nights_shift_takes_this_mornings_class():
    morning = Sitting(2, 6 * 60, 7 * 60 + 30)
    assert missed_sittings(rotation(Shift.NIGHT), [morning], FIRST, LAST).missed == 18


def test_the_way_from_work_counts():
    after_work = Sitting(2, 960, 1050)
    assert missed_sittings(rotation(Shift.DAY), [after_work], FIRST, LAST).missed == 0
    assert missed_sittings(rotation(Shift.DAY, margin=30), [after_work], FIRST, LAST).missed == 18


def test_without_a_declared_rotation_nothing_is_missed():
    assert missed_sittings(None, [TUESDAY_EVENING], FIRST, LAST) == Missed(0, 18)


def test_weekdays_are_counted_without_days_off():
    counts = weekday_counts(FIRST, LAST, without=[date(2026, 10, 1)])
    assert counts == (17, 18, 18, 17, 17, 17, 17)
