"""The books: accounts, and the transfers between them. Rows are written by the functions in ``sql/`` alone."""

from django.db import models
from django.db.models import F, Q

from niangjia.kernel.ledger.types import Kind


class Account(models.Model):
    """A place that holds one unit. Its balance, sequence and instants follow from its transfers."""

    id = models.UUIDField(primary_key=True, editable=False)
    balance = models.BigIntegerField("余额", db_default=0)  # posted: in less out
    pending_out = models.BigIntegerField("待出", db_default=0)
    pending_in = models.BigIntegerField("待入", db_default=0)
    version = models.BigIntegerField("序号", db_default=0)  # the sequence number of its latest transfer
    last_booked_at = models.DateTimeField("最近记账时间", null=True)
    unit = models.SmallIntegerField("单位")
    chart = models.TextField("科目")
    owner_id = models.UUIDField("所有者", null=True)
    floor = models.BigIntegerField("下限", null=True)
    ceiling = models.BigIntegerField("上限", null=True)
    closed_at = models.DateTimeField("关闭时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "账户"
        indexes = [models.Index(fields=["owner_id", "chart"], name="ledger_account_of_owner")]
        constraints = [
            models.CheckConstraint(condition=Q(unit__gt=0), name="account_has_a_unit"),
            models.CheckConstraint(condition=~Q(chart=""), name="account_stands_in_the_chart"),
            models.CheckConstraint(condition=Q(version__gte=0), name="account_version_counts_up"),
            models.CheckConstraint(
                condition=Q(pending_out__gte=0, pending_in__gte=0), name="account_pending_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(balance__gte=F("floor") + F("pending_out")),
                name="account_not_below_its_floor",
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(balance__lte=F("ceiling") - F("pending_in")),
                name="account_not_above_its_ceiling",
            ),
        ]


class Transfer(models.Model):
    """One movement. Its key is the caller's and makes it happen at most once.

    Each side carries the account's sequence number and posted balance after it, so that any past balance is read from
    one row and the whole books are proved by one statement. There is no foreign key to the accounts: the functions
    have looked both up and nobody can delete one, and checking each row once more would cost a sixth of the speed.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    from_account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        db_column="from_account",
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="转出账户",
    )
    to_account = models.ForeignKey(
        Account,
        models.DO_NOTHING,
        db_column="to_account",
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="转入账户",
    )
    about_id = models.UUIDField("所属记录")
    amount = models.BigIntegerField("数额")
    from_seq = models.BigIntegerField("转出序号")
    from_balance = models.BigIntegerField("转出后余额")
    to_seq = models.BigIntegerField("转入序号")
    to_balance = models.BigIntegerField("转入后余额")
    event_at = models.DateTimeField("发生时间")  # the caller's
    booked_at = models.DateTimeField("记账时间")  # the database's clock; never goes back on an account
    unit = models.SmallIntegerField("单位")
    kind = models.SmallIntegerField("种类", choices=Kind.choices)
    group_id = models.UUIDField("组", null=True)
    pending = models.ForeignKey("self", models.DO_NOTHING, null=True, db_index=False, related_name="+")
    reverses = models.ForeignKey("self", models.DO_NOTHING, null=True, db_index=False, related_name="+")
    expires_at = models.DateTimeField("到期时间", null=True)
    reason = models.TextField("事由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "转账"
        indexes = [
            models.Index(fields=["about_id"], name="transfer_of_a_record"),
            models.Index(fields=["group_id"], name="transfer_of_a_group", condition=Q(group_id__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["from_account", "from_seq"], name="transfer_out_has_its_own_number"),
            models.UniqueConstraint(fields=["to_account", "to_seq"], name="transfer_in_has_its_own_number"),
            models.UniqueConstraint(
                fields=["reverses"], name="transfer_reversed_once", condition=Q(reverses__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["pending"], name="pending_transfer_resolved_once", condition=Q(pending__isnull=False)
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="transfer_between_two_accounts"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="transfer_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.POST_PENDING, Kind.VOID_PENDING], pending__isnull=False)
                | Q(kind__in=[Kind.POSTED, Kind.PENDING], pending__isnull=True),
                name="transfer_resolves_a_pending_one",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(kind=Kind.PENDING), name="transfer_expires_only_pending"
            ),
        ]


class Expiry(models.Model):
    """A pending transfer that may still expire: a list beside the books, written with them, for finding what is due.

    It holds what stands open and nothing else, however many ever had an expiry. The key is the transfer's; no foreign
    key, so that the transfers may be divided by year.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    expires_at = models.DateTimeField("到期时间")

    class Meta:
        verbose_name = verbose_name_plural = "到期"
        indexes = [models.Index(fields=["expires_at", "id"], name="expiry_the_earliest_first")]


class Stretch(models.Model):
    """So many transfers of an account in a row: what they moved, when that came about, and where it left the account.

    A list beside the books for balances of the past; made at night, never changed.
    """

    pk = models.CompositePrimaryKey("account_id", "last_seq")
    account_id = models.UUIDField("账户")
    first_seq = models.BigIntegerField("首笔序号")
    last_seq = models.BigIntegerField("末笔序号")
    change = models.BigIntegerField("变动")
    earliest_at = models.DateTimeField("最早发生时间")
    latest_at = models.DateTimeField("最晚发生时间")
    balance = models.BigIntegerField("末笔后余额")
    booked_at = models.DateTimeField("末笔记账时间")

    class Meta:
        verbose_name = verbose_name_plural = "账段"
        indexes = [models.Index(fields=["account_id", "booked_at", "last_seq"], name="stretch_by_booking")]
