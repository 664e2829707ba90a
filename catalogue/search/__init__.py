"""Search and facets over the public offerings: `Search(query)` answers a query string from the `current_snapshot()`."""

from .current import current_snapshot
from .entries import Entry
from .index import Snapshot
from .query import Problem
from .results import Search

__all__ = ["Entry", "Problem", "Search", "Snapshot", "current_snapshot"]
