"""Forms that know which version of a record they were opened with, and the words that all forms of the admin share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import slugify

from institutions.records import NOT_STATED

from .addresses import address_of, is_pk
from .conflicts import conflict
from .refusals import without_constraint_names

LONGEST_REASON = 500


class VersionedForm(forms.ModelForm):
    """Refuses a save when the record has been saved by somebody else since the page was opened."""

    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened"] = self.instance.version

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in {"opened", "why"}]

    @property
    def is_stale(self) -> bool:
        return self.instance.pk is not None and self.cleaned_data.get("opened") != self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # A save that would write what stands there already takes nothing from anybody.
        if self.is_stale and self.has_changed():
            raise ValidationError(conflict(self.instance, cleaned.get("opened"), address_of(self.instance)))
        return cleaned

    def _update_errors(self, errors: ValidationError) -> None:
        for error in errors.error_dict.get(NON_FIELD_ERRORS, ()):
            error.message = without_constraint_names(str(error.message))
        super()._update_errors(errors)


class RecordForm(VersionedForm):
    """The form of a record's own page: it also asks why, and says what a save was refused for."""

    why = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Kept with the change, for your colleagues. For example: phone call with the registrar.",
    )
    refused: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].label = "End of its web address"
            self.fields["slug"].help_text = "Left empty, it is made from the name."

    def clean(self) -> dict[str, Any]:
        if self.refused:
            raise ValidationError(list(self.refused))
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self.instance.slug or self._new_slug()
        return cleaned

    def _new_slug(self) -> str:
        name = slugify(self.cleaned_data.get("title") or self.cleaned_data.get("name") or "")[:100]
        if not name:
            raise ValidationError({"slug": "Write the end of its web address: small letters and hyphens."})
        alike = type(self.instance).objects.filter(slug__startswith=name).values_list("slug", flat=True)
        taken = {NOT_STATED, *alike}
        numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (name, *numbered) if slug not in taken)


class Reason(forms.Form):
    """Why staff take a step or delete something."""

    why = forms.CharField(max_length=LONGEST_REASON, widget=forms.TextInput(attrs={"class": "vTextField"}))


class OptionalReason(Reason):
    why = forms.CharField(required=False, max_length=LONGEST_REASON, widget=Reason.base_fields["why"].widget)


class LinesField(forms.CharField):
    """Text of several lines. A browser ends them as a typewriter does; kept so, each save would be a change."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class MomentInput(forms.DateTimeInput):
    """One box for day and time. The admin's own two boxes have no labels."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M:%S")


class CompletedSelect(AutocompleteSelect):
    """Completes a name while one types, and shows nothing for what cannot be a record."""

    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [pk for pk in value if is_pk(pk)], attr)


class FieldsInWords(BaseModelAdmin):
    """For pages and rows alike: an empty value is called not stated, and no choice is made for staff."""

    formfield_overrides = {
        models.TextField: {"form_class": LinesField, "widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.DecimalField: {"min_value": 0},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_choice_field(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field:
        empty = "Not stated" if db_field.blank else "Choose…"
        kwargs["choices"] = [("", empty), *((value, label or "exactly") for value, label in db_field.choices)]
        return super().formfield_for_choice_field(db_field, request, initial="", **kwargs)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = CompletedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Deleting an institution from beside a select is one slip of the mouse too near.
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field
