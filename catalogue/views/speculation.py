"""Which links a browser may follow ahead of the visitor, as rules that it fetches; one that knows none ignores them."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

# Named by the header that kept pages carry: inside a page it would be a script, which the content policy refuses.
HEADER = ("Speculation-Rules", '"/speculation-rules.json"')
# Where a look ahead would be of no use, or would count as a search that nobody made.
_NOT_AHEAD = (
    "/admin/*",
    "/*.*",
    "/*\\?*(^|&)q=*",
)


def rules(request: HttpRequest) -> JsonResponse:
    """Pages of this site, when somebody rests on a link to them."""
    pages = [{"href_matches": "/*"}, *({"not": {"href_matches": pattern}} for pattern in _NOT_AHEAD)]
    answer = {"prefetch": [{"source": "document", "where": {"and": pages}, "eagerness": "moderate"}]}
    headers = {"Cache-Control": "public, max-age=86400"}
    return JsonResponse(answer, content_type="application/speculationrules+json", headers=headers)
