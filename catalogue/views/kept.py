"""Finished public pages, kept on the snapshot they show: the next visitor gets the same bytes, or a 304.

They hold nothing of who asks: no name, no message, no cookie. They go when the snapshot goes, so nothing is ever
taken out of the store by hand.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from functools import lru_cache, wraps

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_http_date_safe

from catalogue.release import release
from catalogue.search import Snapshot, current_snapshot
from catalogue.search.index import PROBATION

from .speculation import HEADER as SPECULATION

View = Callable[..., HttpResponse]
Canonical = Callable[[HttpRequest, Snapshot], str | None]

# A browser asks each time, which costs a 304; a proxy asks once a second, and may show the page for a day while
# the site is away.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-if-error=86400"
# With this on its answer a view says that it is not to be kept, here or by a proxy. The browser may, for the way back.
NOT_KEPT = "private, no-cache"
_GZIP = 16 + zlib.MAX_WBITS
# Pages are compressed while somebody waits: the quickest grade makes them a tenth, the best ones a twelfth.
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=1),
    "gzip": lambda body: _gzip(body),
}


def kept(canonical: Canonical = lambda request, snapshot: "") -> Callable[[View], View]:
    """Keep what a view answers. `canonical` says what of the query string makes a page; None: a page not to be kept.

    Parameters that change nothing must not change it either, or anybody could push the pages of others out.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
            snapshot = current_snapshot()
            named = _named(request, snapshot, canonical) if request.method in ("GET", "HEAD") else None
            if named is None:
                return view(request, *args, **kwargs)
            query, tag = named
            request.canonical_query = query  # all that the page may repeat of what was asked
            known = request.META.get("HTTP_IF_NONE_MATCH")
            if known and tag in known:
                return _labelled(HttpResponseNotModified(), snapshot, tag)
            key = (request.path, query, _encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")))
            response = _of_store(snapshot, key, tag)
            if response is None:
                with snapshot.turn(key):
                    response = _of_store(snapshot, key, tag) or _made(
                        snapshot, key, tag, view(request, *args, **kwargs)
                    )
            if known is None and "HTTP_IF_MODIFIED_SINCE" in request.META and "Last-Modified" in response.headers:
                return _unless_modified(response, request.META["HTTP_IF_MODIFIED_SINCE"], snapshot, tag)
            return response

        return answer

    return decorate


def _named(request: HttpRequest, snapshot: Snapshot, canonical: Canonical) -> tuple[str, str] | None:
    """The canonical query of a page and its tag; remembered, because the same few addresses are asked over and over.

    Apart from the pages: a page can be asked for in more ways than anybody could keep.
    """
    address = (request.path, request.META["QUERY_STRING"])
    named = snapshot.addresses.get(address)
    if named is None and (query := canonical(request, snapshot)) is not None:
        named = (query, _tag(snapshot, request.path, query))
        snapshot.addresses.put(address, named)
    return named


def _of_store(snapshot: Snapshot, key: tuple[str, str, str], tag: str) -> HttpResponse | None:
    if (page := snapshot.kept.get(key)) is None:
        return None
    body, content_type = page
    return _labelled(HttpResponse(body, content_type=content_type), snapshot, tag, key[2])


def _made(snapshot: Snapshot, key: tuple[str, str, str], tag: str, response: HttpResponse) -> HttpResponse:
    """Keep a fresh answer if it is a whole page for everybody."""
    if response.status_code != 200 or response.cookies or response.get("Cache-Control") == NOT_KEPT:
        return response
    if response.streaming:
        return _labelled(response, snapshot, tag)
    body = response.content
    if key[2]:
        body = response.content = _ENCODERS[key[2]](body)
    snapshot.kept.put(key, (body, response["Content-Type"]))
    return _labelled(response, snapshot, tag, key[2])


def _unless_modified(response: HttpResponse, since: str, snapshot: Snapshot, tag: str) -> HttpResponse:
    """A date that is ours is that of this very state; another one has to be later by more than a worker is behind."""
    asked = parse_http_date_safe(since)
    if since == snapshot.modified or (asked is not None and asked > snapshot.stands_since + PROBATION):
        response.close()  # or what is not sent would hold its turn
        return _labelled(HttpResponseNotModified(), snapshot, tag)
    return response


def _labelled(response: HttpResponse, snapshot: Snapshot, tag: str, encoding: str = "") -> HttpResponse:
    headers = response.headers
    if snapshot.modified:
        headers["Last-Modified"] = snapshot.modified
    headers["ETag"], headers["Cache-Control"], headers["Vary"] = tag, CACHE_CONTROL, "Accept-Encoding"
    headers[SPECULATION[0]] = SPECULATION[1]
    if encoding:
        headers["Content-Encoding"] = encoding
    return response


def _tag(snapshot: Snapshot, path: str, query: str) -> str:
    """Weak, since a page goes out in several encodings. The same in every worker. The path names the language."""
    state = f"{release()}{snapshot.state}{path}?{query}"
    return f'W/"{hashlib.blake2b(state.encode(), digest_size=9).hexdigest()}"'


@lru_cache(maxsize=512)
def _encoding(accepted: str) -> str:
    """The best encoding that a header allows, "" for none."""
    offers = dict(_offer(part) for part in accepted.lower().split(",") if part.strip())
    return next((each for each in ("br", "gzip") if offers.get(each)), "")


def _offer(part: str) -> tuple[str, bool]:
    name, _, weight = part.partition(";")
    return name.strip(), weight.replace(" ", "").rstrip("0.") != "q="


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(level=1, wbits=_GZIP)
    return packer.compress(body) + packer.flush()
