"""Sign what we publish: the one place that says by which methods."""

from datetime import datetime

from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.integrity import JCS, Signer, add_proof


def sign_document(document: Document, signer: Signer, *, created: datetime) -> Document:
    """The document with the proofs of our keys."""
    return add_proof(document, JCS, signer, created=created)
