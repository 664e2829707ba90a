"""How gunicorn serves the site: `gunicorn --config python:catalogue.gunicorn`. `make run` adds the port it claimed."""

import os
import signal
import subprocess
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from catalogue import handing_over, metrics
from catalogue.environment import ROOT, read_environment
from catalogue.log_lines import configuration

environment = read_environment()

wsgi_app = "catalogue.wsgi:application"
chdir = str(ROOT)
bind = str(environment.address)
worker_class = "catalogue.handing_over.HandingOver"
workers = environment.workers
threads = environment.threads
loglevel = "warning"
logconfig_dict = configuration(
    environment.production, {"gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False}}
)
limit_request_line = 8190  # so that a too long address gets the site's own answer and not the server's
control_socket_disable = True
timeout = 30  # seconds without a sign of life, after which a process is taken for dead
graceful_timeout = 30  # seconds that a process may finish what it has begun when it is replaced
keepalive = 5
# Seconds that a thread that makes a file goes on while one with an answer in hand waits for the interpreter. Usually 5
# thousandths, which an answer waits several times: it is read, worked on and written in steps.
SWITCH = 0.0005


def on_starting(server: Arbiter) -> None:
    """The public site starts safe or not at all. In a process of its own, so that the server stays small."""
    if environment.production:
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            sys.exit("The public site does not start while a setting is unsafe: see above.")


def when_ready(server: Arbiter) -> None:
    """A closed terminal stops the server that was started in it; gunicorn would start anew, unseen."""
    if os.isatty(0):
        signal.signal(signal.SIGHUP, lambda *_: server.signal(signal.SIGTERM, None))


def pre_fork(server: Arbiter, worker: Worker) -> None:
    handing_over.note_start(worker)


def post_worker_init(worker: Worker) -> None:
    """Make the search index before the first request is taken."""
    sys.setswitchinterval(SWITCH)
    metrics.take_row(worker.age)
    worker.wsgi.get_ready()
    handing_over.note_ready(worker)
