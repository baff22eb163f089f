"""The published calendar of days off and working weekends."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from niangjia.core.ids import new_id


class HolidayKind(models.TextChoices):
    """What a day of the table is."""

    OFF = "off", "放假"
    MAKE_UP = "make_up", "调休上班"
    STATUTORY = "statutory", "法定节日"


class Year(models.Model):
    """A year whose arrangement is published. ``revised_at`` moves whenever its days are replaced."""

    year = models.SmallIntegerField("年份", primary_key=True)
    source = models.TextField("依据")
    revised_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"


class Holiday(models.Model):
    """A day off of a festival, a weekend day worked in its stead, or a statutory holiday proper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    date = models.DateField("日期")
    kind = models.TextField("类别", choices=HolidayKind)
    name = models.TextField("节日")
    year = models.ForeignKey(Year, models.PROTECT, verbose_name="年份", db_column="year")

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        constraints = [
            models.UniqueConstraint(fields=["date", "kind"], name="workdays_holiday_once_of_a_kind"),
            models.UniqueConstraint(
                fields=["date"],
                condition=Q(kind__in=["off", "make_up"]),
                name="workdays_holiday_off_or_worked",
            ),
            models.CheckConstraint(condition=Q(kind__in=HolidayKind.values), name="workdays_holiday_known_kind"),
            models.CheckConstraint(condition=Q(year=ExtractYear(F("date"))), name="workdays_holiday_of_its_year"),
        ]
