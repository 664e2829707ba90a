"""Somebody of the staff in the drill: signed in, and able to edit a record by the form that a browser would send."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

from .site import HOST, Site

_MAKE = """
from django.contrib.auth import get_user_model, BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.conf import settings
from importlib import import_module
user, _ = get_user_model().objects.get_or_create(username={name!r}, is_staff=True, is_superuser=True)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
TOKEN = "x" * 32


@dataclass
class Staff:
    """A request each; raises OSError or HTTPException where there is no answer."""

    site: Site
    session: str

    @property
    def cookies(self) -> str:
        return f"__Host-sessionid={self.session}; __Host-csrftoken={TOKEN}"

    def send(self, path: str, fields: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        server = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        headers = {"Host": HOST, "Cookie": self.cookies, "Origin": f"https://{HOST}"}
        try:
            if fields is None:
                server.request("GET", path, headers=headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                server.request("POST", path, urlencode([*fields, ("csrfmiddlewaretoken", TOKEN)]), headers)
            answer = server.getresponse()
            return answer.status, answer.read().decode()
        finally:
            server.close()

    def edit(self, path: str, **changed: str) -> int:
        """Open a record, change some of it, send it; the status of the answer, 302 when it was saved."""
        status, page = self.send(path)
        if status != 200:
            return status
        form = Form()
        form.feed(page)
        sent = [(name, changed.get(name, value)) for name, value in form.fields]
        return self.send(path, sent)[0]


class Form(HTMLParser):
    """What a browser would send of the page's form if nobody typed anything."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._text = self._select = ""

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = {name: value or "" for name, value in attributes}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            if kind in ("text", "hidden", "url", "number", "date") or (
                kind in ("checkbox", "radio") and "checked" in given
            ):
                self.fields.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._text = name
            self.fields.append((name, ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.fields.append((self._select, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text:
            name, value = self.fields[-1]
            self.fields[-1] = (name, (value + data).removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._select = ""


def sign_in(site: Site, name: str) -> Staff:
    made = site.manage("shell", "--no-imports", "--command", _MAKE.format(name=name))
    if made.returncode:
        raise RuntimeError(made.stderr)
    return Staff(site, made.stdout.split()[-1])
