"""The drill: the site as in production, on this machine alone, and what happens to it when things go wrong.

`make drill` runs all parts and writes docs/drill.md. Nothing here is part of the test suite: it takes half an hour.
"""
