"""What is answered to bytes that are no request. The server finds that out, and Django never hears of them.

The server's own page would lack the headers and repeat a piece of what was sent, and its line in the log would have
that piece beside the address it came from.
"""

from __future__ import annotations

from http import HTTPStatus

from gunicorn.http import errors

from catalogue.environment import ROOT
from catalogue.security_headers import headers_of

# In the words of what stands in front: which of the two refuses makes no difference to who reads it.
PAGE = (ROOT / "deploy" / "nginx" / "refused.html").read_bytes()
STATUSES = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}


def is_unreadable(problem: BaseException) -> bool:
    """Whether what was sent is at fault, and not what the site wanted to answer."""
    ours = errors.InvalidResponseHeader | errors.InvalidResponseHeaderName
    return isinstance(problem, errors.ParseException) and not isinstance(problem, ours)


def refusal_of(problem: errors.ParseException, is_https: bool) -> bytes:
    """All that is sent; the connection ends with it, since nobody knows where the next request would begin."""
    status = STATUSES.get(type(problem), HTTPStatus.BAD_REQUEST)
    headers = {
        **headers_of(is_https),
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(PAGE)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + PAGE
