"""Structured logs: one JSON object a line, with the request's id and no personal data."""

import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def logging_settings() -> dict[str, Any]:
    """Django's LOGGING. What an address asks (its query) and who asks never stand in it."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        failure_without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {"django.request": {"level": "ERROR"}, "niangjia": {"level": "INFO"}},
    }


def failure_without_values(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Say what failed and where, never with which values: an exception's message may quote a person's record."""
    info = _exc_info(event.pop("exc_info", None))
    if info is not None:
        event["failure"] = _chain(info[1])
    return event


def _exc_info(given: object) -> ExcInfo | None:
    if isinstance(given, BaseException):
        return type(given), given, given.__traceback__
    if isinstance(given, tuple):
        return given if given[0] is not None else None
    current = sys.exc_info()
    return current if given and current[0] is not None else None


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """The exception and what it came from: type, code, constraint, places in the code."""
    chain = []
    while error is not None:
        known = {"code": getattr(error, "code", None) or getattr(error, "sqlstate", None)}
        known["constraint"] = getattr(getattr(error, "diag", None), "constraint_name", None)
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        said = {name: str(value) for name, value in known.items() if value is not None}
        chain.append({"type": f"{type(error).__module__}.{type(error).__name__}", **said, "at": places})
        error = error.__cause__ or error.__context__
    return chain
