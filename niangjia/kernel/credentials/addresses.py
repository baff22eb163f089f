"""Under which addresses the world finds issuers, keys, status lists and the log."""

from typing import Final
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings

from niangjia.kernel.credentials.types import Purpose

ISSUER: Final = "issuers"


def public_address() -> str:
    """The address under which this installation is reached, without a slash at its end: ``https://bank.example``."""
    return str(settings.PUBLIC_ADDRESS).rstrip("/")


def did_of(issuer_id: UUID | None) -> str:
    """The did:web of an issuer; of the bank itself for None. A port is written as did:web asks."""
    bank = f"did:web:{quote(urlsplit(public_address()).netloc, safe='')}"
    return bank if issuer_id is None else f"{bank}:{ISSUER}:{issuer_id}"


def issuer_of(did: str) -> UUID | None:
    """The organisation that a DID of ours names, None for the bank. Raises ValueError for any other DID."""
    bank = did_of(None)
    if did == bank:
        return None
    head, _, key = did.rpartition(":")
    if head != f"{bank}:{ISSUER}" or str(UUID(key)) != key:
        raise ValueError("no issuer of this installation")
    return UUID(key)


def method_of(issuer_id: UUID | None, public: str) -> str:
    """The IRI of a key: its issuer's DID and the key itself as fragment."""
    return f"{did_of(issuer_id)}#{public}"


def status_list_address(list_id: UUID, purpose: Purpose) -> str:
    """Where a status list is served."""
    return f"{public_address()}/status/{list_id}/{purpose.value}"


def log_origin() -> str:
    """The log's name, which also names the key that signs its heads: ``bank.example/log``."""
    return f"{urlsplit(public_address()).netloc}/log"
