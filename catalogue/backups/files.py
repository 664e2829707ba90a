"""The file of a backup: the database as its own program writes it, and beside it what must be found after a restore."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

_MANIFEST, _DATA = "manifest.json", "data"
_CHUNK = 2**20
_OF_A_BROKEN_FILE = {None, errno.EINVAL}  # a place before its beginning; packed in a way that it is not


class BrokenBackup(Exception):
    """One sentence that says what is wrong with the file."""


@dataclass(frozen=True)
class Manifest:
    """`tables` maps each table to the number of its rows and the sum of their hashes; `migrations` are those made."""

    vendor: str
    made_at: str
    migrations: list[str]
    tables: dict[str, list]
    digest: str

    @property
    def rows(self) -> int:
        return sum(number for number, _ in self.tables.values())

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, manifest: Manifest, data: Path) -> None:
    """Aside and then into place, so that one that was cut short has no name of a backup. For this account only."""
    draft = path.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_MANIFEST, json.dumps(asdict(manifest)))
            archive.write(data, _DATA)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path, data: Path) -> Manifest:
    """Unpack a backup into `data`; raises BrokenBackup unless what it holds is whole, to the last bit."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _understood(json.loads(archive.read(_MANIFEST)))
            _unpack(archive, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError) as problem:
        raise BrokenBackup(f"{path} is no whole backup ({problem}): take another one.") from None
    except OSError as problem:
        if problem.errno not in _OF_A_BROKEN_FILE:
            raise
        raise BrokenBackup(f"{path} is no whole backup ({problem}): take another one.") from None
    if digest_of(data) != manifest.digest:
        raise BrokenBackup(f"{path} was changed after it was made: take another one.")
    return manifest


def _understood(told: dict) -> Manifest:
    """Raises what `read` catches unless each part is what it should be."""
    manifest = Manifest(**told)
    numbers = [(int(number), int(total)) for number, total in dict(manifest.tables).values()]
    if not (numbers and manifest.moment and {type(each) for each in manifest.migrations} == {str}):
        raise ValueError("it does not say what it holds")
    return manifest


def _unpack(archive: zipfile.ZipFile, data: Path) -> None:
    with archive.open(_DATA) as packed, data.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked, _CHUNK)
