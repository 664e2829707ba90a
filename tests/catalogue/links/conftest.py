"""A web server that answers in many ways, and a visitor who takes it for a public one."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from catalogue.links.visiting import Visitor

HERE = "127.0.0.1"


@dataclass
class Site:
    """A server on this machine and what it was asked."""

    port: int = 0
    asked: list[tuple[str, str, str, float]] = field(default_factory=list)

    def address(self, path: str, host: str = "school.example") -> str:
        return f"http://{host}:{self.port}/{path}"

    def visitor(self, **options: object) -> Visitor:
        return Visitor("test", **{"resolve": lambda host, port: [HERE], "is_allowed": lambda ip: True, **options})


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            name = self.path.strip("/").partition("?")[0]
            site.asked.append((self.command, self.path, self.headers["Host"], time.monotonic()))
            if name == "drip":
                self.drip()
            elif name == "not-http":
                self.wfile.write(b"SSH-2.0-OpenSSH\r\n")
            elif name == "no-head":
                self.told(501 if self.command == "HEAD" else 200)
            elif name == "large":
                self.told(200, b"x" * 1_000_000)
            elif name.startswith("to-"):
                self.told(302, location=site.address(name.removeprefix("to-")))
            elif name == "elsewhere":
                self.told(302, location=site.address("200", "inside.example"))
            elif name == "circle":
                self.told(301, location="/circle")
            elif name == "file":
                self.told(302, location="file:///etc/passwd")
            else:
                self.told(int(name))

        def told(self, status: int, body: bytes = b"", location: str = "") -> None:
            self.send_response_only(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def drip(self) -> None:
            """A little now and then, so that no single wait is long."""
            try:
                for _ in range(100):
                    self.wfile.write(b"H")
                    time.sleep(0.05)
            except OSError:
                return

        def log_message(self, *args: object) -> None:
            """The test knows what was asked."""

    return Answers


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    with ThreadingHTTPServer((HERE, 0), _handler(site)) as server:
        site.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield site
        server.shutdown()


@pytest.fixture
def said() -> tuple[list[str], Callable[[str], None]]:
    lines: list[str] = []
    return lines, lines.append
