"""A credential signed by its issuer: with both suites, so that a reader without JSON-LD can check it too."""

from datetime import datetime

from niangjia.core.proofs.compiled import RDFC
from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.integrity import JCS, Signer, add_proof


def sign_credential(document: Document, key: Signer, *, created: datetime) -> Document:
    """The document with two proofs, eddsa-rdfc-2022 and eddsa-jcs-2022, beside those that it has.

    ``created`` is aware. Raises UnreadableError for a document that can't be signed whole: a term outside the bundled
    contexts, too large, not in canonical reach.
    """
    return add_proof(add_proof(document, RDFC, key, created=created), JCS, key, created=created)
