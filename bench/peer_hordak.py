"""django-hordak in its own process: transactions of two legs, in bulk and one by one. Deferred triggers check sums."""

import json
import os
import time
from collections.abc import Sequence

import django
from django.conf import settings

from bench.peer_loop import serve

Pairs = Sequence[Sequence[int]]
"""Places of accounts from 0, (from, to); every amount is 1."""

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **json.loads(os.environ["BENCH_DATABASE"])}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection, transaction  # noqa: E402 - the same
from hordak.models import Account, Leg, Transaction  # noqa: E402 - the same
from moneyed import Money  # noqa: E402 - the same

ONE = Money(1, "EUR")
# by one statement, with the tree's own columns and without the trigger that names sub-accounts: a set-up, not measured
OPEN = """
    INSERT INTO hordak_account (id, uuid, name, code, type, is_bank_account, currencies, lft, rght, tree_id, level)
    SELECT place, gen_random_uuid(), 'bench', NULL, 'LI', false, '["EUR"]', 1, 2, place, 0
    FROM generate_series(1, %s) AS place
"""


def open_accounts(count: int) -> int:
    """Migrate and open this many accounts."""
    call_command("migrate", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(OPEN, [count])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE hordak_account")
    return count


def post_in_bulk(batches: Sequence[Pairs]) -> dict[str, float]:
    """Each batch in its transaction, two INSERTs a batch."""
    started = time.perf_counter()
    for pairs in batches:
        with transaction.atomic():
            made = Transaction.objects.bulk_create([Transaction() for _ in pairs])
            legs = [
                leg
                for each, (source, target) in zip(made, pairs, strict=True)
                for leg in (
                    Leg(transaction=each, account_id=source + 1, debit=ONE),
                    Leg(transaction=each, account_id=target + 1, credit=ONE),
                )
            ]
            Leg.objects.bulk_create(legs)
    return {"seconds": time.perf_counter() - started}


def post_one_by_one(pairs: Pairs) -> dict[str, float]:
    """As hordak's own ``transfer_to``, without reading the accounts first."""
    started = time.perf_counter()
    for source, target in pairs:
        with transaction.atomic():
            each = Transaction.objects.create()
            Leg.objects.create(transaction=each, account_id=source + 1, debit=ONE)
            Leg.objects.create(transaction=each, account_id=target + 1, credit=ONE)
    return {"seconds": time.perf_counter() - started}


def balances(places: Sequence[int]) -> list[int]:
    """What each account has, as hordak counts it."""
    found = {account.pk: account for account in Account.objects.filter(pk__in=[place + 1 for place in places])}
    return [int(found[place + 1].get_balance()["EUR"].amount) for place in places]


if __name__ == "__main__":
    serve(
        {
            "open": open_accounts,
            "bulk": post_in_bulk,
            "single": post_one_by_one,
            "balances": balances,
        }
    )
