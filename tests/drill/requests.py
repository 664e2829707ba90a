"""Hostile requests, made up from a seed: broken, absurd, too large, plausible ones, for visitors and staff."""

from __future__ import annotations

import random
from urllib.parse import quote

VALUES = [
    "",
    " ",
    "%00",
    "%ff",
    "%",
    "%zz",
    "'",
    '"',
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "{{7*7}}",
    "-1",
    "0",
    "1e309",
    "9" * 400,
    "NaN",
    "None",
    "true",
    "[]",
    "a" * 3000,
    "%E2%80%AE",
    "%F0%9F%A6%80" * 50,
    "e%CC%81",
    "=cmd()",
    "%0d%0aSet-Cookie:%20a=b",
    "1;DROP TABLE x",
    "' OR 1=1--",
    "%c0%ae%c0%ae/",
    "__proto__",
    "$(id)",
    "`id`",
    "\\",
    "2147483648",
    "-9223372036854775809",
    "1.5",
    "0x10",
    "٣",
    "2026-13-45",
    "9999-12-31",
    "not-stated",
    "&&&",
    "a&b=c",
]
NAMES = (
    "q sector credit_toward delivery audience provider region kind availability funding cost duration sort "
    "page with from to view next _popup _to_field o p e all id q[] __proto__ csrfmiddlewaretoken "
    "username password title version"
).split()
PUBLIC = [
    "/",
    "/microcredentials/",
    "/microcredentials.csv",
    "/microcredentials.json",
    "/microcredentials.atom",
    "/compare/",
    "/microcredentials.ics",
    "/suggest",
    "/institutions/",
    "/sectors/",
    "/funding/",
    "/pathways/",
    "/regions/",
    "/sources/",
    "/coverage/",
    "/about/",
    "/glossary/",
    "/data/dictionary/",
    "/sitemap.xml",
    "/robots.txt",
    "/fr/",
    "/shortlist/",
    "/fr/microcredentials/",
    "/healthz",
    "/readyz",
    "/static/css/site.css",
    "/.well-known/security.txt",
]
BELOW = [
    "/microcredentials/{}/",
    "/microcredentials/{}.json",
    "/institutions/{}/",
    "/sectors/{}/",
    "/sources/{}/",
    "/pathways/{}/",
    "/funding/{}/",
    "/sitemaps/{}.xml",
    "/data/schemas/{}.schema.json",
    "/static/{}",
    "/{}",
    "/microcredentials/{}/suggest/",
]
STAFF = [
    "/admin/",
    "/admin/login/",
    "/admin/reports/",
    "/admin/reports/{}/",
    "/admin/catalogue/microcredential/",
    "/admin/catalogue/microcredential/{}/change/",
    "/admin/catalogue/microcredential/{}/history/",
    "/admin/jsi18n/",
    "/admin/catalogue/microcredential/add/",
    "/admin/institutions/change/{}/change/",
    "/admin/autocomplete/",
    "/admin/catalogue/import/add/",
    "/admin/catalogue/source/add/",
    "/admin/catalogue/synonym/add/",
    "/admin/{}/{}/",
    "/admin/institutions/institution/",
    "/admin/r/{}/{}/",
    "/admin/catalogue/suggestion/",
    "/admin/password_change/",
]
METHODS = ["GET"] * 12 + ["POST"] * 6 + ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW", "get"]
HEADERS = [
    "Cookie",
    "Accept-Encoding",
    "If-None-Match",
    "If-Modified-Since",
    "Range",
    "Content-Type",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "Referer",
    "Origin",
    "Accept-Language",
    "Expect",
    "Content-Length",
    "X-Request-ID",
]
BODIES = [
    b"",
    b"a=b",
    b"\xff\xfe",
    b"csrfmiddlewaretoken=x&username=a&password=b",
    b"{" * 2000,
    b"=&" * 4000,
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\x03\x04broken\r\n--x--',
]
TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain;charset=x",
]
RAW = [
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET http://elsewhere/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nA" + b"a" * 70000 + b": x\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"\x00" * 100,
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"a=b;" * 1500 + b"\r\n\r\n",
    b"GET  /  HTTP/1.1\r\n\r\n",
]


def hostile(rng: random.Random, cookies: str) -> tuple[bytes, str]:
    """The bytes of one request, and a line that names it. `cookies` sign in; most requests for staff have them."""
    if rng.random() < 0.05:
        raw = rng.choice(RAW)
        return raw, f"raw {raw[:60]!r}"
    for_staff = rng.random() < 0.4
    path = rng.choice(STAFF) if for_staff else rng.choice([*PUBLIC, *BELOW])
    path = path.replace("{}", "%s") % tuple(_segment(rng) for _ in range(path.count("{}")))
    query = "&".join(f"{rng.choice(NAMES)}={rng.choice(VALUES)}" for _ in range(rng.choice([0, 0, 1, 1, 2, 3, 6])))
    method, target = rng.choice(METHODS), path + (f"?{query}" if query else "")
    body = rng.choice(BODIES) if method in ("POST", "PUT", "PATCH") else b""
    lines = [f"{method} {_sendable(target)} HTTP/1.1", "Host: localhost", "Connection: close"]
    if for_staff and rng.random() < 0.6:
        lines.append(f"Cookie: {cookies}")
    names = rng.sample(HEADERS, rng.choice([0, 0, 1, 2]))
    lines += [f"{name}: {_sendable(rng.choice(VALUES))}" for name in names if not (body and name.startswith("Content"))]
    if body:
        lines += [f"Content-Type: {rng.choice(TYPES)}", f"Content-Length: {len(body)}"]
    head = "\r\n".join(lines).encode("latin-1", "replace")
    return head + b"\r\n\r\n" + body, f"{method} {target[:200]}"


def _segment(rng: random.Random) -> str:
    return rng.choice(["1", "x", "0", "welding", "bcit", *VALUES])


def _sendable(text: str) -> str:
    """Spaces and line breaks would end the line; what is broken in itself stays broken."""
    return quote(text, safe="%/?&=:;<>'\"()[]{}$`\\+*!,._-~|^@#")
