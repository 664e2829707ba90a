"""Twenty who ask for the whole list as a file, over and over until they are ended, through nginx.

Each has an address of its own and asks what nobody has asked before, so nothing kept serves them. Who is asked to
come again waits for a second, which is sooner than told. At the end they say which answers they got.

`python -m tests.drill.exports PORT`
"""

from __future__ import annotations

import http.client
import signal
import ssl
import sys
import time
from contextlib import suppress
from itertools import count
from threading import Thread

from .elsewhere import Tally
from .site import HOST

HOW_MANY = 20


def export(port: int, number: int, tally: Tally) -> None:
    context = ssl._create_unverified_context()
    source = (f"127.0.3.{number + 1}", 0)
    for turn in count():
        with suppress(OSError, http.client.HTTPException):
            site = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=context, source_address=source)
            site.request("GET", f"/microcredentials.csv?q=-nobody{number}x{turn}", headers={"Host": HOST})
            answer = site.getresponse()
            answer.read()
            tally.add(answer.status)
            if answer.status != 200:
                time.sleep(1)


if __name__ == "__main__":
    tally = Tally()
    for each in range(HOW_MANY):
        Thread(target=export, args=(int(sys.argv[1]), each, tally), daemon=True).start()
    signal.pause()
