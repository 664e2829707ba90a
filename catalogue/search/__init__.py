"""Search and facets over the public offerings: `Search(query)` answers a query string from the `current_snapshot()`."""

from .current import NotReady, current_snapshot
from .entries import Entry
from .index import Snapshot
from .query import Problem
from .results import Search
from .watching import beforehand, every, watch

__all__ = ["Entry", "NotReady", "Problem", "Search", "Snapshot", "beforehand", "current_snapshot", "every", "watch"]
