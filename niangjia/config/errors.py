"""The last page: what is shown when the program itself failed. It must not fail too."""

from django.http import HttpRequest, HttpResponse
from django.template import loader

PLAIN = "<!doctype html><meta charset=utf-8><title>出错了</title><p>系统出错了，什么也没有改动。错误编号：{id}"


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with the request's id, by which the log tells the cause."""
    request_id = getattr(request, "request_id", "")
    try:
        body: str = loader.render_to_string("500.html", request=request)
    except Exception:  # noqa: BLE001 - whatever broke the page may break this page as well
        body = PLAIN.format(id=request_id)
    return HttpResponse(body, status=500)
