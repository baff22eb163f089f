"""Samples in public: what was promised, what was drawn from, and how anyone draws again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.creditbank.certification.models import SamplingRound
from niangjia.creditbank.certification.sampled import acts_text


@require_safe
def samplings(request: HttpRequest) -> HttpResponse:
    """All samplings with their commitments and, once drawn, their seeds."""
    rows = SamplingRound.objects.select_related("bank").order_by("-valid_from", "-record_id")
    return render(request, "public/samplings.html", {"here": "samplings", "rows": list(rows[:100])})


@require_safe
def sampling_acts(request: HttpRequest, round_id: UUID) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """The list that a sample was drawn from: step, body, act; a line each."""
    if not SamplingRound.objects.filter(record_id=round_id, drawn_on__isnull=False).exists():
        raise Http404
    response = HttpResponse(acts_text(round_id), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400, immutable"
    return response
