"""A credential of another issuer: judged first, then its facts are filled in for the person to check.

It is evidence, never a verdict: a body certifies the outcome as any other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import SHANGHAI, day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.periods import holds_on
from niangjia.core.proofs.documents import Document, listed
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.judging import Judgement, Records, judge
from niangjia.core.proofs.keys import Key, key_of_did_key, public_key
from niangjia.core.proofs.presented import read_presented
from niangjia.core.proofs.verifying import Verdict, issuer_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.outcomes.models import TrustedIssuer
from niangjia.kernel.access.queries import require
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.types import OrganisationKind

_UNREADABLE: Final = Term(
    "这份文件里没有读到电子证书。请选发证单位给您的原文件（.json、.jwt，或带证书的 PNG、SVG 图片），不要截图。",
    "There is no credential in this file. Choose the file that the issuer gave you, not a screenshot.",
)
_BAD_KEY: Final = Term(
    "有一把公钥读不出来：应当是 z6Mk 开头的一串。", "A key can't be read: it should be a text that begins with z6Mk."
)
_NOT_THE_BANK: Final = Term(
    "信任名单由学分银行（总工会）维护。请在总工会的席位上办。", "The bank's federation keeps this list: use its seat."
)
_NO_ENTRY: Final = Term("名单上没有这个签发者，或已经结束。", "There is no such issuer on the list, or it has ended.")
_LANGUAGES: Final = ("zh-CN", "zh-Hans", "zh", "en")


@dataclass(frozen=True, slots=True)
class NewIssuer:
    """An issuer to trust: its DID, its name, its keys as multikeys, why, and from which day on."""

    bank_id: UUID
    identifier: str
    name: str
    keys: Sequence[str]
    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class Foreign:
    """A credential as judged: who issued it, whether that issuer is trusted here, and the facts that it states."""

    judgement: Judgement
    issuer: str
    issuer_name: str
    is_trusted: bool
    answers: Mapping[str, str]

    @property
    def is_sound(self) -> bool:
        """Nothing about it is false: what could not be decided is shown, and left to the body."""
        return self.judgement.verdict is not Verdict.FAILED


def read_foreign(content: bytes, *, kind: OutcomeKind, at: datetime) -> Foreign:
    """Judge a credential at an instant by the operator's list of issuers. Refuses ``credential_unreadable``."""
    try:
        presented = read_presented(content)
    except UnreadableError as wrong:
        raise Refusal("credential_unreadable", _UNREADABLE) from wrong
    trusted = {each.identifier: each for each in trusted_issuers(on=day_of(at))}
    known = Records(key_of=_Keys(list(trusted.values())), accreditation=lambda issuer, _on: issuer in trusted or None)
    judgement = judge(presented, records=known, at=at)
    issuer = issuer_id(judgement.document) or ""
    entry = trusted.get(issuer)
    name = entry.name if entry else _words(_member(judgement.document.get("issuer"), "name")) or issuer
    return Foreign(judgement, issuer, name[:120], entry is not None, _answers(judgement.document, kind, name))


def trusted_issuers(*, on: date) -> Sequence[TrustedIssuer]:
    """Whom the operator trusts on a day, by name."""
    return list(TrustedIssuer.objects.filter(holds_on(on)).order_by("name", "id"))


def trust_issuer(new: NewIssuer, *, actor: Actor, at: datetime) -> UUID:
    """Put an issuer on the list, with the keys that it publishes, as the bank's operator.

    Refuses ``act_not_allowed``, ``not_the_bank``, ``key_unreadable``, ``issuer_is_told`` and
    ``trusted_issuer_once_at_a_time``.
    """
    require(actor, "issuer.trust", on=new.bank_id, at=day_of(at))
    if not Organisation.objects.filter(party_id=new.bank_id, kind=OrganisationKind.FEDERATION).exists():
        raise Refusal("not_the_bank", _NOT_THE_BANK)
    for each in new.keys:
        try:
            public_key(each)
        except UnreadableError as wrong:
            raise Refusal("key_unreadable", _BAD_KEY) from wrong
    with constraints_as_refusals():
        entry = TrustedIssuer.objects.create(
            bank_id=new.bank_id,
            identifier=new.identifier.strip(),
            name=new.name.strip(),
            keys=list(new.keys),
            reason=new.reason.strip(),
            valid_from=new.since,
            entered_at=at,
            entered_by=actor.account_id,
        )
    log(actor=actor, act="issuer.trust", about=entry.id, at=at)
    return entry.id


def end_trust(entry_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """From a day on an issuer is trusted no more; what was deposited before stays as it is.

    Refuses ``issuer_unknown`` and ``act_not_allowed``.
    """
    entry = TrustedIssuer.objects.select_for_update().filter(holds_on(on), id=entry_id).first()
    if entry is None:
        raise Refusal("issuer_unknown", _NO_ENTRY)
    require(actor, "issuer.trust", on=entry.bank_id, at=day_of(at))
    TrustedIssuer.objects.filter(id=entry_id).update(valid_to=on)
    log(actor=actor, act="issuer.end_trust", about=entry_id, at=at)


class _Keys:
    """Keys by their verification method: a did:key names its own; others stand on the operator's list."""

    def __init__(self, issuers: Sequence[TrustedIssuer]) -> None:
        self._known = {
            f"{each.identifier}#{key}": Key(public_key(key), each.identifier) for each in issuers for key in each.keys
        }
        self._only = {each.identifier: each.keys[0] for each in issuers if len(each.keys) == 1}

    def __call__(self, method: str) -> Key | None:
        controller = method.partition("#")[0]
        key = self._known.get(method) or self._known.get(f"{controller}#{self._only.get(controller)}")
        return key or key_of_did_key(method)


def _answers(document: Document, kind: OutcomeKind, issuer_name: str) -> Mapping[str, str]:
    """What the credential states, by the facts of a form. Nothing is guessed: what it does not say stays blank."""
    subject = next((each for each in listed(document.get("credentialSubject")) if isinstance(each, dict)), {})
    achievement = subject.get("achievement")
    title = _words(_member(achievement, "name")) or _words(document.get("name")) or _words(subject.get("name"))
    found = {
        "title": title,
        "issuer": issuer_name[:120],
        "awarded_on": _day(document.get("awardedDate")) or _day(document.get("validFrom")),
        "expires_on": _day(document.get("validUntil")),
        "certificate_number": _words(subject.get("licenseNumber")) or _words(document.get("id")),
        "credits": _words(_member(achievement, "creditsAvailable")) or _words(subject.get("creditsEarned")),
    }
    if kind is OutcomeKind.SKILL_CERTIFICATE:
        found["occupation"] = title
    if kind is OutcomeKind.COMPETITION:
        found["event"] = title
    return {name: value[:200] for name, value in found.items() if value}


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _words(value: object) -> str:
    """A text; of a map of languages the first that we read; a number as it is written."""
    if isinstance(value, dict):
        value = next((value[each] for each in _LANGUAGES if each in value), value.get("@value"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return json.dumps(value)
    return value.strip() if isinstance(value, str) else ""


def _day(value: object) -> str:
    try:
        return datetime.fromisoformat(str(value)).astimezone(SHANGHAI).date().isoformat() if value else ""
    except ValueError:
        return ""
