"""A desk: a staff member at a browser without scripts. It opens pages, types into the form found there and sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalogue.admin.list_editing import IN_LIST
from institutions.records import Record


class FormReader(HTMLParser):
    """The names and values that a browser would send for the form that changes something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._inside = False
        self._form: str | None = None
        self._select = self._textarea = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("method") == "post" and given.get("id") != "logout-form"
            self._form = given.get("id") if self._inside else self._form
        if not self._inside and given.get("form", "") != self._form:
            return
        if tag == "input" and given.get("name") and given.get("type") != "submit":
            is_box = given.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in given:
                self.values.setdefault(given["name"], []).append(given.get("value") or ("on" if is_box else ""))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            # Where none is selected, a browser sends the first.
            self.values[self._select] = [given.get("value") or ""]
        elif tag == "textarea":
            self._textarea = given["name"]
            self.values[self._textarea] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # A browser drops the first line break of a text area.
            self.values[self._textarea][0] += data if self.values[self._textarea][0] else data.removeprefix("\n")


@dataclass
class Sheet:
    """An open page: its address, and the form on it as it stands, typed into or not."""

    address: str
    html: str
    values: dict[str, Any] = field(default_factory=dict)

    def type(self, **typed: Any) -> Sheet:
        """Type into fields. A double underscore stands for the hyphens of a row's fields: `citations__0__says`."""
        self.values.update({name.replace("__", "-"): value for name, value in typed.items()})
        return self

    def new_row(self, rows: str, **typed: Any) -> Sheet:
        """Fill in one more row, as the button for another row offers it."""
        number = int(self.values[f"{rows}-TOTAL_FORMS"][0])
        self.values[f"{rows}-TOTAL_FORMS"] = [str(number + 1)]
        self.values.update({f"{rows}-{number}-{name}": value for name, value in typed.items()})
        return self

    def row_of(self, rows: str, record: Record) -> str:
        """The beginning of the names of a record's row."""
        numbers = range(int(self.values[f"{rows}-TOTAL_FORMS"][0]))
        return next(f"{rows}-{i}" for i in numbers if self.values.get(f"{rows}-{i}-id") == [str(record.pk)])


@dataclass
class Desk:
    """Whoever sits here is signed in."""

    user: User
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.user)

    def open(self, address: str) -> Sheet:
        response = self.client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return sheet_of(address, response)

    def open_record(self, record: Record) -> Sheet:
        return self.open(address(record, "change"))

    def open_list(self, model: type[Record], **asked: str) -> Sheet:
        """The list of a noun with boxes in its cells."""
        return self.open(f"{address(model, 'changelist')}?{urlencode({**asked, IN_LIST: '1'})}")

    def open_new(self, model: type[Record]) -> Sheet:
        return self.open(address(model, "add"))

    def send(self, sheet: Sheet, **buttons: str) -> HttpResponse:
        return self.client.post(sheet.address, {**as_sent(sheet.values), **buttons})

    def save(self, sheet: Sheet, button: str = "_continue") -> str:
        """Send a form that is to be taken; the address of the page that comes next."""
        response = self.send(sheet, **{button: "1"})
        assert response.status_code == 302, problems_on(response)
        return response.url

    def saved(self, sheet: Sheet, button: str = "_continue") -> Sheet:
        """The same, and read that page, which takes as long again."""
        return self.open(self.save(sheet, button))

    def refused(self, sheet: Sheet, button: str = "_continue") -> Sheet:
        """Send a form that is to be refused, and read it again with what is said about it."""
        response = self.send(sheet, **{button: "1"})
        assert response.status_code == 200, response.status_code
        assert response.context["errors"]
        return sheet_of(sheet.address, response)


def as_sent(values: dict[str, Any]) -> dict[str, Any]:
    """As a browser sends them: each line of a text ends with two characters."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    return {name: [str(each).replace("\n", "\r\n") for each in given] for name, given in lists.items()}


def sheet_of(address: str, response: HttpResponse) -> Sheet:
    html = response.content.decode()
    return Sheet(address, unescape(html), FormReader(html).values)


def problems_on(response: HttpResponse) -> Iterable[str]:
    return [str(error) for error in response.context["errors"]] if response.context else [response.status_code]


def address(record: Model | type[Model], page: str) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[] if isinstance(record, type) else [record.pk])
