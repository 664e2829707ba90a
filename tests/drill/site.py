"""The site of the drill: gunicorn with the settings of the public site, and nginx in front with the shipped file."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.environment import ROOT

from .cluster import Cluster

HOST = "localhost"
KEY = "drill-kQ3v9xZr7Lw2Jt8Hn5Bd1Fg6Ys4Mc0PaUeIoTzXbVqRhWj-drill"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def usual_or_free(usual: int) -> int:
    """The port that browsers and scanners expect, where one may have it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", usual))
        except OSError:
            return free_port()
        return usual


def until(condition, seconds: float, what: str) -> float:
    """Seconds until it is so."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)
    return time.monotonic() - start


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


def ask(
    port: int, path: str = "/", method: str = "GET", *, tls: bool = False, timeout: float = 30, **headers: str
) -> Answer:
    """Status 0: no answer at all."""
    start = time.monotonic()
    context = ssl._create_unverified_context()
    site = (
        http.client.HTTPSConnection(HOST, port, timeout=timeout, context=context)
        if tls
        else http.client.HTTPConnection(HOST, port, timeout=timeout)
    )
    try:
        site.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = site.getresponse()
        body = answer.read()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body, time.monotonic() - start)
    except (OSError, http.client.HTTPException):
        return Answer(0, {}, b"", time.monotonic() - start)
    finally:
        site.close()


@dataclass
class Site:
    """`folder` is for logs and nginx's own files; each process is started and ended by its number."""

    cluster: Cluster
    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    front: int = field(default_factory=lambda: usual_or_free(443))
    open: int = field(default_factory=lambda: usual_or_free(80))
    server: subprocess.Popen | None = None
    nginx: subprocess.Popen | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PRODUCTION": "1",
            "DATABASE_URL": self.cluster.url("catalogue_web"),
            "SITE_ORIGIN": f"https://{HOST}",
            "ADDR": f"127.0.0.1:{self.port}",
            "SECRET_KEY": KEY,
            "TRUSTED_PROXIES": "1",
            "CONTACT_EMAIL": "help@example.ca",
            "EMAIL_URL": f"smtps://{HOST}:1",  # nobody listens; without it the site offers no letters
            **self.more,
        }

    def manage(self, *words: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def prepare(self, entries: int = 0) -> None:
        """As a new machine is made ready: tables by the owner, rows by the site."""
        for words in (["migrate"], ["collectstatic", "--no-input"], ["load_catalogue"]):
            self.succeed(*words, MIGRATE_DATABASE_URL=self.cluster.url("catalogue_owner"))
        if entries:
            self.generate(entries)

    def generate(self, entries: int, seed: int = 1) -> None:
        """Another seed gives other entries."""
        self.succeed("generate_entries", str(entries), f"--seed={seed}")

    def succeed(self, *words: str, **more: str) -> None:
        done = self.manage(*words, **more)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stdout[-1000:]} {done.stderr[-3000:]}")

    def start(self) -> Site:
        command = [sys.executable, "-m", "gunicorn", "--config=python:catalogue.gunicorn"]
        with (self.folder / "site.log").open("a") as log:
            self.server = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until(self.answers, 90, "The site's first answer")
        return self

    def answers(self) -> bool:
        return ask(self.port, "/healthz", timeout=5).status == 200

    def workers(self) -> list[int]:
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.server.pid)], capture_output=True, check=False)
        return [int(word) for word in found.stdout.split()]

    def stop(self) -> None:
        for process in (self.nginx, self.server):
            if process and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)

    def put_in_front(self) -> None:
        """nginx with deploy/nginx, other ports, folders and a certificate made for this hour."""
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
        make += ["-addext", f"subjectAltName=DNS:{HOST}"]
        subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        shipped, here = ROOT / "deploy" / "nginx", self.folder / "nginx"
        here.mkdir(exist_ok=True)
        for file in shipped.iterdir():
            (here / file.name).write_text(file.read_text().replace("/etc/nginx/catalogue", str(here)))
        text = (shipped / "catalogue.conf").read_text()
        for was, now in {
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.front} ssl http2;",
            "listen 80 default_server;": f"listen 127.0.0.1:{self.open};",
            "micro.example.ca": HOST,
            "/etc/ssl/catalogue/certificate.pem": str(certificate),
            "/etc/ssl/catalogue/key.pem": str(key),
            "/var/lib/nginx/catalogue": str(self.folder / "cache"),
            "/var/log/nginx": str(self.folder),
            "/etc/nginx/catalogue": str(here),
            "/srv/catalogue/var/static/": f"{ROOT}/var/static/",
        }.items():
            if was not in text:
                raise RuntimeError(f"deploy/nginx/catalogue.conf does not say {was}")
            text = text.replace(was, now)
        user = "user root;" if not os.geteuid() else ""
        whole = f"{user}\nworker_processes 2;\npid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log crit;\n"
        whole += f"events {{ worker_connections 1024; }}\nhttp {{\ninclude /etc/nginx/mime.types;\n{text}\n}}\n"
        path = self.folder / "nginx.conf"
        path.write_text(whole)
        self.nginx = subprocess.Popen(["nginx", "-c", str(path), "-g", "daemon off;"], start_new_session=True)
        until(lambda: ask(self.front, "/healthz", tls=True).status == 200, 10, "nginx's first answer")

    def get(self, path: str, **headers: str) -> Answer:
        return ask(self.front, path, tls=True, **headers)
