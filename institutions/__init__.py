"""Institutions, and the ground every other noun stands on: keys, versions, history. Imports no other app."""
