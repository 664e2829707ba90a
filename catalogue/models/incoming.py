"""Spreadsheets that staff hand in, with the plan of each. No records: the history is of what an import writes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from institutions.changes import Change
from institutions.models import Institution


class ImportState(models.TextChoices):
    """Where a file stands. The worker takes the first and the fourth, and leaves each for the one behind it."""

    UPLOADED = "uploaded", "waiting to be read"
    PLANNING = "planning", "being read"
    PLANNED = "planned", "read, nothing written yet"
    ACCEPTED = "accepted", "waiting to be written"
    APPLYING = "applying", "being written"
    APPLIED = "applied", "taken in"
    REFUSED = "refused", "refused"
    INTERRUPTED = "interrupted", "interrupted"


class Outcome(models.TextChoices):
    """What the plan says of a row; the same words as in the plan itself."""

    NEW = "new", "new"
    CHANGED = "changed", "changed"
    PROPOSED = "proposed", "waits for a publisher"
    UNCHANGED = "unchanged", "unchanged"
    REFUSED = "refused", "refused"

    @classmethod
    def taken_in(cls) -> tuple[Outcome, ...]:
        """Of rows that one may choose, and that leave something behind."""
        return cls.NEW, cls.CHANGED, cls.PROPOSED


class Import(models.Model):
    """One file on its way in: its bytes, what was answered about its columns and names, and how far it is."""

    file_name = models.CharField("file", max_length=200)
    # Only as long as they may have to be read again.
    data = models.BinaryField(null=True, editable=False)
    institution = models.ForeignKey(
        Institution,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="whose file",
        help_text="What you answer about its columns and names is remembered for its next file.",
    )
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    uploaded_at = models.DateTimeField("handed in", auto_now_add=True)
    planned_at = models.DateTimeField(null=True, editable=False)
    applied_at = models.DateTimeField("taken in", null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField("who", max_length=150, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict, help_text="Our column, or none, by heading, as somebody chose.")
    answers = models.JSONField(default=dict, help_text="By column and word of the file: the word to read instead.")
    columns = models.JSONField(default=list, help_text="The headings that were found, with what they are taken for.")
    unknown = models.JSONField(default=dict, help_text="By column: words that mean nothing here, and in how many rows.")
    notes = models.JSONField(default=list, help_text="What is to be said of sheets and columns.")
    refusal = models.TextField(blank=True, help_text="Why nothing of the file is taken in.")
    done = models.PositiveIntegerField(default=0, help_text="Rows that the work in hand is through with.")
    total = models.PositiveIntegerField(default=0)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("import_catalogue", "Can take in spreadsheets")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_knows_its_words"),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED) | Q(applied_at__isnull=True), name="import_applied_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_in_work(self) -> bool:
        """Whether its page is to be looked at again soon."""
        waiting = (ImportState.UPLOADED, ImportState.PLANNING, ImportState.ACCEPTED, ImportState.APPLYING)
        return self.state in waiting


class ImportRow(models.Model):
    """What becomes of one row of the file; values as JSON, in the codes of exchange/incoming/storing.py."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=255)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    title = models.TextField(blank=True)
    slug = models.CharField(max_length=120, blank=True)
    entry = models.BigIntegerField(null=True, help_text="Its number and version when the plan was made.")
    version = models.PositiveIntegerField(null=True)
    changes = models.JSONField(default=list)
    refusals = models.JSONField(default=list)
    alike = models.JSONField(default=list)
    is_alike = models.BooleanField(default=False)
    chosen = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["of_import", "outcome", "id"], name="importrow_by_outcome")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="importrow_knows_its_words")
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.number}"
