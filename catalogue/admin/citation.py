"""Citations in the admin: rows on the page of what they speak of, and a list of all. A confirmation supersedes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.text import Truncator, capfirst

from catalogue.models import CLAIMS, SUBJECTS, Citation
from catalogue.models.vocabulary import Basis, SourceKind
from catalogue.provenance import supersede
from catalogue.rights import change_waits
from institutions.records import ROW, Record

from .addresses import address_of_list
from .base import RecordAdmin
from .forms import RecordForm, VersionedForm
from .list_filters import Conditions, whether
from .rows import RecordInline, RowFormSet
from .states import label_of
from .whose import Whose

WHOLE = "whole"  # stands for ROW in a form, where nothing chosen must not pass for a choice
MOST_BESIDE = 5  # sources beside one value
_GROUND = {"source", "field", "basis"}


def cited_values(model: type[Record]) -> list[tuple[str, str]]:
    """The values of a noun that a source can speak of, in the order of its fields, named as its form names them."""
    cited = model.cited_fields()
    return [(field.name, label_of(model, field.name)) for field in model._meta.concrete_fields if field.name in cited]


def cited_field(choices: list[tuple[str, Any]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Value",
        choices=[("", "Choose…"), (WHOLE, label_of(Citation, ROW)), *choices],
        coerce=lambda chosen: ROW if chosen == WHOLE else chosen,
    )


def sources_beside(record: Record) -> dict[str, str]:
    """By value: where it comes from, as it stands beside the value in a form."""
    found: dict[str, list[str]] = defaultdict(list)
    if record.pk:
        for each in record.citations.current().select_related("source").order_by("pk"):
            found[each.field].append(f"{each.locator} ({each.get_basis_display()})")
    return {field: f"From: {_first([*dict.fromkeys(words)])}." for field, words in found.items()}


def _first(words: list[str]) -> str:
    beyond = len(words) - MOST_BESIDE
    return "; ".join([*words[:MOST_BESIDE], *([f"and {beyond} more, named below"] if beyond > 0 else [])])


def let_replace(citation: Citation) -> list[str]:
    """Let a confirmation replace what was said before; returns what to tell staff of it."""
    replaced = supersede(citation)
    if not replaced:
        return []
    value = label_of(type(citation.subject), citation.field)
    older = "; ".join(f"{each.locator} (“{Truncator(each.says).words(12)}”)" for each in replaced)
    return [f"“{value}” of {citation.subject} now rests on {citation.source}. It replaces: {older}."]


class CitationChecks(VersionedForm):
    """What makes a citation true to its source, beyond the rules of the model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A new row has no source yet; one that was proposed has.
        if self.instance.source_id and self.instance.field == ROW:
            self.initial["field"] = WHOLE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source, basis = cleaned.get("source"), cleaned.get("basis")
        if source and basis == Basis.CONFIRMED and source.kind != SourceKind.CONFIRMATION:
            self.add_error(
                "basis", "Only a source of the kind “confirmation” confirms. Add the call or message as one."
            )
        if source and basis and basis != Basis.CONFIRMED and source.kind == SourceKind.CONFIRMATION:
            self.add_error("basis", "This source is a confirmation by an institution: choose “Confirmed”.")
        return cleaned

    def _post_clean(self) -> None:
        """No row of the database keeps two equal citations apart from one sent twice."""
        super()._post_clean()
        subject = self.instance.subject_name
        if self.instance.pk or self.errors or not subject:
            return
        same = {name: getattr(self.instance, name) for name in ("source", "field", "paragraph", "says")}
        if Citation.objects.filter(**{f"{subject}_id": getattr(self.instance, f"{subject}_id")}, **same).exists():
            self.add_error(None, "This is already there, word for word.")


class CitationFormSet(RowFormSet):
    said: list[str]

    def save(self, commit: bool = True) -> list[Record]:
        saved = super().save(commit)
        regrounded = [citation for citation, changed in self.changed_objects if _GROUND & {*changed}]
        self.said = [words for citation in [*self.new_objects, *regrounded] for words in let_replace(citation)]
        return saved

    @property
    def address_of_all(self) -> str:
        """The list of all citations of the record whose page it is."""
        return f"{address_of_list(Citation)}?{self.fk.name}__exact={self.instance.pk}"

    def _identities(self) -> list[tuple[str, ...]]:
        return [("source", "field", "paragraph", "says")]


