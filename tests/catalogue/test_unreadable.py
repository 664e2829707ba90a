"""Bytes that are no request get a plain answer with the headers, and their line in the log names nobody."""

from __future__ import annotations

import logging
import socket

import pytest
from gunicorn.config import Config
from gunicorn.http import errors
from gunicorn.http.parser import RequestParser

from catalogue.handing_over import HandingOver
from catalogue.security_headers import SECURITY_HEADERS
from catalogue.unreadable import PAGE, is_unreadable, refusal_of

UNREADABLE = {
    b"\0\1\2\r\n\r\n": 400,
    b"get / HTTP/1.1\r\n\r\n": 400,
    b"GET / HTTP/9.9\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nA: a\0b\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nA B: c\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n": 400,
    b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n": 414,
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n": 431,
    b"GET / HTTP/1.1\r\nExpect: much\r\n\r\n": 417,
    b"GET / HTTP/1.1\r\nTransfer-Encoding: odd\r\n\r\n": 501,
}


def problem_with(sent: bytes) -> errors.ParseException:
    settings = Config()
    settings.set("limit_request_line", 8190)
    with pytest.raises(errors.ParseException) as raised:
        next(RequestParser(settings, iter([sent]), ("192.0.2.7", 4711)))
    return raised.value


@pytest.mark.parametrize(("sent", "status"), UNREADABLE.items(), ids=range(len(UNREADABLE)))
def test_bytes_that_are_no_request_are_refused_with_all_headers(sent: bytes, status: int) -> None:
    problem = problem_with(sent)
    assert is_unreadable(problem)
    head, _, body = refusal_of(problem, is_https=True).decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert (first.split()[1], body.encode()) == (str(status), PAGE)
    assert headers.items() >= SECURITY_HEADERS.items()
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (headers["Cache-Control"], headers["Content-Length"]) == ("no-store", str(len(PAGE)))


def test_a_site_without_https_does_not_ask_for_it() -> None:
    assert b"Strict-Transport" not in refusal_of(errors.InvalidRequestLine("x"), is_https=False)


def test_what_the_site_answers_wrongly_is_no_fault_of_a_visitor() -> None:
    assert not is_unreadable(errors.InvalidResponseHeader("x"))
    assert not is_unreadable(ValueError())


def test_the_worker_sends_it_and_its_log_has_neither_the_address_nor_what_was_sent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = HandingOver.__new__(HandingOver)  # without the sockets of a server
    worker.log = logging.getLogger("worker")
    ours, visitors = socket.socketpair()
    with ours, visitors:
        worker.handle_error(None, ours, ("192.0.2.7", 4711), errors.InvalidRequestLine("GET /?q=secret"))
        assert visitors.recv(65536).endswith(PAGE)
    assert caplog.messages == ["No request could be read: InvalidRequestLine"]
