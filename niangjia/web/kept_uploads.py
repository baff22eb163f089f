"""A file with faults, kept for a day so that its good rows can be taken or the others mended: for its uploader alone.

It lies encrypted under a key of its own, which stands nowhere but in the page that shows the faults; it is removed when
the good rows are taken, and by the daily cleaning at the latest. Without the page nobody can read it, we included.
"""

from base64 import b64decode, b64encode
from typing import Final
from uuid import UUID

from django.core import signing
from django.db import transaction

from niangjia.core import crypto
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.records.blobs import read_blob, remove_blob, store_blob

SALT: Final = "kept upload"
SECONDS: Final = 24 * 3600
STALE: Final = Term(
    "上传的文件已经过期，请重新选择文件上传。", "The uploaded file is gone: choose and upload it again."
)


def keep_upload(file: SourceFile, *, account_id: UUID | None) -> str:
    """Keep a file for the account that uploaded it. Gives a token, good for a day, without which it can't be read."""
    key = crypto.new_person_key()
    sealed = crypto.encrypt(key, b64encode(file.content).decode(), _bound_to(account_id))
    return signing.dumps([store_blob(sealed), file.name, b64encode(key).decode()], salt=SALT)


def kept_upload(token: str, *, account_id: UUID | None) -> SourceFile:
    """The file of a token. Refuses ``upload_gone`` when it is used or old, and to every other account."""
    try:
        blob, name, key = signing.loads(token, salt=SALT, max_age=SECONDS)
        text = crypto.decrypt(b64decode(key), read_blob(blob), _bound_to(account_id))
    except (signing.BadSignature, FileNotFoundError, crypto.UnreadableSecretError) as error:
        raise Refusal("upload_gone", STALE) from error
    return SourceFile(name, b64decode(text))


def forget_upload(token: str) -> None:
    """Remove the file of a token, once what was done with it is committed."""
    blob, *_ = signing.loads(token, salt=SALT)
    transaction.on_commit(lambda: remove_blob(blob))


def _bound_to(account_id: UUID | None) -> str:
    return f"upload of {account_id}"
