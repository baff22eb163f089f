"""Verify a credential: a page for everyone, which needs no log-in, asks nobody outside and keeps nothing."""

from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from niangjia.core import clock, crypto
from niangjia.core.proofs.compact import unpacked
from niangjia.core.proofs.documents import Document, read_document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.judging import judge
from niangjia.core.proofs.presented import Form, Presented, read_presented
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.web.login import TOO_MANY, UNREADABLE, address_of
from niangjia.web.verdicts import Verdict, shown
from niangjia.web.verifying_records import records_of

MOST_BYTES: Final = 4 << 20
CODE: Final = "c"  # what codes hold: the credential, packed
TIMES: Final = 20  # from one address, in each web process
SECONDS: Final = 60
_places: Final = BoundedSemaphore(2)  # in each process: whatever is handed in, the other threads go on serving
NOTHING: Final = Term(
    "还没有选文件，也没有粘贴内容。请选一个文件，或把凭证的文字粘贴进来。",
    "No file is chosen and nothing is pasted. Choose a file, or paste the text of the credential.",
)
TOO_BIG: Final = Term(
    "文件超过 4 MB，不像是一份凭证。请核对是不是选错了。",
    "The file has more than 4 MB, which no credential has. Check whether it is the right one.",
)
NO_CREDENTIAL: Final = Term(
    "这里面读不出凭证。能读的有：JSON 文件、签名令牌（JWT）、带凭证的 PNG 或 SVG 图片。拍的照片和截图不行。",
    "No credential can be read from this. JSON, signed tokens (JWT) and PNG or SVG pictures that hold one can be read; "
    "photographs and screen shots can't.",
)
NO_CODE: Final = Term(
    "这个二维码里读不出凭证，可能没有扫全。请再扫一次，或请对方发来文件。",
    "No credential can be read from this code; it may not have been scanned whole. Scan it again, or ask for the file.",
)
NO_LOG_PROOF: Final = Term(
    "日志证明读不出来。请用下载凭证时一起给的那个文件，或不选它。",
    "The proof from the log can't be read. Take the file that came with the credential, or leave it out.",
)
BUSY: Final = Term(
    "核验的人多，请过一分钟再试。内容没有保存。", "Many are verifying. Try again in a minute; nothing was kept."
)


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed in: a credential, and the log's proof about it where that came along."""

    presented: Presented
    log_proof: Document | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with something handed in, each verdict by itself."""
    if request.method != "POST" and CODE not in request.GET:
        return _page(request)
    if not _may_try(request) or not _places.acquire(blocking=False):
        return _refused(request, Refusal("too_many", BUSY), TOO_MANY)
    try:
        given = _given(request)
        judgement = judge(given.presented, records=records_of(given.log_proof), at=clock.now())
    except Refusal as refusal:
        return _refused(request, refusal, UNREADABLE)
    finally:
        _places.release()
    return _page(request, verdict=shown(judgement))


def _may_try(request: HttpRequest) -> bool:
    key = "verify:" + crypto.blind_index("verify", address_of(request)).hex()
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) <= TIMES
    except ValueError:  # it ran out between the two
        return True


def _given(request: HttpRequest) -> Given:
    if request.method != "POST":
        return _scanned(request.GET.get(CODE, ""))
    text = request.POST.get("text", "").strip()
    content = _content(request, "file") or text.encode()
    if not content:
        raise Refusal("nothing_given", NOTHING)
    try:
        presented = read_presented(content)
    except ValueError as wrong:
        raise Refusal("no_credential", NO_CREDENTIAL) from wrong
    proof = _content(request, "log")
    try:
        return Given(presented, read_document(proof) if proof else None)
    except UnreadableError as wrong:
        raise Refusal("no_log_proof", NO_LOG_PROOF) from wrong


def _scanned(text: str) -> Given:
    """The credential that stands in the address itself: a code that was scanned."""
    try:
        return Given(Presented(Form.JSON, unpacked(text)), None)
    except UnreadableError as wrong:
        raise Refusal("no_credential", NO_CODE) from wrong


def _content(request: HttpRequest, name: str) -> bytes:
    given = request.FILES.get(name)
    if not isinstance(given, UploadedFile):
        return b""
    if given.size is None or given.size > MOST_BYTES:
        raise Refusal("file_too_big", TOO_BIG)
    content: bytes = given.read()
    return content


def _refused(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    answer = _page(request, refusal=refusal, status=status)
    if status == TOO_MANY:
        answer["Retry-After"] = str(SECONDS)
    return answer


def _page(
    request: HttpRequest, *, verdict: Verdict | None = None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    page = {"here": "verify", "verdict": verdict, "refusal": refusal, "now": clock.now()}
    return render(request, "public/verify.html", page, status=status)