class CitationInline(RecordInline):
    """Where the values of the record come from, on the record's own page."""

    model = Citation
    form = CitationChecks
    formset = CitationFormSet
    verbose_name_plural = "Where this comes from"
    verbose_name = "source"
    autocomplete_fields = ["source"]
    readonly_fields = ["replaced_by"]
    template = "admin/citations.html"
    most_shown = 20  # each row costs as much as a small page

    def get_fields(self, request: HttpRequest, obj: Record | None = None) -> list[Any]:
        value = [] if self.parent_model.cited_fields() == {ROW} else ["field"]
        return [(*value, "source", "paragraph", "basis"), ("says", "needs_look", "replaced_by"), "opened"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        current_first = F("superseded_by").asc(nulls_first=True)
        rows = super().get_queryset(request).select_related("superseded_by__source")
        return rows.order_by(current_first, "-needs_look", "field", "source", "paragraph", "pk")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "field":
            return cited_field(cited_values(self.parent_model))
        if db_field.name == "says":
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="Replaced by")
    def replaced_by(self, citation: Citation) -> str:
        return citation.superseded_by.locator if citation.superseded_by_id else "nothing"


class CitationForm(CitationChecks, RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "field" in self.fields:
            subject = self.instance.subject if self.instance.pk else None
            self.fields["field"] = cited_field(cited_values(type(subject)) if subject else _values_by_noun())


def _values_by_noun() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (capfirst(model._meta.verbose_name), values) for model in SUBJECTS.values() if (values := cited_values(model))
    ]


class NeedsLook(Conditions):
    """Records with a source to be read again, since somebody edited what it speaks of; entries by their rows too."""

    title = "sources"
    parameter_name = "sources"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("look", "Need a look")]

    def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
        if chosen != "look":
            return None
        flagged = Citation.objects.current().filter(needs_look=True)
        name = next(name for name, subject in SUBJECTS.items() if subject is model)
        paths = [name, *(f"{claim}__{name}" for claim in CLAIMS if hasattr(SUBJECTS[claim], name))]
        found = [Q(pk__in=flagged.filter(**{f"{path}__isnull": False}).values(path)) for path in paths]
        return Q(*found, _connector=Q.OR)


class SpeaksOf(Conditions):
    """Citations by the noun that they speak of."""

    title = "what it speaks of"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(name, str(model._meta.verbose_name)) for name, model in SUBJECTS.items()]

    def condition(self, chosen: str | None, model: type[models.Model]) -> Q | None:
        return Q(**{f"{chosen}__isnull": False}) if chosen in SUBJECTS else None


def _with_subjects() -> list[str]:
    """Each possible subject, and what the names of subjects are made of."""
    made_of = [
        f"{name}__{field.name}"
        for name, model in SUBJECTS.items()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not model
    ]
    return ["source", *SUBJECTS, *made_of]


@admin.register(Citation)
class CitationAdmin(RecordAdmin):
    form = CitationForm
    list_display = ["about", "value", "source", "paragraph", "basis", "says_in_short", "standing"]
    list_select_related = _with_subjects()
    list_filter = [
        "needs_look",
        whether("superseded_by", "standing", empty="Stands", filled="Replaced"),
        "basis",
        "source__kind",
        SpeaksOf,
        Whose,
    ]
    search_fields = ["says", "source__short_title", "microcredential__title", "institution__name", "group__name"]
    autocomplete_fields = ["source", *SUBJECTS]
    readonly_fields = ["superseded_by", "about"]
    actions = ["still_says_so", "stand_again"]

    def get_fieldsets(
        self, request: HttpRequest, obj: Citation | None = None
    ) -> list[tuple[str | None, dict[str, Any]]]:
        says = ["source", "field", "paragraph", "basis", "says"]
        if obj:
            return [(None, {"fields": ["about", *says, "needs_look", "superseded_by"]})]
        about = {
            "fields": [*SUBJECTS],
            "description": "Choose exactly one. It is easier to add a source on the page of what it speaks of.",
        }
        return [(None, {"fields": says}), ("What it speaks of", about)]

    def save_model(self, request: HttpRequest, obj: Citation, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and change_waits(request.user, obj):
            return
        form.said = let_replace(obj) if not change or _GROUND & {*form.changed_data} else []

    def owner_of(self, obj: Citation) -> Record:
        return obj.subject

    @admin.display(description="speaks of")
    def about(self, citation: Citation) -> str:
        return Truncator(citation.subject).words(12)

    @admin.display(description="value", ordering="field")
    def value(self, citation: Citation) -> str:
        return label_of(SUBJECTS[citation.subject_name], citation.field)

    @admin.display(description="says", ordering="says")
    def says_in_short(self, citation: Citation) -> str:
        return Truncator(citation.says).words(16)

    @admin.display(description="standing")
    def standing(self, citation: Citation) -> str:
        if citation.superseded_by_id is not None:
            return "replaced"
        return "needs a look" if citation.needs_look else "stands"

    @admin.action(description="Looked: the source still says so", permissions=["change"])
    def still_says_so(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        for citation in chosen:
            citation.needs_look = False
            citation.save()
        self.message_user(request, "These citations no longer ask for a look.")

    @admin.action(description="Let it stand again: what replaced it was wrong", permissions=["change"])
    def stand_again(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        for citation in chosen:
            citation.superseded_by = None
            citation.save()
        self.message_user(request, "These citations stand again.")
