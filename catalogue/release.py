"""Which release of the site this is: a digest of the code, texts, templates and style sheets that make its pages."""

from __future__ import annotations

import hashlib
from functools import cache

from catalogue.environment import ROOT

_FOLDERS = ("catalogue", "funding", "institutions", "locale", "static", "templates", "var/made")


@cache
def release() -> str:
    """The same in every process that runs the same files; another one after any of them changed."""
    digest = hashlib.blake2b(digest_size=6)
    files = (path for folder in _FOLDERS for path in sorted((ROOT / folder).rglob("*")))
    for path in files:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
