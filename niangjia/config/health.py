"""Whether the program can serve: the database answers and this very program migrated it."""

from functools import cache

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from niangjia.config.readiness import fingerprint

MIGRATED = "SELECT obj_description(current_schema()::regnamespace, 'pg_namespace')"
expected = cache(fingerprint)


def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """``{"status": "ok"}``, or 503 with what is wrong. No log-in, nothing personal."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(MIGRATED)
            found = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "down", "why": "database"}, status=503)
    if found != (expected(),):
        return JsonResponse({"status": "down", "why": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})
