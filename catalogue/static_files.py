"""How Django finds and names the files that pages ask for: those in static/, and those that are made from them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib.staticfiles.finders import BaseFinder, FileSystemFinder
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import FileSystemStorage
from django.utils._os import safe_join
from whitenoise.storage import CompressedManifestStaticFilesStorage

from catalogue.style_sheet import FACES, MADE, PAPER, SHEET, SOURCES, make, sheets

logger = logging.getLogger(__name__)


class OwnFilesFinder(FileSystemFinder):
    """What lies in static/, but not the sources of the one style sheet: no page asks for them.

    One of them names the fonts, which are not there where set-up found no npm.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        sources = {str(path.relative_to(SOURCES.parent)) for path in (FACES, PAPER, *sheets())}
        return ((path, storage) for path, storage in super().list([*(ignore_patterns or [])]) if path not in sources)


class MadeFilesFinder(BaseFinder):
    """The one style sheet, made anew when a source of it changed, and the fonts where set-up could make them."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=MADE)

    def check(self, **kwargs: object) -> list:
        return []

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        if path == SHEET:
            make()
        full = safe_join(MADE, path)
        found = [full] if self.storage.exists(path) else []
        return found[0] if found and not find_all else found  # None would be taken for a file that was found

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        make()
        for path in get_files(self.storage, ignore_patterns):
            yield path, self.storage


class NamedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with a digest of the content, so that a browser may keep a file for good.

    A file that was not collected keeps its plain name: the page shows without it, and the log says so.
    """

    def stored_name(self, name: str) -> str:
        try:
            return super().stored_name(name)
        except ValueError as problem:
            logger.warning("A page names a file that was not collected: %s", problem)
            return name

    def get_modified_time(self, name: str) -> datetime:
        """Not told, so that all files are collected: those of an older release, gone back to, have older dates."""
        raise NotImplementedError
