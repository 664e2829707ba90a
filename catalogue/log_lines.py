"""How a line of the log looks: of the site (settings.py) and of the server that runs it (gunicorn.py).

One event is one line, whatever somebody put into an address: a line break in it begins no line that looks like ours.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

PACIFIC_TIME = ZoneInfo("America/Vancouver")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_OF_PROXY = re.compile(r"[0-9a-f]{32}")


def reference_of(request: Any) -> str:
    """Twelve characters by which a visitor's report finds its line. Made when first asked for, or by our own proxy."""
    if not hasattr(request, "reference"):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.reference = given[:12] if _OF_PROXY.fullmatch(given) else secrets.token_hex(6)
    return request.reference


def configuration(for_programs: bool, loggers: dict[str, Any]) -> dict[str, Any]:
    """For `logging.config.dictConfig`: all lines go to one place, and look alike whoever writes them."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": PacificTimeFormatter, "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "object": {"()": JsonFormatter},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "object" if for_programs else "line"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": loggers,
    }


class PacificTimeFormatter(logging.Formatter):
    """For people. Tells the time by the pinned zone tables; Python's own formatter asks the system for it."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's name)
        return _moment(record).isoformat(" ", "seconds")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        reference = f" [{reference_of(record.request)}]" if hasattr(record, "request") else ""
        return _BREAKS.sub(_in_letters, super().formatMessage(record)) + reference


class JsonFormatter(logging.Formatter):
    """For programs: one object a line, a traceback within it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "says": record.getMessage(),
        }
        if hasattr(record, "request"):
            line |= {"reference": reference_of(record.request), "method": record.request.method}
        if hasattr(record, "status_code"):
            line["status"] = record.status_code
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)  # in ASCII, so that no sign of any script breaks a line


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, PACIFIC_TIME)


def _in_letters(sign: re.Match) -> str:
    return sign[0].encode("unicode_escape").decode()
