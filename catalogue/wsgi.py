"""What the server calls for each request, and once before the first one."""

import os
import time
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")

answer = get_wsgi_application()

from catalogue import freshness, metrics, replicas  # noqa: E402  Django must be set up before
from catalogue.exchange.incoming import announcing  # noqa: E402  Django must be set up before
from catalogue.opendata.moments import moments  # noqa: E402  Django must be set up before
from catalogue.opendata.whole import standing  # noqa: E402  Django must be set up before
from catalogue.search import beforehand, every, fruitless, suggestions, watch  # noqa: E402  Django must be set up before

SECONDS_BETWEEN_COUNTS = 60
every(SECONDS_BETWEEN_COUNTS, fruitless.flush)
every(replicas.SECONDS_BETWEEN_LOOKS, replicas.look)
every(announcing.SECONDS_BETWEEN_LOOKS, announcing.look)
beforehand(freshness.note)  # first: what the others do takes time
beforehand(standing.get_ready)
beforehand(suggestions.get_ready)
beforehand(moments)


class Application:
    """The site, with its search index kept fresh from the first request on.

    Not from when it is made: a server may make it in one process and answer from others, forked off that one.
    """

    def __call__(self, asked: dict, start_response: Callable) -> Iterable[bytes]:
        self.get_ready()
        began = time.perf_counter()

        def counted(status: str, *rest: object) -> Callable:
            metrics.count(metrics.area_of(asked["PATH_INFO"]), int(status[:3]), time.perf_counter() - began)
            return start_response(status, *rest)

        return answer(asked, counted)

    def get_ready(self) -> None:
        watch()


application = Application()
