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
from django.utils.html import format_html
from django.utils.text import slugify

from institutions.records import NOT_STATED, new_key

from .addresses import address_of, is_pk
from .conflicts import NOTHING_LOST, Conflict, conflict, conflicts_of, told_since
from .merging import OF_THE_PAGE, UNRESOLVED, carry_over, opened_at
from .refusals import without_constraint_names
from .states import label_of

LONGEST_REASON = 500


class VersionedForm(forms.ModelForm):
    """Never takes back what somebody else saved since the page was opened.

    What was typed is carried onto the newest version; where both changed the same value, it asks whose is right.
    """

    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: list[str] = []  # who saved what since the page was opened
        self.conflicts: list[Conflict] = []
        self._undecided: list[str] = []
        if self.instance.pk:
            self.initial["opened"] = self.instance.version
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, CompletedSelect) and self._meta.model._meta.get_field(name).is_cached(self.instance):
                widget.read_already = getattr(self.instance, name)

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in OF_THE_PAGE]

    @property
    def is_stale(self) -> bool:
        """Whether it is unknown how the record stood when the page was opened."""
        return self.instance.pk is not None and self.cleaned_data.get("opened") != self.instance.version

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk and not self._is_as_opened():
            opened = self.data.get(self.add_prefix("opened"))
            base = opened_at(self.instance, opened)
            if base is not None:
                self._undecided = carry_over(self, base)
                self.__dict__.pop("changed_data", None)  # a formset asks for it before it has the form cleaned
                self.told += told_since(self.instance, int(opened)) if base.version != self.instance.version else []
        super().full_clean()

    def _is_as_opened(self) -> bool:
        """Whether nobody saved the record since and nothing is left to choose, so that there is nothing to carry."""
        opened = self.data.get(self.add_prefix("opened"))
        return opened == str(self.instance.version) and not self.data.getlist(self.add_prefix(UNRESOLVED))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # A save that would write what stands there already takes nothing from anybody.
        if self.is_stale and self.has_changed():
            raise ValidationError(conflict(self.instance, None, address_of(self.instance)))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        self.conflicts = conflicts_of(self, self._undecided)
        for each in self.conflicts:
            words = f"{each.who} changed this as well. Choose at the top of the page whose is right."
            self.add_error(each.field, words)

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
    page_key = forms.RegexField("^[0-9a-f]{32}$", required=False, widget=forms.HiddenInput)
    refused: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["page_key"]
        else:
            self.initial["page_key"] = new_key()
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].label = label_of(self._meta.model, "slug")
            self.fields["slug"].help_text = "Left empty, it is made from the name."
            self.fields["slug"].error_messages["unique"] = "Another page has this address already. Choose another end."

    def clean(self) -> dict[str, Any]:
        # First of all: the page that comes back with a refusal links to the record, so it needs its slug.
        if "slug" in self.fields and "slug" not in self.errors and self._makes_slug():
            self.cleaned_data["slug"] = self.instance.slug or self._new_slug()
        if self.refused:
            raise ValidationError(list(self.refused))
        return super().clean()

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.pk is None:
            self._refuse_what_was_sent_before()

    def _refuse_what_was_sent_before(self) -> None:
        """A page for a new record names its key, so that the same page sent twice cannot make two."""
        key = self.cleaned_data.get("page_key") or new_key()
        there = type(self.instance).objects.filter(key=key).first()
        if there is None:
            self.instance.key = key
            return
        self.data = self.data.copy()
        self.data["page_key"] = new_key()
        words = 'This {} was saved already: <a href="{}">{}</a>. {} Save again only if you want another one.'
        noun = self.instance._meta.verbose_name
        self.add_error(None, format_html(words, noun, address_of(there), there, NOTHING_LOST))

    def _makes_slug(self) -> bool:
        """Left empty; or as the page's script fills it in from the name of a new record, which may be taken."""
        typed = self.cleaned_data.get("slug")
        return not typed or (self.instance.pk is None and typed == self._name_as_slug())

    def _name_as_slug(self) -> str:
        return slugify(self.cleaned_data.get("title") or self.cleaned_data.get("name") or "")[:100]

    def _new_slug(self) -> str:
        name = self._name_as_slug()
        if not name:
            raise ValidationError({"slug": "Write the end of its web address: small letters and hyphens."})
        taken = {NOT_STATED, *self.slugs_like(name)}
        numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (name, *numbered) if slug not in taken)

    def slugs_like(self, name: str) -> set[str]:
        """Slugs that begin so and are not to be had."""
        return set(type(self.instance).objects.filter(slug__startswith=name).values_list("slug", flat=True))


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


class DayInput(forms.DateInput):
    """One box for a day, with the browser's own calendar: for where the admin's script has no room for its own."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class CompletedSelect(AutocompleteSelect):
    """Completes a name while one types, and shows nothing for what cannot be a record."""

    read_already: models.Model | None = None

    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        """Without a question to the database where the chosen record came with the row."""
        chosen = self.read_already
        if chosen is None or [*map(str, value)] != [str(chosen.pk)]:
            return super().optgroups(name, [pk for pk in value if is_pk(pk)], attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, chosen.pk, self.choices.field.label_from_instance(chosen), True, 1))
        return [(None, options, 0)]


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
