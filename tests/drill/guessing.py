"""Sixty-four threads that try passwords until they are ended, each from an address of its own, through nginx.

`python -m tests.drill.guessing PORT`
"""

from __future__ import annotations

import http.client
import re
import ssl
import sys
from contextlib import suppress
from threading import Thread
from urllib.parse import urlencode

from .site import HOST

THREADS = 64
LOGIN = "/admin/login/"


def guess(port: int, number: int) -> None:
    context = ssl._create_unverified_context()
    source = (f"127.0.2.{number + 1}", 0)
    while True:
        with suppress(OSError, http.client.HTTPException, TypeError):
            site = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context, source_address=source)
            site.request("GET", LOGIN, headers={"Host": HOST})
            answer = site.getresponse()
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[1]
            headers = {
                "Host": HOST,
                "Origin": f"https://{HOST}",
                "Cookie": answer.headers["Set-Cookie"].partition(";")[0],
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode({"username": f"name{number}", "password": "wrong", "csrfmiddlewaretoken": token})
            while True:
                site.request("POST", LOGIN, body, headers)
                site.getresponse().read()


if __name__ == "__main__":
    for each in range(THREADS):
        Thread(target=guess, args=(int(sys.argv[1]), each)).start()
