"""Reports for the ministry: tables of the whole catalogue, each a page to read or print, and a file for each table."""

from .pages import urls

__all__ = ["urls"]
