"""Parts of forms without templates: letter by letter what Django's templates write."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from catalogue.form_rendering import FormRenderer

CHOICES = [
    ("", "Choose…"),
    (1234567, 1234567),
    ("Schools <all>", [("a&b", gettext_lazy("Close")), ("c", mark_safe("<i>"))]),
]


class Everything(forms.Form):
    name = forms.CharField(label="Its “name” & more", initial="<b>'", help_text="Short.")
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "cols": "40"}), required=False, initial="\n a <b>")
    empty = forms.CharField(widget=forms.Textarea, required=False, label=gettext_lazy("Close"))
    number = forms.IntegerField(min_value=0, max_value=1000000, initial=1234567)
    amount = forms.DecimalField(decimal_places=2, initial="1234.50")
    chosen = forms.ChoiceField(choices=CHOICES, initial="c")
    several = forms.MultipleChoiceField(choices=CHOICES, initial=["a&b", 1234567])
    ticked = forms.BooleanField(initial=True, widget=forms.CheckboxInput(attrs={"data-x": True, "data-y": False}))
    known = forms.NullBooleanField()
    hidden = forms.CharField(widget=forms.HiddenInput, initial=mark_safe("a&amp;b"))
    day = forms.DateField()
    moment = forms.SplitDateTimeField()
    mail = forms.EmailField()
    place = forms.URLField(assume_scheme="https")
    secret = forms.CharField(widget=forms.PasswordInput)
    file = forms.FileField()
    way = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)


def written(renderer: BaseRenderer, data: dict[str, Any] | None) -> list[str]:
    form = Everything(data, renderer=renderer, prefix="the-form")
    parts = [part for field in form for part in (field, field.errors, field.label_tag(), field.legend_tag())]
    return [str(part) for part in (*parts, form, form.errors, form.non_field_errors())]


@pytest.mark.parametrize(
    "data", [None, {}, {"the-form-name": '"&<', "the-form-chosen": "nonsense", "the-form-known": "true"}]
)
def test_forms_are_written_as_django_writes_them(data: dict[str, Any] | None) -> None:
    for ours, theirs in zip(written(FormRenderer(), data), written(DjangoTemplates(), data), strict=True):
        assert ours == theirs
