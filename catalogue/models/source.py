"""Sources and citations of them. Claims hold no source of their own: everything is cited the same way."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from funding.models import FundingFlow, FundingSource
from institutions.dates import ApproximateDateField, is_approximate_date
from institutions.models import Institution
from institutions.records import Record, RecordManager, RecordQuerySet, exactly_one, is_web_address, refuse_circle

from .claims import Participation, Recognition
from .group import Group
from .measure import Measure
from .microcredential import Microcredential
from .sector import Sector
from .statement import Statement
from .tags import AudienceTag, FundingLink, Membership, SectorTag
from .visibility import public_offering, public_subject
from .vocabulary import Basis, SourceKind

# Every noun that a citation can be about, by the name of the citation's field for it.
SUBJECTS = {
    "institution": Institution,
    "funding_source": FundingSource,
    "funding_flow": FundingFlow,
    "sector": Sector,
    "microcredential": Microcredential,
    "group": Group,
    "membership": Membership,
    "participation": Participation,
    "recognition": Recognition,
    "funding_link": FundingLink,
    "sector_tag": SectorTag,
    "audience_tag": AudienceTag,
    "measure": Measure,
    "statement": Statement,
}
CLAIMS = ("membership", "participation", "recognition", "funding_link", "sector_tag", "audience_tag", "measure")


class SourceQuerySet(RecordQuerySet):
    def public(self) -> SourceQuerySet:
        """The documents, and what else something cites that visitors may see: its name alone could tell of a draft."""
        shown = Citation.objects.public().filter(source=OuterRef("pk"))
        return self.filter(Q(kind=SourceKind.DOCUMENT) | Q(Exists(shown)))


class Source(Record):
    """Where facts come from. An empty publisher, date or address means that the source does not state it."""

    kind = models.CharField(max_length=15, choices=SourceKind)
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=60, help_text="As citations name it: “2021 guide”.")
    publisher = models.CharField(max_length=120, blank=True)
    dated = ApproximateDateField(help_text="The date that the source gives itself.")
    address = models.URLField(max_length=300, blank=True)
    read_on = models.DateField(
        null=True, blank=True, help_text="When the page was read, the call made or the file taken in."
    )
    confirmed_by = models.CharField(max_length=120, blank=True, help_text="For a confirmation: who said it.")
    confirmed_role = models.CharField(max_length=120, blank=True, help_text="For a confirmation: their role.")
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        help_text="For a confirmation: the institution that speaks.",
    )
    paragraphs = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many a document has, counted from 1."
    )
    notes = models.TextField(blank=True, help_text="In our words: how to read it, and what it does not say of itself.")

    objects = RecordManager.from_queryset(SourceQuerySet)()

    class Meta(Record.Meta):
        ordering = ["short_title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(short_title=""), name="source_has_title"),
            models.CheckConstraint(condition=~Q(key=""), name="source_has_key"),
            models.CheckConstraint(
                condition=~Q(kind=SourceKind.CONFIRMATION)
                | Q(institution__isnull=False, read_on__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_role=""),
                name="source_confirmation_says_who",
                violation_error_message="A confirmation needs the institution, the person, their role and the date.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SourceKind.WEB_PAGE) | ~Q(address="") & Q(read_on__isnull=False),
                name="source_web_page_says_where",
                violation_error_message="A web page needs its address and the date it was read.",
            ),
            models.CheckConstraint(condition=is_approximate_date("dated"), name="source_dated_is_date"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_knows_its_words"),
            models.CheckConstraint(condition=is_web_address("address"), name="source_address_is_http"),
        ]

    def __str__(self) -> str:
        return self.short_title

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.key])

    @property
    def is_file(self) -> bool:
        """Whether its places are rows, not paragraphs."""
        return self.kind == SourceKind.IMPORTED_FILE


class CitationQuerySet(RecordQuerySet):
    def public(self) -> CitationQuerySet:
        """Citations of what a visitor may see."""
        hidden = ~(Q(microcredential__isnull=True) | public_offering("microcredential__"))
        for claim in CLAIMS:
            hidden |= ~(Q(**{f"{claim}__isnull": True}) | public_subject(f"{claim}__"))
        visible_statements = Statement.objects.public().values("pk")
        return self.exclude(hidden).filter(Q(statement__isnull=True) | Q(statement__in=visible_statements))

    def current(self) -> CitationQuerySet:
        """Citations that no newer one has replaced."""
        return self.filter(superseded_by__isnull=True)


def _about(model: type[Record]) -> models.ForeignKey:
    return models.ForeignKey(model, on_delete=models.PROTECT, null=True, blank=True, related_name="citations")


class Citation(Record):
    """What a source says about one subject: about one of its fields, or with an empty field about the whole row."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    field = models.CharField(max_length=40, blank=True, help_text="Which value it speaks of; empty: all of it.")
    paragraph = models.PositiveIntegerField(null=True, blank=True, help_text="Of a document; of a file, the row.")
    basis = models.CharField(max_length=10, choices=Basis)
    says = models.TextField(help_text="What the source says, in our own words.")
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    needs_look = models.BooleanField(
        default=False, help_text="Set when the value was edited: does the source still say so?"
    )
    institution = _about(Institution)
    funding_source = _about(FundingSource)
    funding_flow = _about(FundingFlow)
    sector = _about(Sector)
    microcredential = _about(Microcredential)
    group = _about(Group)
    membership = _about(Membership)
    participation = _about(Participation)
    recognition = _about(Recognition)
    funding_link = _about(FundingLink)
    sector_tag = _about(SectorTag)
    audience_tag = _about(AudienceTag)
    measure = _about(Measure)
    statement = _about(Statement)

    objects = RecordManager.from_queryset(CitationQuerySet)()

    class Meta(Record.Meta):
        ordering = ["source", "paragraph", "pk"]
        # Few of them, and each page of the admin that tells of work asks which.
        indexes = [models.Index(fields=["superseded_by"], condition=Q(needs_look=True), name="citation_needs_look")]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(SUBJECTS),
                name="citation_has_one_subject",
                violation_error_message="A citation speaks of exactly one thing.",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="citation_has_key"),
            models.CheckConstraint(condition=~Q(says=""), name="citation_says_something"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="citation_knows_its_words"),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) | Q(paragraph__gte=1), name="citation_paragraph_from_1"
            ),
            models.CheckConstraint(condition=~Q(superseded_by=F("id")), name="citation_not_superseded_by_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.locator}: {self.says}"

    def clean(self) -> None:
        refuse_circle(self, "superseded_by")
        document = self.source_id and self.source.kind == SourceKind.DOCUMENT
        if document and not self.paragraph:
            raise ValidationError({"paragraph": "Say which paragraph of the document."})
        if document and self.source.paragraphs and self.paragraph > self.source.paragraphs:
            raise ValidationError({"paragraph": f"This document has {self.source.paragraphs} paragraphs."})
        if self.field and self.subject and self.field not in self.subject.cited_fields():
            raise ValidationError({"field": f"{type(self.subject).__name__} has no cited value “{self.field}”."})

    @property
    def subject_name(self) -> str:
        """The name of the field that holds the subject; empty while none is chosen."""
        return next((name for name in SUBJECTS if getattr(self, f"{name}_id") is not None), "")

    @property
    def subject(self) -> Record | None:
        return getattr(self, self.subject_name) if self.subject_name else None

    @property
    def locator(self) -> str:
        if not self.paragraph:
            return self.source.short_title
        if self.source.is_file:
            return _("{source}, row {number}").format(source=self.source.short_title, number=self.paragraph)
        return _("{source}, paragraph {number}").format(source=self.source.short_title, number=self.paragraph)
