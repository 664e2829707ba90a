"""One source for all that is typed into a page: who enters a school's page names it once, not beside each value.

Each value and each row that the save adds or changes gets a citation of its own, as if it had been typed above. A value
that is given a source there by hand gets only that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from catalogue.models import SUBJECTS, Citation, Measure, Source
from catalogue.models.vocabulary import Basis, SourceKind
from catalogue.proposals import added
from catalogue.rights import change_waits
from catalogue.wording import measure_words
from institutions.records import ROW, Record

from .citation import let_replace
from .forms import CompletedSelect, RecordForm
from .proposing import edits_of
from .states import Names, label_of, value_in_words

_CITED = Citation._meta.get_field("source")
_LISTED, _MOST_LISTED = (SourceKind.DOCUMENT, SourceKind.CONFIRMATION, SourceKind.WEB_PAGE), 100


def paragraph_field(label: str) -> forms.IntegerField:
    """As large a number as both databases hold."""
    return forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, label=label)


def basis_field(required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", "Choose…"), *Basis.choices], required=required, label="Basis")


class SourceSelect(CompletedSelect):
    """Completes the name of a source; without scripts it is a list of those that staff name most: the newest."""

    def __init__(self) -> None:
        super().__init__(_CITED, admin.site)

    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attr)
        _, options, _ = groups[0]
        there = {str(option["value"]) for option in options}
        for source in Source.objects.filter(kind__in=_LISTED).order_by("-pk")[:_MOST_LISTED]:
            if str(source.pk) not in there:
                options.append(self.create_option(name, source.pk, str(source), False, len(options)))
        return groups


def _completed() -> RelatedFieldWidgetWrapper:
    """With a button to add one."""
    return RelatedFieldWidgetWrapper(SourceSelect(), _CITED.remote_field, admin.site, can_add_related=True)


class PageSourceForm(RecordForm):
    page_source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label="Source",
        help_text="Cited for each value and row that this save adds or changes, unless you name another for it under"
        " “Where this comes from”.",
    )
    page_paragraph = paragraph_field("Paragraph")
    page_basis = basis_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "page_source" in self.fields:
            self.fields["page_source"].widget = _completed()
            self.fields["page_source"].widget.choices = self.fields["page_source"].choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source, basis = cleaned.get("page_source"), cleaned.get("page_basis")
        if source is None and (basis or cleaned.get("page_paragraph")) and "page_source" not in self.errors:
            self.add_error("page_source", "Choose the source.")
        if source is not None:
            for name, words in wrong_ground(source, basis, cleaned.get("page_paragraph")):
                self.add_error(f"page_{name}", ValidationError(words))
        return cleaned


def wrong_ground(source: Source, basis: str | None, paragraph: int | None) -> Iterator[tuple[str, str]]:
    """What is wrong with the basis or the paragraph that was given for a source."""
    if not basis:
        yield "basis", "Say on what ground it stands."
    elif (basis == Basis.CONFIRMED) != (source.kind == SourceKind.CONFIRMATION):
        yield "basis", "“Confirmed” goes with a confirmation by an institution, and with nothing else."
    if source.kind == SourceKind.DOCUMENT and not paragraph:
        yield "paragraph", "Say which paragraph of the document."
    if source.paragraphs and paragraph and paragraph > source.paragraphs:
        yield "paragraph", f"This document has {source.paragraphs} paragraphs."


class PageSource(admin.ModelAdmin):
    """For the page of a record: mixed in before `RecordAdmin`."""

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and change_waits(request.user, form.instance):
            return
        rows = [
            row for formset in formsets for row in (*formset.new_objects, *(old for old, _ in formset.changed_objects))
        ]
        citations = [*_of_values(form, formsets), *(each for row in rows for each in _of_row(form, row))]
        for citation in citations:
            citation.save()
            for words in let_replace(citation):
                self.message_user(request, words)

    def keep_as_proposal(self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable[Any]) -> None:
        edits = [*edits_of(form, formsets, lambda row: [*_of_row(form, row)])]
        edits += [added(citation) for citation in _of_values(form, formsets)]
        self.propose(request, form, edits)


def _of_values(form: forms.ModelForm, formsets: Iterable[Any]) -> Iterator[Citation]:
    record, names = form.instance, Names()
    by_hand = {
        row.cleaned_data.get("field")
        for formset in formsets
        for row in formset.extra_forms
        if formset.model is Citation and row.has_changed()
    }
    for field in type(record)._meta.concrete_fields:
        if field.name not in form.changed_data or field.name not in type(record).cited_fields():
            continue
        value = value_in_words(record, field, names)
        if value and field.name not in by_hand:
            yield from _cited(form, record, field.name, f"{label_of(type(record), field.name)}: {value}")


def _of_row(form: forms.ModelForm, row: Record) -> Iterator[Citation]:
    if isinstance(row, Citation) or type(row) not in SUBJECTS.values():
        return
    yield from _cited(form, row, ROW, measure_words(row) if isinstance(row, Measure) else str(row))


def _cited(form: forms.ModelForm, subject: Record, field: str, says: str) -> Iterator[Citation]:
    source = form.cleaned_data.get("page_source")
    if source is None:
        return
    name = next(name for name, model in SUBJECTS.items() if model is type(subject))
    told = {"paragraph": form.cleaned_data.get("page_paragraph"), "basis": form.cleaned_data["page_basis"]}
    about = {name: subject} if subject.pk else {}
    yield Citation(source=source, field=field, says=says, **told, **about)
