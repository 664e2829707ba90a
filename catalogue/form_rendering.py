"""Parts of forms written without templates, letter by letter as Django's own templates write them.

The page of an entry has hundreds of small parts, and a template for each took most of the time of the whole page. What
is not in the table below is written by its template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape

_INPUTS = ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")
_OPTION = "django/forms/widgets/select_option.html"


class FormRenderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        write = _WRITTEN.get(template_name)
        written = write(context) if write else None
        return super().render(template_name, context, request) if written is None else written


def _text(value: Any) -> str:
    """What Django escapes, without its detours for text that is plain."""
    return escape(value) if type(value) is str else conditional_escape(value)


def _words(value: Any) -> str:
    return escape(value) if type(value) is str else conditional_escape(localize(value))


def _attributes(values: Mapping[str, Any] | None) -> str:
    return "".join(_attribute(name, value) for name, value in (values or {}).items() if value is not False)


def _attribute(name: str, value: Any) -> str:
    return f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'


def _input(context: dict[str, Any]) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _textarea(context: dict[str, Any]) -> str:
    widget = context["widget"]
    text = _words(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _select(context: dict[str, Any]) -> str | None:
    """None where its choices are written by a template of their own."""
    widget = context["widget"]
    if any(option["template_name"] != _OPTION for _, options, _ in widget["optgroups"] for option in options):
        return None
    choices = "".join(_choices(widget["optgroups"]))
    return f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>{choices}\n</select>'


def _choices(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> Iterator[str]:
    for name, options, _ in groups:
        if name:
            yield f'\n  <optgroup label="{_words(name)}">'
        for option in options:
            value, label = _text(option["value"]), _words(option["label"])
            yield f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n'
        if name:
            yield "\n  </optgroup>"


def _label(context: dict[str, Any]) -> str:
    words = _text(context["label"])
    if not context["use_tag"]:
        return words.strip()
    return f"<{context['tag']}{_attributes(context.get('attrs'))}>{words}</{context['tag']}>"


def _errors(context: dict[str, Any]) -> str | None:
    """Nothing where there are none, which is nearly always."""
    return None if context["errors"] else ""


_WRITTEN: dict[str, Callable[[dict[str, Any]], str | None]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
