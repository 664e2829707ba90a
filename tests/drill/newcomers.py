"""Bar 5: staff with browsers that have never signed in, while strangers guess passwords; seen through nginx."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from catalogue.environment import ROOT

from .elsewhere import crowd
from .result import Result
from .site import HOST, Site, until

HOW_MANY = 10
LOGIN, ASK = "/admin/login/", "/admin/sign-in-letter/"
PASSWORD = "seven green herons"
_MAKE = """
from django.contrib.auth.models import User
from catalogue.staff_accounts import make_staff
for number in range({how_many}):
    if not User.objects.filter(username=f"new{{number}}").exists():
        make_staff(f"new{{number}}", {password!r})
        User.objects.filter(username=f"new{{number}}").update(email=f"new{{number}}@ministry.example")
"""
_LINK = re.compile(r"^https://\S+(/admin/\S+\?word=\w+)$", re.MULTILINE)


class NewBrowser:
    """One of a member of staff, at an address of its own, with cookies and one connection for each request."""

    def __init__(self, site: Site, number: int) -> None:
        self.site, self.number = site, number
        self.cookies: dict[str, str] = {}

    def send(self, path: str, **typed: str) -> tuple[int, str]:
        """GET, or POST of what was typed with the token of the form."""
        context = ssl._create_unverified_context()
        here = (f"127.0.3.{self.number + 1}", 0)
        front = http.client.HTTPSConnection(HOST, self.site.front, timeout=60, context=context, source_address=here)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if typed:
            headers |= {"Origin": f"https://{HOST}", "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(typed | {"csrfmiddlewaretoken": self.cookies["__Host-csrftoken"]})
        try:
            front.request("POST" if typed else "GET", path, body, headers)
            answer = front.getresponse()
            for each in answer.msg.get_all("Set-Cookie") or []:
                self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(each).items()}
            return answer.status, answer.read().decode()
        finally:
            front.close()

    def signs_in(self) -> tuple[int, str]:
        self.send(LOGIN)
        return self.send(LOGIN, username=f"new{self.number}", password=PASSWORD)

    def signs_in_by_letter(self, mail: Path) -> bool:
        """As a person would: from the page that says to wait to the letter, and back to the password."""
        self.send(ASK)
        self.send(ASK, name=f"new{self.number}")
        until(lambda: self.letter(mail), 60, f"The letter to new{self.number}")
        link = self.letter(mail)
        self.send(link)
        self.send(link.partition("?")[0], word=link.partition("=")[2])
        return self.signs_in()[0] == 302

    def letter(self, mail: Path) -> str:
        texts = [path.read_text() for path in sorted(mail.glob("*.log"))]
        mine = [text for text in texts if f"To: new{self.number}@" in text]
        return _LINK.findall(mine[-1])[-1] if mine else ""


def run(site: Site) -> Iterator[Result]:
    site.succeed("shell", "--no-imports", "--command", _MAKE.format(how_many=HOW_MANY, password=PASSWORD))
    with _worker(site) as mail, crowd("guessing", site) as answers:
        time.sleep(5)  # until the crowd has used up what strangers may try
        alone = [NewBrowser(site, number).signs_in() for number in range(HOW_MANY)]
        by_letter = sum(NewBrowser(site, number).signs_in_by_letter(mail) for number in range(HOW_MANY))
    refused = [page for status, page in alone if status == 429]
    led_on = sum(f'href="{ASK}"' in page for page in refused)
    yield Result(
        5,
        "staff with a new browser sign in while 64 threads try passwords, by letter",
        "all; whoever is refused is led to it",
        f"{by_letter} of {HOW_MANY}; with the password alone {len(refused)} were refused, {led_on} of them led to it",
        (by_letter == HOW_MANY and led_on == len(refused)) if answers["429"] else None,
    )


@contextmanager
def _worker(site: Site) -> Iterator[Path]:
    """The worker as `make run` keeps it; gives the folder of its letters."""
    mail = site.folder / "mail"
    mail.mkdir(exist_ok=True)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.drill.mail_in_files", "TMPDIR": str(mail)}
    command = [sys.executable, "-m", "catalogue.tending", str(os.getpid())]
    with (site.folder / "worker.log").open("a") as log:
        tending = subprocess.Popen(
            command, cwd=ROOT, env={**site.environment, **settings}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield mail
    finally:
        tending.terminate()
        tending.wait()
