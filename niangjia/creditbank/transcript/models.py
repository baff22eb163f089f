"""The columns in which a college's own system takes results."""

from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id


class ExportColumn(models.Model):
    """One column of a college's export: where it stands, its header there, and which of our fields fills it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    college = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    header = models.CharField(max_length=40)
    field = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["college", "position"], name="export_column_once"),
            models.CheckConstraint(condition=~Q(header="") & ~Q(field=""), name="export_column_headed"),
        ]
