"""Backups that were made, so that every host knows how old the last good one is. No record: it has no history."""

from __future__ import annotations

from django.db import models


class Backup(models.Model):
    """One file. What is in it is told by the file itself."""

    made_at = models.DateTimeField("made", unique=True)
    file = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField("bytes")
    rows = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    restored_at = models.DateTimeField("restored and compared", null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.file
