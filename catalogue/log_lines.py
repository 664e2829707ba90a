"""How a line of the site's log looks. Where the lines go is in settings.py."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

PACIFIC_TIME = ZoneInfo("America/Vancouver")


class PacificTimeFormatter(logging.Formatter):
    """Tells the time by the pinned zone tables; Python's own formatter asks the system, which may be an hour off."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's name)
        return datetime.fromtimestamp(record.created, PACIFIC_TIME).isoformat(" ", "seconds")
