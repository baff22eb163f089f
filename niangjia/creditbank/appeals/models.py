"""Appeals: a worker asks people who had no part in it to look again at what was decided about her."""

from django.db import models
from django.db.models import Q

from niangjia.creditbank.appeals.types import Against


class Appeal(models.Model):
    """What is appealed, and why; its state is its record's, see ``types.State``. Never changes.

    ``about_version`` is the version of the record at which it stood: the act appealed against is that move.
    """

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    about = models.ForeignKey("records.Record", models.PROTECT, related_name="+")
    about_version = models.PositiveIntegerField()
    against = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Against])
    grounds = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "about_version"], name="appeal_once_a_decision"),
            models.CheckConstraint(condition=~Q(grounds=""), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(against__in=[each.value for each in Against]), name="appeal_against_something"
            ),
        ]
