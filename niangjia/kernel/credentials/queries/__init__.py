"""Reads of this app."""

from niangjia.kernel.credentials.queries.keys import (
    did_document,
    issuers_under,
    public_keys,
    signing_key_count,
    stale_signing_keys_count,
    trusted_methods,
    verification_keys,
)
from niangjia.kernel.credentials.queries.log import (
    consistency_proof,
    head,
    inclusion_proof,
    oldest_waiting,
    tile,
)
from niangjia.kernel.credentials.queries.statuses import (
    places_of,
    status_bit,
    status_bits,
    status_list_made_at,
    status_of,
    statuses_at,
)

__all__ = [
    "consistency_proof",
    "did_document",
    "head",
    "inclusion_proof",
    "issuers_under",
    "oldest_waiting",
    "places_of",
    "public_keys",
    "signing_key_count",
    "stale_signing_keys_count",
    "status_bit",
    "status_bits",
    "status_list_made_at",
    "status_of",
    "statuses_at",
    "tile",
    "trusted_methods",
    "verification_keys",
]
