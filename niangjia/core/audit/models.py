"""The one history: who did what to what, when."""

from django.db import models

from niangjia.core.ids import new_id


class Entry(models.Model):
    """One act. Rows are only ever added; a trigger refuses the rest, also to the owner of the table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("时间")
    account_id = models.UUIDField("账号", null=True)
    person_id = models.UUIDField("人员", null=True)
    roles = models.TextField("角色")  # words with a space between them
    label = models.TextField("称谓")
    act = models.TextField("动作")
    about = models.UUIDField("对象")
    detail = models.JSONField("说明", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        indexes = [
            models.Index(fields=["about", "id"], name="audit_entry_of_record"),
            models.Index(fields=["account_id", "id"], name="audit_entry_of_account"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(act=""), name="audit_entry_names_an_act")]
