"""Tests of the second step."""
