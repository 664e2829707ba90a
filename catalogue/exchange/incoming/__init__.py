"""Spreadsheets made by others become entries: what cells mean, a plan in words, and its one act of writing."""
