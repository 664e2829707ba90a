"""A flood of wrong passwords against a running site: `python -m tests.flood http://127.0.0.1:8000`."""
