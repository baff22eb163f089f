"""Credentials of other issuers: judged first, trusted by the operator's list, evidence and never a verdict."""

from datetime import date

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.core.proofs.documents import canonical_json
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.keys import public_multikey
from niangjia.core.proofs.tests.badges import badge
from niangjia.core.proofs.tests.credentials import BANK, ISSUED, ISSUER, LATER
from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.outcomes.foreign import NewIssuer, end_trust, read_foreign, trust_issuer
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, build_college

pytestmark = pytest.mark.django_db
KEY = public_multikey(BANK.key.public_key())


def signed(**changes):
    return canonical_json(sign_credential({**badge(), **changes}, BANK, created=ISSUED))


def read(content):
    with unit_of_work(SYSTEM):
        return read_foreign(content, kind=OutcomeKind.TRAINING, at=LATER)


def trusted(made, *, username="gonghui1", bank=None, **changes):
    clerk = made.actor(username)
    new = {"identifier": ISSUER, "name": "滨江学分银行", "keys": [KEY], "reason": "互认协议", "since": date(2026, 1, 1)}
    with unit_of_work(clerk):
        return trust_issuer(NewIssuer(bank or made.federation, **(new | changes)), actor=clerk, at=AT)


def test_a_sound_credential_fills_in_what_it_says_and_says_who_issued_it():
    found = read(signed())
    assert (found.is_sound, found.is_trusted, found.issuer, found.issuer_name) == (True, False, ISSUER, "滨江工匠学院")
    assert dict(found.answers) == {
        "title": "焊工 中级",
        "issuer": "滨江工匠学院",
        "awarded_on": "2026-05-01",
        "expires_on": "2031-05-01",
        "certificate_number": "urn:uuid:019a0000-0000-7000-8000-000000000001",
        "credits": "2.5",
    }


def test_one_that_was_changed_or_is_not_signed_is_not_sound():
    document = sign_credential(badge(), BANK, created=ISSUED)
    assert not read(canonical_json({**document, "name": "焊工 高级"})).is_sound
    assert not read(canonical_json(badge())).is_sound


def test_what_holds_no_credential_is_refused():
    with pytest.raises(Refusal, match="credential_unreadable"):
        read(b"\x89PNG\r\n\x1a\n a screenshot")


def test_the_operator_says_whom_the_bank_trusts_and_ends_it():
    made = build_college(book=None)
    entry = trusted(made)
    assert (read(signed()).is_trusted, read(signed()).issuer_name) == (True, "滨江学分银行")
    with pytest.raises(Refusal, match="trusted_issuer_once_at_a_time"):
        trusted(made)
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        end_trust(entry, on=date(2026, 5, 20), actor=clerk, at=AT)
    assert not read(signed()).is_trusted


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"keys": ["z6Mk-no-key"]}, "key_unreadable"), ({"reason": " "}, "issuer_is_told")],
)
def test_a_trusted_issuer_is_told_whole(changes, code):
    made = build_college(book=None)
    with pytest.raises(Refusal, match=code):
        trusted(made, **changes)


def test_only_the_banks_federation_keeps_the_list():
    made = build_college(book=None)
    with pytest.raises(Refusal, match="act_not_allowed"):
        trusted(made, username="jiaowu1")
    with pytest.raises(Refusal, match="not_the_bank"):
        trusted(made, bank=made.college)
