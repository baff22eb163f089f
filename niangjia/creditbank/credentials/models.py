"""Credentials as they were signed. Rows are only added: signed anew under another key, a record has a further one."""

from django.db import models

from niangjia.core.ids import new_id
from niangjia.creditbank.credentials.types import Held


class Credential(models.Model):
    """A signed credential about a record of a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_id = models.UUIDField("所属记录")
    held = models.CharField(max_length=12, choices=[(held.value, held.term.zh) for held in Held])
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    issuer = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    status_id = models.UUIDField("状态位置")  # of the kernel's StatusEntry
    method = models.CharField("密钥", max_length=400)  # the IRI of the key that signed it
    text = models.TextField("凭证")  # JSON as it was signed
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "凭证"
        constraints = [
            models.UniqueConstraint(fields=["about_id", "method", "status_id"], name="credential_once_a_key")
        ]
