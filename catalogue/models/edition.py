"""Editions: the whole of the data as it stood on each day, in files that are kept in the database with all the rest.

Kept there and not in a folder, so that a backup has them and every server gives the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import models

PIECE = 2**18  # bytes that are held in memory while a file goes out


class StoredFile(models.Model):
    """The bytes of a file, named by their digest: editions that hold the same share it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    stored_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256

    def put(self, path: Path) -> None:
        """Take in the bytes of a file, piece by piece: nobody else waits for long to write."""
        with path.open("rb") as file:
            for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
                FilePiece.objects.create(file=self, number=number, data=piece)

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, one piece in memory at a time."""
        found = FilePiece.objects.filter(file=self).values_list("data", flat=True)
        for number in range(-(-self.size // PIECE)):
            yield bytes(found.get(number=number))


class FilePiece(models.Model):
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="filepiece_once")]

    def __str__(self) -> str:
        return f"Piece {self.number} of {self.file_id}"


class Edition(models.Model):
    """What visitors could see when a day ended; of the day in hand, what they see now."""

    day = models.DateField(unique=True)
    of = models.DateTimeField(help_text="The moment that it shows.")
    made_at = models.DateTimeField()
    took = models.FloatField(help_text="Seconds that it took to make.")
    mark = models.CharField(max_length=80, help_text="The state of the database that it was made from.")
    hidden = models.JSONField(help_text="The entries that it leaves out because they were taken away since.")
    gone = models.CharField(max_length=64, help_text="What was taken away from visitors when this was last looked at.")
    counts = models.JSONField(help_text="How many rows of each noun it has.")

    class Meta:
        ordering = ["-day"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Edition of {self.day}"


class EditionFile(models.Model):
    """The name under which an edition holds a file."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="names")

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="editionfile_once")]

    def __str__(self) -> str:
        return self.name
