"""Writes of this app."""

from niangjia.kernel.credentials.operations.entering import enter
from niangjia.kernel.credentials.operations.keys import (
    revoke_signing_key,
    rewrap_signing_keys,
    rotate_signing_key,
    signer_of,
)
from niangjia.kernel.credentials.operations.statuses import (
    allot_statuses,
    lock_statuses,
    renew_statuses,
    set_status,
)

__all__ = [
    "allot_statuses",
    "enter",
    "lock_statuses",
    "renew_statuses",
    "revoke_signing_key",
    "rewrap_signing_keys",
    "rotate_signing_key",
    "set_status",
    "signer_of",
]
