"""Accounts, rights, and who read what."""

from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from niangjia.core.ids import new_id
from niangjia.core.periods import in_order, one_at_a_time
from niangjia.kernel.access.types import GRANTED_ROLES

_ROLES: Final = [role.value for role in GRANTED_ROLES]


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts for Django's log-in. Usernames are kept in small letters."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find an account by its username, in whatever case it was typed."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Someone who logs in. What she may do stands in her grants; a person link makes her a worker as well."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField("用户名", max_length=60, unique=True)
    label = models.CharField("称谓", max_length=60)  # shown in histories; no personal name
    person = models.OneToOneField("people.Person", models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间")

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(condition=Q(username__regex=r"^[^\sA-Z]+$"), name="account_username_plain"),
            models.CheckConstraint(condition=~Q(label=""), name="account_has_label"),
        ]


class Grant(models.Model):
    """A role in an organisation and all under it, from ``valid_from`` until the day ``valid_to`` (not included)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=16, choices=[(role, role) for role in _ROLES])
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True)
    given_by = models.UUIDField("授权账号", null=True)
    given_at = models.DateTimeField("授权时间")

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            one_at_a_time("grant_once_at_a_time", "account", "role", "organisation"),
            in_order("grant_ends_after_start"),
            models.CheckConstraint(condition=Q(role__in=_ROLES), name="grant_role_known"),
        ]


class FailedLogin(models.Model):
    """A log-in that failed, for as long as it counts. What was typed and from where is kept as a keyed digest only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.BinaryField("来源")  # account and address in one: who guesses does not lock out its owner elsewhere
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "未成功的登录"
        indexes = [
            models.Index(fields=["source", "at"], name="failed_login_of_source"),
            models.Index(fields=["at"], name="failed_login_by_time"),
        ]


class ReadLog(models.Model):
    """Who read what of whom, and for what. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("时间")
    account_id = models.UUIDField("账号", null=True)
    roles = models.TextField("角色")
    about = models.UUIDField("对象")
    purpose = models.CharField("事由", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        indexes = [
            models.Index(fields=["about", "at"], name="read_log_of_party"),
            models.Index(fields=["account_id", "at"], name="read_log_of_account"),
        ]
