"""Whether the program can serve: the database answers and every migration has run."""

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse


def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """``{"status": "ok"}``, or 503 with what is wrong. No log-in, nothing personal."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        loader = MigrationLoader(connection)
    except DatabaseError:
        return JsonResponse({"status": "down", "why": "database"}, status=503)
    missing = set(loader.disk_migrations) - set(loader.applied_migrations)
    if missing:
        return JsonResponse({"status": "down", "why": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})
