"""What everyone may check of a publisher or a body, as credentials about no person; not signed yet.

They say nothing that the public pages do not say. Only words of the base context are used, so that any reader of
verifiable credentials understands them.
"""

from base64 import b64encode
from datetime import date, datetime, time
from typing import Final

from niangjia.core.clock import SHANGHAI
from niangjia.core.proofs.documents import CREDENTIALS, Document, Json
from niangjia.creditbank.accreditation.models import Accreditation
from niangjia.creditbank.credentials.documents import rule_book_address, stamp, status_entry
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.credentials.addresses import did_of, public_address
from niangjia.kernel.credentials.types import Purpose, StatusPlace

PUBLISHED: Final = "{publisher}发布的《{title}》第 {version} 版全文；校验值 SHA-256 见 relatedResource"
ACCREDITED: Final = "认证机构授权 {number}：{body}"
IN_DOUBT: Final = (Purpose.REVOCATION, Purpose.SUSPENSION)


def publication(book: RuleBook) -> Document:
    """That a publisher has published a version of its rule book, pinned by the SHA-256 of its canonical form."""
    address = rule_book_address(book.id)
    text: Json = {
        "id": f"{address}content.json",
        "digestSRI": f"sha256-{b64encode(bytes.fromhex(book.content_hash)).decode('ascii')}",
        "mediaType": "application/json",
    }
    words = PUBLISHED.format(publisher=book.publisher.name, title=book.title, version=book.version)
    document: Document = {
        "@context": [CREDENTIALS],
        "id": f"{address}statement.json",
        "type": ["VerifiableCredential"],
        "issuer": {"id": did_of(book.publisher_id), "name": book.publisher.name},
        "validFrom": _begin_of(book.effective_from),
        "name": f"《{book.title}》第 {book.version} 版",
        "description": words,
        "credentialSubject": {"id": address, "name": book.title},
        "relatedResource": [text],
    }
    if book.effective_to is not None:
        document["validUntil"] = _begin_of(book.effective_to)
    return document


def accreditation(held: Accreditation, place: StatusPlace) -> Document:
    """That the bank lets a body certify; suspended while the body is, revoked once it is ended."""
    return {
        "@context": [CREDENTIALS],
        "id": f"{public_address()}/issuers/{held.body_id}/accreditation.json#{held.record_id}",
        "type": ["VerifiableCredential"],
        "issuer": did_of(None),
        "validFrom": _begin_of(held.valid_from),
        "validUntil": _begin_of(held.valid_to),
        "name": ACCREDITED.format(number=held.number, body=held.body.name),
        "credentialSubject": {"id": did_of(held.body_id), "name": held.body.name},
        "credentialStatus": [status_entry(place, purpose) for purpose in IN_DOUBT],
    }


def _begin_of(day: date) -> str:
    return stamp(datetime.combine(day, time(), SHANGHAI))
