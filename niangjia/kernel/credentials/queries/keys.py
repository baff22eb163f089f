"""The keys of issuers as everyone may know them."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from niangjia.core import crypto
from niangjia.core.proofs.documents import Document, Json
from niangjia.core.proofs.keys import public_key
from niangjia.kernel.credentials.addresses import did_of, issuer_of, method_of
from niangjia.kernel.credentials.models import SigningKey
from niangjia.kernel.credentials.types import PublicKey
from niangjia.kernel.people.queries import organisations_under
from niangjia.kernel.people.types import Tree

_CONTEXTS: Final[list[Json]] = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def public_keys(issuer_id: UUID | None) -> tuple[PublicKey, ...]:
    """Every key that an issuer ever had (None: the bank), the newest first. One query."""
    rows = SigningKey.objects.filter(issuer_id=issuer_id).order_by("-valid_from", "-id")
    return tuple(
        PublicKey(
            row.id, method_of(issuer_id, row.public), row.public, row.valid_from, row.retired_at, row.revoked_since
        )
        for row in rows
    )


def verification_keys(did: str) -> Mapping[str, Ed25519PublicKey]:
    """The keys that an issuer's proofs are checked with, by their IRIs: those that sign or signed, none revoked.

    Empty for a DID that is none of ours.
    """
    try:
        issuer_id = issuer_of(did)
    except ValueError:
        return {}
    return {key.method: public_key(key.public) for key in public_keys(issuer_id) if key.revoked_since is None}


def issuers_under(organisation_id: UUID, *, on: date) -> tuple[tuple[UUID, str], ...]:
    """The organisations under one in the union tree that have a key, with their names. One query."""
    signing = SigningKey.objects.filter(issuer_id__isnull=False).values("issuer_id")
    under = organisations_under(Tree.UNION, organisation_id, on=on).filter(party_id__in=signing)
    return tuple(under.order_by("name", "party_id").values_list("party_id", "name"))


def trusted_methods(methods: Collection[str]) -> frozenset[str]:
    """Those of these keys (by their IRIs) that are not revoked. One query."""
    publics = {method.rpartition("#")[2]: method for method in methods}
    trusted = SigningKey.objects.filter(public__in=publics, revoked_since=None).values_list("public", flat=True)
    return frozenset(publics[public] for public in trusted)


def did_document(issuer_id: UUID | None) -> Document:
    """The DID document of an issuer: every key; those revoked are named with their instant and no longer trusted."""
    did, keys = did_of(issuer_id), public_keys(issuer_id)
    trusted: list[Json] = [key.method for key in keys if key.revoked_since is None]
    return {
        "@context": _CONTEXTS,
        "id": did,
        "verificationMethod": [_method(key, did) for key in keys],
        "assertionMethod": trusted,
        "authentication": trusted,
    }


def signing_key_count() -> int:
    """How many keys sign now."""
    return SigningKey.objects.filter(retired_at=None).count()


def stale_signing_keys_count() -> int:
    """How many signing keys an older master key wraps."""
    return sum(not crypto.is_current(wrapped) for wrapped in SigningKey.objects.values_list("wrapped", flat=True))


def _method(key: PublicKey, did: str) -> Json:
    method: Document = {"id": key.method, "type": "Multikey", "controller": did, "publicKeyMultibase": key.public}
    if key.revoked_since is not None:
        method["revoked"] = _stamp(key.revoked_since)
    return method


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
