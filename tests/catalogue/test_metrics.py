"""Numbers for Prometheus: each answer is counted once, whichever worker gave it."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from catalogue import metrics
from catalogue.models import Backup
from catalogue.wsgi import application


def numbers() -> dict[str, float]:
    lines = [line.rpartition(" ") for line in metrics.lines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def gain(before: dict[str, float]) -> dict[str, float]:
    return {name: value - before[name] for name, value in numbers().items() if value != before[name]}


def test_an_answer_is_counted_once() -> None:
    before = numbers()
    metrics.count("staff", 503, 0.3)
    assert gain(before) == {
        'catalogue_requests_total{area="staff",status="5xx"}': 1,
        'catalogue_request_seconds_bucket{area="staff",le="0.5"}': 1,
        'catalogue_request_seconds_bucket{area="staff",le="1.0"}': 1,
        'catalogue_request_seconds_bucket{area="staff",le="2.5"}': 1,
        'catalogue_request_seconds_bucket{area="staff",le="5.0"}': 1,
        'catalogue_request_seconds_bucket{area="staff",le="+Inf"}': 1,
        'catalogue_request_seconds_count{area="staff"}': 1,
        'catalogue_request_seconds_sum{area="staff"}': pytest.approx(0.3),
    }


def test_other_workers_are_counted_too() -> None:
    before = numbers()
    for number in (1, 2):
        metrics.take_row(number)
        metrics.count("files", 200, 60)
    metrics.take_row(0)
    assert gain(before)['catalogue_request_seconds_count{area="files"}'] == 2


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("/", "visitors"),
        ("/admin/", "staff"),
        ("/adm", "visitors"),
        ("/static/x", "files"),
        ("/readyz", "machines"),
    ],
)
def test_each_address_belongs_to_a_part_of_the_site(path: str, area: str) -> None:
    assert metrics.area_of(path) == area


@pytest.mark.django_db
def test_the_server_counts_what_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(application), "get_ready", lambda self: None)
    before = numbers()
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    environ |= {"QUERY_STRING": "", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http"}
    answer = application(environ, lambda *given: None)
    answer.close()
    assert gain(before)['catalogue_requests_total{area="machines",status="2xx"}'] == 1


@pytest.mark.django_db
def test_prometheus_reads_it_and_strangers_do_not(client: Client) -> None:
    Backup.objects.create(made_at=timezone.now() - timedelta(hours=1), file="x", size=1, rows=1, digest="")
    answer = client.get("/metrics")
    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert "catalogue_database_up 1\n" in text
    assert 3590 < float(re.search(r"^catalogue_backup_age_seconds (\d+)$", text, re.MULTILINE)[1]) < 3700
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
