"""Make, change and revoke the keys that sign. One signs for an issuer at a time; all stay known for verifying."""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from niangjia.core import crypto
from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.proofs.integrity import Signer
from niangjia.core.proofs.keys import public_multikey
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.queries import require, require_somewhere
from niangjia.kernel.credentials.addresses import method_of
from niangjia.kernel.credentials.models import SigningKey
from niangjia.kernel.credentials.operations.entering import enter
from niangjia.kernel.credentials.types import Kind, NewEntry

_PURPOSE: Final = "signing_key"
NO_REASON: Final = Term(
    "更换、作废密钥要写明理由，审计时会看到。", "Changing or revoking a key needs a reason; auditors will read it."
)
NO_SUCH_KEY: Final = Term("没有这把密钥。请刷新后再看。", "There is no such key. Reload the page.")
STILL_SIGNS: Final = Term(
    "这把密钥还在签名。请先更换密钥，再宣布它失效。",
    "This key still signs. Change the key first, then revoke the old one.",
)
REVOKED_ALREADY: Final = Term("这把密钥已经宣布失效。", "This key is revoked already.")
BEFORE_IT_BEGAN: Final = Term(
    "失效起点不能早于启用时间，也不能晚于现在。请核对日期。",
    "The key cannot be void from before it began, nor from the future. Check the date.",
)


def signer_of(issuer_id: UUID | None, *, at: datetime) -> Signer:
    """The key that signs for an organisation (None: the bank) and its IRI; the first is made where there is none."""
    key = _current(issuer_id)
    if key is None:
        # two sessions at once: the second waits for the first's commit and then takes the first's key
        SigningKey.objects.bulk_create([_new_key(issuer_id, None, at)], ignore_conflicts=True)
        key = SigningKey.objects.get(issuer_id=issuer_id, retired_at=None)
    secret = bytes.fromhex(crypto.decrypt(key.wrapped, key.secret_cipher, _PURPOSE))
    return Signer(method_of(issuer_id, key.public), Ed25519PrivateKey.from_private_bytes(secret))


def rotate_signing_key(issuer_id: UUID | None, *, reason: str, actor: Actor, at: datetime) -> UUID:
    """A new key signs from now on; what the old one signed holds. Gives the new key's id.

    Refuses ``act_not_allowed`` and ``reason_missing``.
    """
    _require(actor, issuer_id, at)
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    current = SigningKey.objects.select_for_update().filter(issuer_id=issuer_id, retired_at=None).first()
    if current is not None:
        SigningKey.objects.filter(id=current.id).update(retired_at=at)
    made = _new_key(issuer_id, actor.account_id, at)
    made.save(force_insert=True)
    log(actor=actor, act="key.rotate", about=made.id, at=at, detail={"reason": reason.strip(), "key": made.public})
    enter([NewEntry(Kind.KEY, made.id, sha256(made.public.encode()).digest())], at=at)
    return made.id


def revoke_signing_key(key_id: UUID, *, since: datetime, reason: str, actor: Actor, at: datetime) -> None:
    """Nothing that the key signed from ``since`` on is believed any more. It must have been changed before.

    Refuses ``no_such_key``, ``act_not_allowed``, ``reason_missing``, ``key_still_signs``, ``key_revoked`` and
    ``key_revoked_since``.
    """
    key = SigningKey.objects.select_for_update().filter(id=key_id).first()
    if key is None:
        raise Refusal("no_such_key", NO_SUCH_KEY)
    _require(actor, key.issuer_id, at)
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    if key.retired_at is None:
        raise Refusal("key_still_signs", STILL_SIGNS)
    if key.revoked_since is not None:
        raise Refusal("key_revoked", REVOKED_ALREADY)
    if not key.valid_from <= since <= at:
        raise Refusal("key_revoked_since", BEFORE_IT_BEGAN)
    SigningKey.objects.filter(id=key_id).update(revoked_since=since)
    log(actor=actor, act="key.revoke", about=key_id, at=at, detail={"reason": reason.strip(), "key": key.public})
    enter([NewEntry(Kind.KEY, key_id, sha256(f"{key.public} {since.isoformat()}".encode()).digest())], at=at)


def rewrap_signing_keys() -> int:
    """After a new master key, wrap every signing key by it; gives how many."""
    stale = [key for key in SigningKey.objects.select_for_update().order_by("id") if not crypto.is_current(key.wrapped)]
    for key in stale:
        SigningKey.objects.filter(id=key.id).update(wrapped=crypto.rewrap(key.wrapped))
    return len(stale)


def _require(actor: Actor, issuer_id: UUID | None, at: datetime) -> None:
    if issuer_id is None:
        require_somewhere(actor, "key.rotate", at=day_of(at))
    else:
        require(actor, "key.rotate", on=issuer_id, at=day_of(at))


def _current(issuer_id: UUID | None) -> SigningKey | None:
    return SigningKey.objects.filter(issuer_id=issuer_id, retired_at=None).first()


def _new_key(issuer_id: UUID | None, made_by: UUID | None, at: datetime) -> SigningKey:
    secret, wrapped = Ed25519PrivateKey.generate(), crypto.new_person_key()
    return SigningKey(
        issuer_id=issuer_id,
        public=public_multikey(secret.public_key()),
        wrapped=wrapped,
        secret_cipher=crypto.encrypt(wrapped, secret.private_bytes_raw().hex(), _PURPOSE),
        valid_from=at,
        made_by=made_by,
    )
