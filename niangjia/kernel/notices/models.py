"""What a person is told about a record of hers."""

from django.db import models
from django.db.models import F, Q

from niangjia.core.ids import new_id


class Notice(models.Model):
    """One thing that one person is told, in both languages. She alone reads it; only ``read_at`` is ever written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("种类", max_length=60)  # noun.verb, as outcome.revoked: the noun says which page opens
    about = models.UUIDField("对象")
    words_zh = models.TextField("内容")
    words_en = models.TextField("英文内容")
    told_at = models.DateTimeField("时间")
    told_by = models.UUIDField("账号", null=True)
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        indexes = [
            models.Index(fields=["person", "id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words_zh="") & ~Q(words_en="") & Q(kind__regex=r"^[a-z_]+\.[a-z_]+$"),
                name="notice_says_something",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("told_at")), name="notice_read_after_told"
            ),
        ]
