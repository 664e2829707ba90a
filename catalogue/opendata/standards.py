"""The standards that we say something in, or say how: in the order of their pages."""

from __future__ import annotations

from . import ctdl, elm, schema_org

STANDARDS = (schema_org.STANDARD, ctdl.STANDARD, elm.STANDARD)
